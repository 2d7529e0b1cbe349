"""What is kept of a mediator: who the account is, what ties it declares, and its cases when it leaves."""

from datetime import date
from typing import Any

from django.db import transaction
from django.db.models.functions import Left
from django.utils import timezone

from cases.docket.codes import DisputeType
from cases.mediation.mediators.models import (
    Employment,
    MediatorProfile,
    MediatorStanding,
    Origin,
    OtherIdentity,
    PaidBar,
    Standing,
)
from cases.mediation.mediators.particulars import NAMES, Particulars, checked
from cases.mediation.models import DeclaredTie, TieKind
from governance.audit.trail import record
from governance.errors import Invalid, NotPermitted, WrongState, require_version
from governance.identifiers.typed import free_text
from governance.people.models import Account
from governance.persons.models import Person

GRADES = (1, 2, 3, 4)
MANAGES = "mediation.manage"


@transaction.atomic
def file_mediator(
    account: Account,
    *,
    by,
    area: str,
    employment: str,
    origin: str,
    grade: int | None = None,
    identities: tuple[str, ...] = (),
    paid_bar: str = "",
    specialities: tuple[str, ...] = (),
    person: Person | None = None,
    particulars: Particulars | None = None,
) -> MediatorProfile:
    """Enter a mediator of the committee at `area` (登记调解员); `person` is who the account is, for the conflict check.

    Filing with the bureau (备案) is a step of its own: `file_with_bureau`. Without `particulars` those on file stay.
    Raises NotPermitted unless `by` directs that committee, Invalid (field).
    """
    account = Account.objects.locked(account.pk)
    if not by.holds_here("case.decide", area) or not account.holds("case.register", area):
        raise NotPermitted("须由该调解员所在调委会的主任登记。")
    if employment not in Employment.values:
        raise Invalid("请选择专职或兼职。", field="employment")
    if origin not in Origin.values:
        raise Invalid("请选择产生方式。", field="origin")
    if grade is not None and grade not in GRADES:
        raise Invalid("等级为一至四级。", field="grade")
    if set(identities) - set(OtherIdentity.values):
        raise Invalid("其他身份中有不认识的项目。", field="identities")
    if paid_bar not in PaidBar.values:
        raise Invalid("请选择不得领取补贴的身份。", field="paid_bar")
    if set(specialities) - set(DisputeType.values):
        raise Invalid("擅长的纠纷类型中有不认识的项目。", field="specialities")
    known = MediatorProfile.objects.filter(account=account).first()
    if known and known.grade != grade and known.grades.exists():
        raise Invalid("等级已由评定单位评定：变动的请登记新的等级评定。", field="grade")
    facts: dict[str, Any] = {
        "employment": employment,
        "origin": origin,
        "grade": grade,
        "identities": sorted(identities),
        "paid_bar": paid_bar,
        "specialities": sorted(specialities),
    }
    if particulars is not None:
        facts |= checked(particulars, on=timezone.localdate())
    if person or known is None:
        facts["person"] = person
    profile, _ = MediatorProfile.objects.update_or_create(account=account, defaults={"area_id": area, **facts})
    MediatorProfile.objects.filter(pk=profile.pk).update(version=profile.version + 1)
    told = {name: value for name, value in facts.items() if name not in ("person", *NAMES)}
    record("mediator.filed", profile, by=by, area=area, is_identified=profile.person_id is not None, **told)
    return profile


@transaction.atomic
def file_with_bureau(
    profile: MediatorProfile, *, by, filing_no: str, filed_on: date, version: int | None = None
) -> MediatorProfile:
    """File the mediator with the district's bureau (备案), or correct number and date: a condition of subsidies.

    人民调解法 第十条; domain/mediation.md 1.9. By the justice office or the district. Raises NotPermitted, WrongState
    for who was removed, Invalid (field "filing_no", "filed_on").
    """
    profile = MediatorProfile.objects.locked(profile.pk)
    if not by.holds(MANAGES, profile.area_id):
        raise NotPermitted("须由司法所或者区司法局登记备案。")
    require_version(profile, version)
    if profile.status == Standing.REMOVED:
        raise WrongState("该调解员已被罢免或者解聘，不能备案。")
    number = free_text(filing_no, field="filing_no", longest=60, required=True)
    if filed_on > timezone.localdate():
        raise Invalid("备案日期不能晚于今天。", field="filed_on")
    same = MediatorProfile.objects.annotate(district=Left("area_id", 6)).filter(filing_no=number)
    other = same.filter(district=profile.area_id[:6]).exclude(pk=profile.pk).select_related("account").first()
    if other:
        raise Invalid(f"本区{other.account.name}已使用这个备案编号。", field="filing_no")
    changes = {
        "filing_no": [profile.filing_no, number],
        "filed_on": [profile.filed_on.isoformat() if profile.filed_on else None, filed_on.isoformat()],
    }
    profile.filing_no, profile.filed_on, profile.filed_by = number, filed_on, by
    profile.version += 1
    profile.save(update_fields=["filing_no", "filed_on", "filed_by", "version"])
    record("mediator.filed_with_bureau", profile, by=by, area=profile.area_id, changes=changes)
    return profile


@transaction.atomic
def set_standing(
    profile: MediatorProfile, *, by, status: str, since: date, reason: str, version: int | None = None
) -> MediatorStanding:
    """Suspend a mediator, note that they left or were removed, or take them up again (人民调解法 第十五条).

    By the director of the committee, the justice office or the district; who was suspended or removed comes back by
    the latter alone. Nobody decides on themselves. Raises NotPermitted, WrongState, Invalid (field).
    """
    profile = MediatorProfile.objects.locked(profile.pk)
    guides = by.holds(MANAGES, profile.area_id)
    if not guides and not by.holds_here("case.decide", profile.area_id):
        raise NotPermitted("须由调委会主任、司法所或者区司法局登记。")
    if by.pk == profile.account_id:
        raise NotPermitted("不能登记本人的状态，请由司法所或者区司法局登记。")
    require_version(profile, version)
    if status not in Standing.values:
        raise Invalid("请选择状态。", field="status")
    if status == profile.status:
        raise WrongState(f"该调解员已经是“{profile.get_status_display()}”。")
    if status == Standing.ACTIVE and not guides:
        raise NotPermitted("恢复在任须由司法所或者区司法局登记。")
    if since > timezone.localdate():
        raise Invalid("起始日期不能晚于今天。", field="since")
    latest = profile.standings.first()
    if latest and since < latest.since:
        raise Invalid(f"起始日期不能早于上一次变动（{latest.since}）。", field="since")
    made = MediatorStanding.objects.create(
        profile=profile,
        status=status,
        since=since,
        reason=free_text(reason, field="reason", longest=300, required=True),
        account=by,
    )
    changes = {"status": [profile.status, status]}
    profile.status = status
    profile.version += 1
    profile.save(update_fields=["status", "version"])
    record("mediator.standing_changed", profile, by=by, area=profile.area_id, changes=changes, since=since.isoformat())
    return made


@transaction.atomic
def declare_tie(
    account: Account, *, by, area: str, kind: str, declared_on: date, person=None, organisation=None, note: str = ""
) -> DeclaredTie:
    """Declare kin, household, employer or an earlier client of a mediator: by the mediator, or by the director."""
    account = Account.objects.locked(account.pk)
    _require_own(account, by=by, area=area)
    if kind not in TieKind.values:
        raise Invalid("请选择关系。", field="kind")
    if (person is None) == (organisation is None):
        raise Invalid("请用完整的证件号码、电话或统一社会信用代码找到对方。", field="number")
    if kind == TieKind.EMPLOYER and organisation is None:
        raise Invalid("任职单位应是单位：请填写统一社会信用代码。", field="number")
    tie = DeclaredTie.objects.create(
        account=account,
        person=person,
        organisation=organisation,
        kind=kind,
        note=free_text(note, field="note", longest=200),
        declared_on=declared_on,
    )
    record("mediator.tie_declared", tie, by=by, area=area, kind=kind)
    return tie


@transaction.atomic
def end_tie(tie: DeclaredTie, *, by, area: str, ended_on: date) -> DeclaredTie:
    """A tie no longer holds (moved out, left the employer); it stays in the list."""
    tie = DeclaredTie.objects.select_for_update(of=("self",)).select_related("account").get(pk=tie.pk)
    _require_own(tie.account, by=by, area=area)
    if tie.ended_on:
        raise WrongState("这项申报已经终止。")
    tie.ended_on = ended_on
    tie.save(update_fields=["ended_on"])
    record("mediator.tie_ended", tie, by=by, area=area)
    return tie


def _require_own(account, *, by, area):
    if by.pk != account.pk and not by.holds_here("case.decide", area):
        raise NotPermitted("须由调解员本人或者调委会主任申报。")
