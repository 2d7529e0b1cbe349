"""How the crawl's world makes one row of each scoped subject, with a marker in a text that pages show."""

from datetime import date

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from governance.areas.partitions.models import BuildingGroup, Estate, EstateLink, Grid
from governance.files.models import StoredFile
from governance.jobs.models import Job
from governance.people.models import Account
from tests import factories
from tests.factories import CANGCHANG, TIANPING_FIRST, YINGYUAN

LONG_AGO = date(2020, 1, 1)
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


def estate(place, marker):
    row = Estate.objects.create(name=marker, kind="other", starts_on=LONG_AGO)
    link = EstateLink.objects.create(estate=row, area_id=place, starts_on=LONG_AGO)
    return row, {"number": link.pk}


def grid(place, marker):
    return Grid.objects.create(area_id=place, code="1", name=marker, starts_on=LONG_AGO)


def building_group(place, marker):
    return BuildingGroup.objects.create(area_id=place, name=marker, starts_on=LONG_AGO)


BUILDERS = {
    "governance.Account": account,
    "governance.Posting": posting,
    "governance.ApiClient": api_client,
    "governance.BuildingGroup": building_group,
    "governance.Estate": estate,
    "governance.Grid": grid,
    "governance.Job": job,
    "governance.StoredFile": stored_file,
}
