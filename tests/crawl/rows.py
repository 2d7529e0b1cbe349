"""How the crawl's world makes one row of each scoped subject, with a marker in a text that pages show."""

from governance.files.models import StoredFile
from governance.jobs.models import Job
from tests import factories


def account(place, marker):
    return factories.make_account(f"row_{place}_{marker}", "committee_member", place, name=marker)


def posting(place, marker):
    holder = factories.make_account(f"holder_{place}", name=marker)
    return factories.make_posting(holder, "mediator", place), {"owner_id": holder.pk}


def api_client(place, marker):
    by = factories.make_account(f"maker_{place}")
    return factories.make_client(marker, place, by=by, key_id=f"row{place}")


def job(place, marker):
    by = factories.make_account(f"starter_{place}")
    return Job.objects.create(kind="test.none", title=marker, account=by, area_id=place), {"owner_id": by.pk}


def stored_file(place, marker):
    by = factories.make_account(f"exporter_{place}", "mediator", place)
    file = StoredFile.objects.create(
        purpose="export",
        name=marker,
        size=1,
        path=marker,
        area_id=place,
        verb="person.view",
        places=[place],
        account=by,
    )
    return file, {"owner_id": by.pk}


BUILDERS = {
    "governance.Account": account,
    "governance.Posting": posting,
    "governance.ApiClient": api_client,
    "governance.Job": job,
    "governance.StoredFile": stored_file,
}
