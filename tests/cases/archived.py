"""Volumes as tests bind, hand in and check them."""

from django.core.files.base import ContentFile
from django.utils import timezone

from cases.archive import actions
from cases.docket.models import Case
from cases.documents.actions import produce_document
from cases.mediation.inquiry.files import store_evidence
from cases.mediation.inquiry.models import Evidence
from tests.cases.bound import completed
from tests.cases.factories import ago


def evidence(case, by, content, name):
    item = Evidence.objects.create(
        case=case, seq=case.evidence.count() + 1, name=name, kind="photo", provider="刘桂珍",
        taken_on=timezone.localdate(), account=by,
    )  # fmt: skip
    store_evidence(ContentFile(content, name=f"{name}.pdf"), item, by=by)


def bound(case, by):
    return actions.bind_volume(Case.objects.get(pk=case.pk), by=by, filed_at=timezone.now())


def held_in_vain(case):
    times = {"starts_at": ago(hours=1), "ends_at": ago(minutes=50)}
    case.sessions.create(seq=1, state="held", place="调解室", result="failed", text="未成", **times)


def ready(case, by):
    """With what its outcome asks for: papers seen, signatures, the session's record, the remedies told."""
    held_in_vain(case)
    produce_document(case, "F18.remedies", by=by)
    return bound(completed(case, by), by)


def submitted(case, lin, zhao):
    return actions.submit_volume(ready(case, lin), by=zhao, submitted_at=timezone.now())


def check(volume, by, *, lost=None, **more):
    return actions.check_volume(volume, by=by, checked_at=timezone.now(), lost=lost or {}, **more)


def now():
    return timezone.localtime().strftime("%Y-%m-%dT%H:%M")
