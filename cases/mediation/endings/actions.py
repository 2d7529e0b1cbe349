"""Ends without an agreement: no agreement found, a party or a fact ends it (人民调解法 第二十三条、第二十六条)."""

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from cases.docket.actions import locked_case, require_may, require_standing, take_step, tell
from cases.docket.codes import TERMINATIONS, Result
from cases.docket.models import Case
from cases.docket.states import UNDER_WAY, require_transition
from cases.mediation.sessions.actions import absences_of
from cases.mediation.sessions.models import SessionState
from cases.mediation.telling.actions import give_remedies
from cases.mediation.timing import clock
from cases.mediation.timing.models import ExtensionState
from cases.parties.actions import Entry, Speaker, add_party, people_in
from cases.parties.models import Party, RepresentationKind, Side
from governance import rules
from governance.errors import Invalid, WrongState
from governance.identifiers.typed import free_text
from governance.persons.models import Person

BY_PARTY = {Result.BY_APPLICANT: (Side.APPLICANT,), Result.BY_RESPONDENT: (Side.RESPONDENT, Side.THIRD)}
NAMES_A_PARTY = (*BY_PARTY, Result.ABSENT, Result.EXTINCT)
NEEDS_WORDS = (Result.UNLAWFUL, Result.SUED)


@transaction.atomic
def fail_mediation(
    case: Case,
    *,
    by,
    happened_at: datetime,
    told_by: str,
    remedies: tuple[str, ...],
    note: str = "",
    late_reason: str = "",
    version: int | None = None,
) -> Case:
    """End a mediation in which no agreement was found (调解不成, T16), and tell the parties where they may turn."""
    case = locked_case(case, version=version)
    require_transition(case.procedure, "T16")
    case.result, case.result_on = Result.FAILED, timezone.localdate(happened_at)
    note = free_text(note, field="note", longest=1000)
    wind_up(case, at=happened_at)
    take_step(case, "T16", by=by, happened_at=happened_at, late_reason=late_reason, text="调解不成", note=note)
    give_remedies(case, by=by, told_at=happened_at, channel=told_by, remedies=remedies)
    return case


@transaction.atomic
def terminate_mediation(
    case: Case,
    *,
    by,
    happened_at: datetime,
    code: str,
    told_by: str,
    remedies: tuple[str, ...],
    party: Party | None = None,
    note: str = "",
    late_reason: str = "",
    version: int | None = None,
) -> Case:
    """End a case for one of the reasons of TERMINATIONS (终止, T17). Any one party may end it, at any time.

    `party` is who asked for it, who stayed away, who died. Raises Invalid (field "code", "party", "note").
    """
    case = locked_case(case, version=version)
    require_transition(case.procedure, "T17")
    if code not in TERMINATIONS:
        raise Invalid("请选择终止的原因。", field="code")
    party = _party_of(case, code, party)
    note = free_text(note, field="note", longest=1000, required=code in NEEDS_WORDS)
    _require_ground(case, code, party, on=timezone.localdate(happened_at))
    case.result, case.result_on = code, timezone.localdate(happened_at)
    wind_up(case, at=happened_at)
    who = f"（{party.get_side_display()}{party.name}）" if party else ""
    take_step(
        case,
        "T17",
        by=by,
        happened_at=happened_at,
        late_reason=late_reason,
        text=f"终止：{Result(code).label}{who}",
        note=note,
        ground=code,
        party=party.pk if party else None,
    )
    give_remedies(case, by=by, told_at=happened_at, channel=told_by, remedies=remedies)
    return case


@transaction.atomic
def record_death(case: Case, *, by, party: Party, died_on: date, version: int | None = None) -> Case:
    """Note that a party died or ceased to be: nothing is mediated until heirs step in, or the case ends."""
    case = locked_case(case, version=version)
    require_may("register", by, case)
    require_standing(case)
    if case.procedure not in UNDER_WAY:
        raise WrongState("本案不在办理中，不需要登记。")
    party = _standing(case, party)
    if died_on > timezone.localdate():
        raise Invalid("日期不能晚于今天。", field="died_on")
    if party.died_on:
        raise WrongState(f"{party.name}已登记死亡或终止。")
    party.died_on = died_on
    party.save(update_fields=["died_on"])
    said = f"{party.get_side_display()}{party.name}{'死亡' if party.is_natural else '终止'}"
    tell(case, "party_died", by=by, happened_at=timezone.now(), text=said, party=party.pk)
    return case


@transaction.atomic
def let_heir_join(
    case: Case,
    *,
    by,
    party: Party,
    person: Person,
    guardian: Person | None = None,
    relation: str = "",
    version: int | None = None,
) -> Party:
    """Put an heir in the place of a party that died (民法典 第一千一百二十一条); several heirs join one after another.

    The heir's consent to mediation is asked and logged like anybody's. Raises WrongState, Invalid (field).
    """
    case = locked_case(case, version=version)
    require_may("register", by, case)
    require_standing(case)
    if case.procedure not in UNDER_WAY:
        raise WrongState("本案不在办理中，不需要登记。")
    left = case.parties.filter(pk=party.pk, died_on__isnull=False).first() if party else None
    if left is None:
        raise Invalid("请选择已登记死亡或终止的当事人。", field="party")
    now = timezone.now()
    on = timezone.localdate(now)
    speakers = (Speaker(guardian, RepresentationKind.GUARDIAN),) if guardian else ()
    heir = add_party(case, Entry(left.side, person=person, speakers=speakers), on=on)
    heir.joined_on = on
    heir.save(update_fields=["joined_on"])
    if left.left_on is None:
        left.left_on, left.left_reason = on, "死亡或终止，由继承人参加"
        left.save(update_fields=["left_on", "left_reason"])
    case.people_count = people_in(case)
    said = f"{heir.name}作为{left.name}的继承人参加调解"
    note = free_text(relation, field="relation", longest=100)
    tell(case, "heir_joined", by=by, happened_at=now, text=said, note=note, party=heir.pk)
    return heir


def wind_up(case: Case, *, at: datetime) -> None:
    """Close what is still open in a mediation that ends: sessions ahead, an extension asked for, a stop, a wish.

    Part of the act that ends the case; the step itself ends the time to mediate.
    """
    ahead = case.sessions.planned()
    ahead.update(state=SessionState.CALLED_OFF, called_off_reason="调解已经结束")
    case.extensions.proposed().update(state=ExtensionState.DROPPED, drop_reason="调解已经结束", decided_at=at)
    case.suspensions.running().update(resumed_at=at, resume_note="调解结束")
    clock.drop_replacement(case, timezone.localdate(at))


def _party_of(case, code, party):
    if code not in NAMES_A_PARTY:
        return None
    party = _standing(case, party)
    if code in BY_PARTY and party.side not in BY_PARTY[code]:
        raise Invalid(f"“{Result(code).label}”应选择{Side(BY_PARTY[code][0]).label}一方。", field="party")
    return party


def _standing(case, party):
    found = case.parties.standing().filter(pk=party.pk).first() if party else None
    if found is None:
        raise Invalid("请选择是哪一方当事人。", field="party")
    return found


def _require_ground(case, code, party, *, on):
    """The facts that some reasons rest on."""
    if code == Result.ABSENT:
        needed = rules.value("case.absence.times", case.area_id, on)
        missed = absences_of(case).get(party.pk, 0)
        if missed < needed:
            raise Invalid(f"{party.name}目前 {missed} 次未到场，满 {needed} 次才能以不到场终止。", field="code")
    if code == Result.EXTINCT and party.died_on is None:
        raise Invalid(f"请先登记{party.name}死亡或终止的日期。", field="party")
    if code == Result.EXPIRED and not clock.is_over(case, on=on):
        raise Invalid("期限尚未届满。", field="code")
