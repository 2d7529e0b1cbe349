"""Why a case should go to another committee or be mediated jointly: advice with its reason, never a must."""

from datetime import date

from django.utils import timezone

from cases.docket.models import Case
from cases.docket.states import UNNUMBERED, Procedure
from cases.ladder.rules import AMOUNT, DAYS, PEOPLE, SESSIONS
from cases.mediation.sessions.models import SessionResult
from cases.risk.codes import RiskLevel
from governance import rules
from governance.areas import codes

ADVISED = (*UNNUMBERED, Procedure.ACCEPTED, Procedure.MEDIATING)


def advice_for(case: Case, *, on: date | None = None) -> list[str]:
    """The reasons that speak for moving a case of a community up, or for mediating it jointly (mediation.md 2.7)."""
    if case.voided_at or case.procedure not in ADVISED or codes.level(case.area_id) != codes.COMMITTEE:
        return []
    on = on or timezone.localdate()
    asked = (_slow, _many_people, _much_money, _elsewhere, _from_elsewhere, _dangerous, _departments)
    return [reason for ask in asked if (reason := ask(case, on))]


def _value(key, case, on):
    return rules.value(key, case.area_id, on)


def _slow(case, on):
    if case.accepted_on is None:
        return ""
    days, most = (on - case.accepted_on).days, _value(DAYS, case, on)
    held = case.sessions.held().exclude(result=SessionResult.SUCCESS).count()
    if held >= _value(SESSIONS, case, on):
        return f"已调解 {held} 次，没有达成协议。"
    return f"受理已 {days} 天（超过 {most} 天），没有达成协议。" if days > most else ""


def _many_people(case, on):
    return f"涉及 {case.people_count} 人。" if case.people_count >= _value(PEOPLE, case, on) else ""


def _much_money(case, on):
    amount = case.claim_amount
    return f"请求金额 {amount:,.2f} 元。" if amount is not None and amount >= _value(AMOUNT, case, on) else ""


def _elsewhere(case, on):
    place = case.place_area_id
    return "发生地不在本调委会的区域内。" if place and not codes.is_within(place, case.area_id) else ""


def _from_elsewhere(case, on):
    """Parties whose home or seat is known and lies outside the community (跨社区)."""
    parties = case.parties.standing().select_related("person", "organisation").order_by("side", "seq")
    homes = [(party.name, _home(party)) for party in parties]
    away = [name for name, home in homes if home and not codes.is_within(home, case.area_id)]
    return f"跨社区：{'、'.join(away)}的住所地不在本调委会的区域内。" if away else ""


def _home(party) -> str:
    """The community of their address; "" while it is not known so exactly."""
    known = party.organisation.area_id if party.organisation else party.person.address_area_id
    return known if known and codes.level(known) == codes.COMMITTEE else ""


def _departments(case, on):
    needs = case.department_needs.filter(ended_at__isnull=True)
    return "".join(f"需要{need.department}的职权：{need.reason}。" for need in needs)


def _dangerous(case, on):
    level = RiskLevel(case.risk_level)
    return f"评估为{level.label}风险。" if level >= RiskLevel.ORANGE else ""
