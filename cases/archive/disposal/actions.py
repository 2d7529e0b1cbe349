"""Volumes whose term is over are destroyed: a list, two approvals by different people, a certificate (销毁).

Nothing of it is automatic, and a hold stops it up to the last moment (domain/mediation.md 3.3).
"""

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone

from cases.archive.disposal import purging
from cases.archive.disposal.certificate import certificate_of
from cases.archive.disposal.files import CERTIFICATE
from cases.archive.disposal.models import Destruction, DestructionItem, DestructionState, Hold
from cases.archive.models import Volume, VolumeState
from cases.docket.actions import locked_case, require_may, tell
from cases.docket.states import Archive
from governance.audit.trail import record
from governance.errors import Invalid, NotPermitted, WrongState, require_version
from governance.files.actions import store_file
from governance.identifiers.typed import free_text
from governance.jobs.actions import start_job
from governance.jobs.exports import common_place

JOB = "archive.destroy"
MOST = 5000  # volumes of one list
TOLD = 100  # numbers of them that the trail repeats
DESTROYS = "archive.destroy"


@transaction.atomic
def place_hold(volume: Volume, *, by, reason: str, letter_no: str = "") -> Hold:
    """Stop the destruction of a volume, for as long as the hold stands (暂缓销毁)."""
    case = locked_case(volume.case, archived=True)
    require_may("archive", by, case)
    if case.archive == Archive.DESTROYED:
        raise WrongState("案卷已经销毁。")
    hold = Hold.objects.create(
        volume=volume,
        reason=free_text(reason, field="reason", longest=300, required=True),
        letter_no=free_text(letter_no, field="letter_no", longest=60),
        placed_by=by,
    )
    record("volume.held", volume, by=by, area=case.area_id, reason=hold.reason, letter_no=hold.letter_no)
    return hold


@transaction.atomic
def lift_hold(hold: Hold, *, by, reason: str) -> Hold:
    """End a hold: whoever may destroy, or placed it."""
    case = locked_case(hold.volume.case, archived=True)
    hold = Hold.objects.locked(hold.pk)
    if not by.holds(DESTROYS, case.area_id) and hold.placed_by_id != by.pk:
        raise NotPermitted("须由区司法局或者设置人解除。")
    if hold.lifted_at:
        raise WrongState("已经解除。")
    hold.lift_reason = free_text(reason, field="reason", longest=300, required=True)
    hold.lifted_at, hold.lifted_by = timezone.now(), by
    hold.save()
    record("volume.released", hold.volume, by=by, area=case.area_id, reason=hold.lift_reason)
    return hold


@transaction.atomic
def propose_destruction(*, by, volumes, reason: str) -> Destruction:
    """List volumes whose term is over. Raises Invalid naming the first that may not be on it."""
    chosen = [one.pk for one in volumes]
    if not chosen:
        raise Invalid("请选择要销毁的案卷。", field="volumes")
    if len(chosen) > MOST:
        raise Invalid(f"一份清册最多 {MOST:,} 卷。", field="volumes")
    volumes = list(Volume.objects.locked_all(chosen))
    places = {volume.case.area_id for volume in volumes}
    if not all(by.holds(DESTROYS, place) for place in places):
        raise NotPermitted("须由区司法局提出销毁。")
    free = set(Volume.objects.filter(pk__in=chosen).to_appraise(timezone.localdate()).values_list("pk", flat=True))
    for volume in volumes:
        if volume.pk not in free:
            why = why_not(volume) or "已在另一份清册上。"
            raise Invalid(f"{volume.number}：{why}", field="volumes")
    area = common_place(tuple(places))
    if not by.holds(DESTROYS, area):
        raise Invalid("所选案卷不在同一个区。", field="volumes")
    reason = free_text(reason, field="reason", longest=300, required=True)
    made = Destruction.objects.create(area_id=area, reason=reason, proposed_by=by, proposed_at=timezone.now())
    DestructionItem.objects.bulk_create(DestructionItem(destruction=made, volume=volume) for volume in volumes)
    numbers = [volume.number for volume in volumes[:TOLD]]
    record("destruction.proposed", made, by=by, area=area, volumes=numbers, count=len(volumes), reason=reason)
    return made


@transaction.atomic
def approve_destruction(destruction: Destruction, *, by, version: int | None = None) -> Destruction:
    """The first, then the second of two different people approves; after the second the volumes are destroyed."""
    destruction = _locked(destruction, by, version)
    now = timezone.now()
    if destruction.state == DestructionState.PROPOSED:
        destruction.first_by, destruction.first_at, destruction.state = by, now, DestructionState.FIRST
    else:
        if destruction.first_by_id == by.pk:
            raise NotPermitted("第二次审批须由另一个人办理。")
        destruction.second_by, destruction.second_at = by, now
        destruction.state = DestructionState.APPROVED
        payload = {"destruction": destruction.pk}
        start_job(JOB, by=by, area=destruction.area_id, title=f"销毁案卷 {destruction}", payload=payload)
    _save(destruction)
    record("destruction.approved", destruction, by=by, area=destruction.area_id, state=destruction.state)
    return destruction


@transaction.atomic
def drop_destruction(destruction: Destruction, *, by, reason: str, version: int | None = None) -> Destruction:
    """Give the list up before the second approval."""
    destruction = _locked(destruction, by, version)
    destruction.drop_reason = free_text(reason, field="reason", longest=300, required=True)
    destruction.state = DestructionState.DROPPED
    _save(destruction)
    record("destruction.dropped", destruction, by=by, area=destruction.area_id, reason=destruction.drop_reason)
    return destruction


def destroy_item(item: DestructionItem, *, by) -> str:
    """Destroy one volume of an approved list; what holds it back now is its outcome instead. Part of the job."""
    with transaction.atomic():
        case = locked_case(item.volume.case, archived=True)
        volume = Volume.objects.locked(item.volume_id)
        if item.destroyed_at or item.outcome:
            return item.outcome
        if why := why_not(volume):
            item.outcome = f"未销毁：{why}"
        else:
            now = timezone.now()
            gone = purging.purge(case, by=by, reason=f"{item.destruction}：保管期满")
            case.archive = Archive.DESTROYED
            tell(case, "volume_destroyed", by=by, happened_at=now, text=f"案卷已销毁（{item.destruction}）", **gone)
            item.destroyed_at = now
            item.outcome = f"已销毁：记录 {gone['rows']} 条，文件 {gone['files']} 份"
        item.save()
    return item.outcome


@transaction.atomic
def certify(destruction: Destruction, *, by) -> Destruction:
    """The list is done: its certificate says what was destroyed, by whose approval, and what was not."""
    destruction = Destruction.objects.locked(destruction.pk)
    destruction.state, destruction.done_at = DestructionState.DONE, timezone.now()
    _save(destruction)
    content = ContentFile(certificate_of(destruction), name=f"案卷销毁证明-{destruction.pk}.pdf")
    destruction.certificate = store_file(
        content, by=by, area=destruction.area_id, purpose=CERTIFICATE.code, subject=destruction
    )
    destruction.save(update_fields=["certificate"])
    record("destruction.done", destruction, by=by, area=destruction.area_id, digest=destruction.certificate.digest)
    return destruction


def why_not(volume: Volume) -> str:
    """What keeps this volume today; "" when nothing does."""
    if volume.state != VolumeState.ARCHIVED or volume.case.archive == Archive.DESTROYED:
        return "不在已归档的案卷中"
    if volume.kept_until is None:
        return "永久保管"
    if volume.kept_until >= timezone.localdate():
        return f"保管期限至 {volume.kept_until}，尚未届满"
    if volume.holds.standing().exists():
        return "已设置暂缓销毁"
    if any(one.is_out for one in volume.accesses.all()):
        return "案卷借出未还"
    return ""


def _locked(destruction, by, version):
    destruction = Destruction.objects.locked(destruction.pk)
    if not by.holds(DESTROYS, destruction.area_id):
        raise NotPermitted("须由区司法局审批销毁。")
    require_version(destruction, version)
    if destruction.state not in (DestructionState.PROPOSED, DestructionState.FIRST):
        raise WrongState("这份清册已经办结。")
    return destruction


def _save(destruction):
    destruction.version += 1
    destruction.save()
