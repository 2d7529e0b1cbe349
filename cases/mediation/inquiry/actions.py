"""Asking people and taking evidence (人民调解工作若干规定 第二十六条)."""

from datetime import date, datetime, timedelta

from django.db import models, transaction
from django.utils import timezone

from cases.docket.actions import locked_case, require_may, require_standing, take_step, tell
from cases.docket.models import Case
from cases.mediation.inquiry.files import store_evidence
from cases.mediation.inquiry.models import Evidence, EvidenceKind, Investigation
from cases.parties.models import Party
from governance.errors import Invalid, WrongState
from governance.files.models import StoredFile
from governance.identifiers.typed import free_text

MOST_PAGES = 5000
MOST_FILES = 20  # of one item at a time


@transaction.atomic
def record_investigation(
    case: Case,
    *,
    by,
    starts_at: datetime,
    ends_at: datetime,
    place: str,
    asked: tuple[str, ...],
    text: str,
    asked_about: str = "",
    present: str = "",
    late_reason: str = "",
    version: int | None = None,
) -> Investigation:
    """Keep what somebody who was asked said, or what was seen on the spot (调查记录, T10)."""
    case = locked_case(case, version=version)
    if ends_at <= starts_at:
        raise Invalid("结束时间应晚于开始时间。", field="ends_at")
    if ends_at > timezone.now() + timedelta(minutes=5):
        raise Invalid("结束时间不能晚于现在。", field="ends_at")
    names = [free_text(name, field="asked", longest=100) for name in asked if name.strip()]
    if not names:
        raise Invalid("请填写被调查人；现场查看的，填写在场人。", field="asked")
    found = Investigation.objects.create(
        case=case,
        starts_at=starts_at,
        ends_at=ends_at,
        place=free_text(place, field="place", longest=200, required=True),
        asked=names,
        asked_about=free_text(asked_about, field="asked_about", longest=200),
        present=free_text(present, field="present", longest=200),
        text=free_text(text, field="text", longest=10_000, required=True),
        account=by,
    )
    take_step(
        case,
        "T10",
        by=by,
        happened_at=starts_at,
        late_reason=late_reason,
        text="调查",
        investigation=found.pk,
    )
    return found


@transaction.atomic
def add_evidence(
    case: Case,
    *,
    by,
    name: str,
    kind: str,
    taken_on: date,
    party: Party | None = None,
    provider: str = "",
    is_original: bool = False,
    pages: int = 1,
    note: str = "",
    uploads: tuple = (),
    version: int | None = None,
) -> Evidence:
    """Take one item of evidence, with the files that show it. `party` or `provider` says from whom it comes.

    Raises Invalid (field): also for a file that is too large, of a kind that is not taken, or behind a password.
    """
    case = _open(case, by=by, version=version)
    if kind not in EvidenceKind.values:
        raise Invalid("请选择证据种类。", field="kind")
    if not 1 <= pages <= MOST_PAGES:
        raise Invalid(f"页数应在 1 至 {MOST_PAGES} 之间。", field="pages")
    if taken_on > timezone.localdate():
        raise Invalid("取得日期不能晚于今天。", field="taken_on")
    party = case.parties.filter(pk=party.pk).first() if party else None
    provider = free_text(provider, field="provider", longest=100) or (party.name if party else "")
    if not provider:
        raise Invalid("请选择或填写提供人。", field="provider")
    evidence = Evidence.objects.create(
        case=case,
        seq=(case.evidence.aggregate(last=models.Max("seq"))["last"] or 0) + 1,
        name=free_text(name, field="name", longest=100, required=True),
        kind=kind,
        party=party,
        provider=provider,
        is_original=is_original,
        pages=pages,
        taken_on=taken_on,
        note=free_text(note, field="note", longest=500),
        account=by,
    )
    _store_all(uploads, evidence, by=by)
    now = timezone.now()
    said = f"登记证据{evidence.seq}"
    tell(case, "evidence_added", by=by, happened_at=now, text=said, note=evidence.name, evidence=evidence.pk)
    return evidence


@transaction.atomic
def add_evidence_files(evidence: Evidence, *, by, uploads: tuple) -> list[StoredFile]:
    """Put more files to an item: the next photos, a page that was missing."""
    case = _open(evidence.case, by=by)
    evidence = Evidence.objects.locked(evidence.pk)
    if evidence.withdrawn_at:
        raise WrongState("这项证据已经撤回。")
    if not uploads:
        raise Invalid("请选择文件。", field="uploads")
    stored = _store_all(uploads, evidence, by=by)
    now = timezone.now()
    said = f"证据{evidence.seq}补充 {len(stored)} 个文件"
    tell(case, "evidence_added", by=by, happened_at=now, text=said, evidence=evidence.pk)
    return stored


@transaction.atomic
def withdraw_evidence(evidence: Evidence, *, by, reason: str) -> Evidence:
    """The provider takes an item back; it stays in the list with the reason."""
    case = _open(evidence.case, by=by)
    evidence = Evidence.objects.locked(evidence.pk)
    if evidence.withdrawn_at:
        raise WrongState("这项证据已经撤回。")
    evidence.withdrawn_reason = free_text(reason, field="reason", longest=200, required=True)
    evidence.withdrawn_at = timezone.now()
    evidence.save(update_fields=["withdrawn_at", "withdrawn_reason"])
    said = f"撤回证据{evidence.seq}"
    tell(case, "evidence_withdrawn", by=by, happened_at=evidence.withdrawn_at, text=said, evidence=evidence.pk)
    return evidence


def _open(case, *, by, version=None):
    case = locked_case(case, version=version)
    require_may("register", by, case)
    require_standing(case)
    if not case.is_open:
        raise WrongState("本案程序已终，不再登记证据。")
    return case


def _store_all(uploads, evidence, *, by):
    if len(uploads) > MOST_FILES:
        raise Invalid(f"一次最多 {MOST_FILES} 个文件，请分次上传。", field="uploads")
    return [_store(upload, evidence, by=by) for upload in uploads]


def _store(upload, evidence, *, by):
    try:
        return store_evidence(upload, evidence, by=by)
    except Invalid as refusal:
        raise Invalid(f"“{upload.name[:60]}”：{refusal.message}", field="uploads") from refusal
