"""How the crawl's world makes one row of each scoped subject, with a marker in a text that pages show."""

from tests import factories


def account(place, marker):
    return factories.make_account(f"row_{place}_{marker}", "committee_member", place, name=marker)


def posting(place, marker):
    holder = factories.make_account(f"holder_{place}", name=marker)
    return factories.make_posting(holder, "mediator", place), {"owner_id": holder.pk}


def api_client(place, marker):
    by = factories.make_account(f"maker_{place}")
    return factories.make_client(marker, place, by=by, key_id=f"row{place}")


BUILDERS = {
    "governance.Account": account,
    "governance.Posting": posting,
    "governance.ApiClient": api_client,
}
