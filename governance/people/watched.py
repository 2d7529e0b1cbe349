"""New in the lists of accounts and postings: opened or granted, changed, begun or ended by their day."""

from governance.people.accounts.filters import AccountFilter
from governance.people.models import Account, Posting
from governance.people.postings.filters import PostingFilter
from governance.saved_filters.lists import watched
from governance.saved_filters.stirring import acted_on, any_of, day_came

watched(
    "postings:postings",
    filterset=PostingFilter,
    rows=lambda actor: Posting.objects.visible_to(actor),
    stirred=any_of(acted_on(Posting), day_came(Posting, "starts_on", "ends_on")),
)
watched(
    "accounts:accounts",
    filterset=AccountFilter,
    rows=lambda actor: Account.objects.visible_to(actor),
    stirred=acted_on(Account),
)
