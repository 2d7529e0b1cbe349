"""The district looks at volumes that are archived already (抽查, domain/mediation.md 2.9), and what follows from it.

A volume that fails stays as it is: what is wrong is put right beside it, by correction documents, and the committee
says how. Until then its case gets no subsidy, and what was paid may be clawed back (1.9).
"""

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from cases.archive.actions import scored
from cases.archive.models import Volume, VolumeCheck, VolumeState
from cases.docket.actions import locked_case, require_may, require_moment, tell
from cases.docket.states import Archive
from governance.errors import Invalid, WrongState
from governance.identifiers.typed import free_text


@transaction.atomic
def spot_check(
    volume: Volume,
    *,
    by,
    checked_at: datetime,
    lost: dict[str, int],
    defects: str = "",
    rectify_by: date | None = None,
    late_reason: str = "",
    version: int | None = None,
) -> VolumeCheck:
    """Check an archived volume by the items of F24; whoever spot-checks at its place, a volume as often as needed.

    Raises NotPermitted, WrongState, Invalid (field of an item, "defects", "rectify_by", "checked_at").
    """
    case = locked_case(volume.case, version=version, archived=True)
    volume = Volume.objects.locked(volume.pk)
    require_may("spot_check", by, case)
    if volume.state != VolumeState.ARCHIVED or case.archive == Archive.DESTROYED:
        raise WrongState("只抽查已经归档、尚未销毁的案卷。")
    require_moment(case, checked_at, late_reason=late_reason, field="checked_at")
    if volume.archived_at and checked_at < volume.archived_at:
        raise Invalid("抽查时间不能早于归档。", field="checked_at")
    found = scored(case, volume, by=by, at=checked_at, lost=lost, defects=defects, rectify_by=rectify_by, is_spot=True)
    said = f"抽查案卷 {found.score} 分，" + ("合格" if found.has_passed else f"不合格，{found.rectify_by} 前整改")
    tell(
        case,
        "volume_spot_checked",
        by=by,
        happened_at=checked_at,
        late_reason=late_reason,
        text=said,
        note=found.defects,
        volume=volume.pk,
        score=found.score,
    )
    return found


@transaction.atomic
def rectify(check: VolumeCheck, *, by, rectified_on: date, note: str) -> VolumeCheck:
    """The committee says how it put right what a spot check found: by which correction documents, by what else."""
    case = locked_case(check.volume.case, archived=True)
    require_may("archive", by, case)
    check = VolumeCheck.objects.select_for_update(of=("self",)).select_related("volume").get(pk=check.pk)
    if not check.is_spot or check.has_passed or check.rectified_on:
        raise WrongState("这次抽查没有待整改的问题。")
    if not timezone.localdate(check.checked_at) <= rectified_on <= timezone.localdate():
        raise Invalid("整改日期应在抽查之后、今天之前。", field="rectified_on")
    check.rectified_note = free_text(note, field="note", longest=500, required=True)
    check.rectified_on, check.rectified_by = rectified_on, by
    check.save(update_fields=["rectified_note", "rectified_on", "rectified_by"])
    said = f"抽查发现的问题已于 {rectified_on} 整改"
    tell(case, "volume_rectified", by=by, happened_at=timezone.now(), text=said, note=check.rectified_note)
    return check
