"""Entering a mediation committee into the register, and keeping its sign, court and term."""

from datetime import date

from django.db import transaction
from django.db.models.functions import Left
from django.utils import timezone

from cases.committees.models import MediationCommittee
from cases.committees.particulars import Particulars, checked
from governance.audit.trail import record
from governance.committees.kinds import KINDS, MEDIATION
from governance.committees.models import Body
from governance.errors import Invalid, NotPermitted, require_version
from governance.identifiers.typed import compact, free_text

LONGEST_TERM = 5  # years; 人民调解法 第九条 says three, an election may be put off

# a stationed room, a studio, a service point or an office of lawyers is no committee: it has no seal and no numbers
COMMITTEES = tuple(
    code
    for code, kind in KINDS.items()
    if kind.group == MEDIATION
    and code not in ("mediation_room", "mediation_studio", "justice_point", "lawyers_mediation")
)


@transaction.atomic
def enter_committee(
    body: Body, *, by, sign: str, court: str, term_starts_on: date, term_ends_on: date | None
) -> MediationCommittee:
    """Let a body mediate under a sign of its own (domain/mediation.md 3.3), for a term (人民调解法 第九条).

    Raises NotPermitted, and Invalid for a body that is no mediation committee or is entered already, a sign that
    another one of the district has, a term that ends before it starts.
    """
    body = Body.objects.select_for_update(of=("self",)).get(pk=body.pk)
    _require_manage(by, body.area_id)
    if body.kind not in COMMITTEES or not body.is_standing():
        raise Invalid("请选择存续的人民调解委员会。", field="body")
    if MediationCommittee.objects.filter(body=body).exists():
        raise Invalid(f"{body.name}已经登记。", field="body")
    committee = MediationCommittee(body=body, area_id=body.area_id)
    changes = _set(committee, sign=sign, court=court, term_starts_on=term_starts_on, term_ends_on=term_ends_on)
    committee.save()
    record("mediation_committee.entered", committee, by=by, changes=changes)
    return committee


@transaction.atomic
def change_committee(
    committee: MediationCommittee,
    *,
    by,
    sign: str,
    court: str,
    term_starts_on: date,
    term_ends_on: date | None,
    version: int | None = None,
) -> MediationCommittee:
    """Set sign, court and term. A sign that stands in numbers already given stays: numbers are never rewritten.

    Raises NotPermitted, Stale, Invalid. Nothing changed, nothing recorded.
    """
    committee = MediationCommittee.objects.locked(committee.pk)
    _require_manage(by, committee.area_id)
    require_version(committee, version)
    if committee.sign != compact(sign) and committee.cases.exclude(number="").exists():
        raise Invalid(f"已有案号使用“{committee.sign}”，编号简称不能再改。", field="sign")
    changes = _set(committee, sign=sign, court=court, term_starts_on=term_starts_on, term_ends_on=term_ends_on)
    if not changes:
        return committee
    committee.version += 1
    committee.save()
    record("mediation_committee.changed", committee, by=by, changes=changes)
    return committee


@transaction.atomic
def change_particulars(
    committee: MediationCommittee, *, by, particulars: Particulars, version: int | None = None
) -> MediationCommittee:
    """Keep what the register of committees asks beside sign and term (F19; domain/mediation.md 4.6), and its filing.

    Raises NotPermitted, Stale, Invalid (the field). Nothing changed, nothing recorded.
    """
    committee = MediationCommittee.objects.locked(committee.pk)
    _require_manage(by, committee.area_id)
    require_version(committee, version)
    values = checked(particulars, on=timezone.localdate())
    changed = [name for name, value in values.items() if getattr(committee, name) != value]
    if not changed:
        return committee
    changes = {name: [str(getattr(committee, name) or ""), str(values[name] or "")] for name in changed}
    for name in changed:
        setattr(committee, name, values[name])
    committee.version += 1
    committee.save()
    record("mediation_committee.changed", committee, by=by, changes=changes)
    return committee


def _set(committee, *, sign, court, term_starts_on, term_ends_on):
    sign = _sign(sign)
    same = MediationCommittee.objects.annotate(district=Left("area_id", 6)).exclude(pk=committee.pk)
    other = same.filter(district=committee.area_id[:6], sign=sign).select_related("body").first()
    if other:
        raise Invalid(f"本区{other}已使用“{sign}”，请换一个编号简称。", field="sign")
    if term_ends_on and term_ends_on <= term_starts_on:
        raise Invalid("任期届满日应晚于任期开始日。", field="term_ends_on")
    if term_ends_on and term_ends_on.year - term_starts_on.year > LONGEST_TERM:
        raise Invalid(f"任期超过 {LONGEST_TERM} 年，请核对（法定任期为三年）。", field="term_ends_on")
    values = {
        "sign": sign,
        "court": free_text(court, field="court", longest=60),
        "term_starts_on": term_starts_on,
        "term_ends_on": term_ends_on,
    }
    before = {name: getattr(committee, name) if committee.pk else None for name in values}
    for name, value in values.items():
        setattr(committee, name, value)
    return {name: [before[name], value] for name, value in values.items() if before[name] != value}


def _sign(text):
    sign = compact(text)
    if not 2 <= len(sign) <= 10 or not all("\u4e00" <= character <= "\u9fff" for character in sign):
        raise Invalid("编号简称为 2 至 10 个汉字，例如“嘉新”。", field="sign")
    return sign


def _require_manage(by, area_code):
    if not by.holds("mediation.manage", area_code):
        raise NotPermitted("您没有维护该调委会的权限。")
