"""What is kept of a mediator: who the account is, what ties it declares, and its cases when it leaves."""

from datetime import date
from typing import Any

from django.db import transaction

from cases.docket.codes import DisputeType
from cases.mediation.models import (
    DeclaredTie,
    Employment,
    MediatorProfile,
    Origin,
    OtherIdentity,
    PaidBar,
    TieKind,
)
from governance.audit.trail import record
from governance.errors import Invalid, NotPermitted, WrongState
from governance.identifiers.typed import free_text
from governance.people.models import Account
from governance.persons.models import Person

GRADES = (1, 2, 3, 4)


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
) -> MediatorProfile:
    """File a mediator of the committee at `area` (登记调解员); `person` is who the account is, for the conflict check.

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
    if person or known is None:
        facts["person"] = person
    profile, _ = MediatorProfile.objects.update_or_create(account=account, defaults={"area_id": area, **facts})
    MediatorProfile.objects.filter(pk=profile.pk).update(version=profile.version + 1)
    told = {name: value for name, value in facts.items() if name != "person"}
    record("mediator.filed", profile, by=by, area=area, is_identified=profile.person_id is not None, **told)
    return profile


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
