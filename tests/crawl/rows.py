"""How the crawl's world makes one row of each scoped subject, with a marker in a text that pages show."""

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from governance.files.models import StoredFile
from governance.jobs.models import Job
from governance.people.models import Account
from tests import factories
from tests.factories import CANGCHANG, TIANPING_FIRST, YINGYUAN

OWNERS = {YINGYUAN: "seat_mediator", CANGCHANG: "seat_next_door", TIANPING_FIRST: "seat_other_mediator"}


def owner_at(place):
    """The seat that owns what is nobody else's: a job, an exported file."""
    found = Account.objects.filter(username=OWNERS[place]).first()
    return found or factories.make_account(OWNERS[place], "mediator", place)


def account(place, marker):
    return factories.make_account(f"row_{place}_{marker}", "committee_member", place, name=marker)


def posting(place, marker):
    holder = factories.make_account(f"holder_{place}", name=marker)
    return factories.make_posting(holder, "mediator", place), {"owner_id": holder.pk}


def api_client(place, marker):
    by = factories.make_account(f"maker_{place}")
    return factories.make_client(marker, place, by=by, key_id=f"row{place}")


def job(place, marker):
    owner = owner_at(place)
    made = Job.objects.create(kind="none", title=marker, account=owner, area_id=place)
    return made, {"owner_id": owner.pk, "places": ()}


def stored_file(place, marker):
    owner = owner_at(place)
    file = StoredFile.objects.create(
        purpose="export",
        name=marker,
        size=1,
        path=default_storage.save(marker, ContentFile(b"x")),
        area_id=place,
        verb="person.view",
        places=[place],
        account=owner,
    )
    return file, {"owner_id": owner.pk, "places": ()}


BUILDERS = {
    "governance.Account": account,
    "governance.Posting": posting,
    "governance.ApiClient": api_client,
    "governance.Job": job,
    "governance.StoredFile": stored_file,
}
