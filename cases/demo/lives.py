"""A case from its filing to where it stands today, act by act on its own days, by the dice of a seed."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from random import Random

import time_machine
from django.utils import timezone

from cases.accidents.facts import TYPE, AccidentFacts
from cases.agreements.actions import add_obligation, agree_orally, check_legality, draft_agreement, sign_agreement
from cases.agreements.checks import CODES
from cases.agreements.models import AgreementForm, ObligationKind, Timing
from cases.agreements.signers import Signing, slots_of
from cases.agreements.signing.models import SigningMethod
from cases.agreements.terms import Head, Part, Terms
from cases.demo import dangers
from cases.demo.acts import ROOM
from cases.demo.afterwards import follow
from cases.demo.committees import Office
from cases.demo.dangers import RECENT
from cases.demo.disputes import DISPUTES, WEIGHTS, Dispute
from cases.demo.story import RECORDED_AFTER
from cases.docket.codes import Result
from cases.docket.models import Case
from cases.docket.states import Procedure
from cases.intake.actions import (
    Filing,
    Letter,
    accept_case,
    log_contact,
    refer_case,
    register_case,
    reject_case,
    withdraw_case,
)
from cases.interfaces.actions import send_feedback
from cases.interfaces.models import FeedbackKind
from cases.mediation.actions import assign_mediators
from cases.mediation.endings.actions import fail_mediation, terminate_mediation
from cases.mediation.sessions.actions import Presence, hold_session
from cases.mediation.timing.actions import suspend_mediation
from cases.mediation.timing.models import SuspensionReason
from cases.parties.actions import Entry

CLOSING = 20  # o'clock
ENDS = {"written": 30, "oral": 40, "withdrawn": 8, "rejected": 8, "referred": 4, "failed": 7, "ended": 3}
ENDS_OF_RECENT = ENDS | {"mediating": 60, "suspended": 6}
REMEDIES = ("court",)
BY_INSTALMENTS = 0.3  # of payments that are not made on the spot
SOURCES = {"S1": 70, "S2": 12, "S33": 9, "S31": 4, "S34": 2, "S39": 3}
ORGANS = {
    "S33": ("police", "派出所"),
    "S31": ("court", "嘉定区人民法院"),
    "S34": ("petition", "区信访办"),
    "S39": ("hotline", "12345 热线"),
}
REFUSALS = ("R03", "R03", "R04", "R06", "R02")


class NotYet(Exception):
    """The next act lies after today: the case stands where it is."""


@dataclass
class Life:
    """One case as it is lived: `at` is the moment of the last act, `until` today."""

    rng: Random
    office: Office
    at: datetime
    until: datetime
    case: Case | None = None

    @contextmanager
    def after(self, *, days: tuple[int, int] = (0, 0), minutes: tuple[int, int] = (10, 90)) -> Iterator[datetime]:
        """Some time later, in office hours: the clock stands just after the moment of the act."""
        passed = timedelta(days=self.rng.randint(*days), minutes=self.rng.randint(*minutes))
        moment = timezone.localtime(self.at + passed)
        if moment.hour >= CLOSING:
            moment = (moment + timedelta(days=1)).replace(hour=9, minute=30)
        if moment + RECORDED_AFTER > self.until:
            raise NotYet
        with time_machine.travel(moment + RECORDED_AFTER, tick=True):
            yield moment
        self.at = moment


def live(rng: Random, office: Office, begins: datetime, until: datetime, *, end: str = "") -> Case | None:
    """Live one case as far as today lets it, to `end` (of ENDS_OF_RECENT) or one by the dice."""
    life = Life(rng, office, begins, until)
    dispute = rng.choices(DISPUTES, WEIGHTS)[0]
    ends = ENDS_OF_RECENT if until - begins < RECENT else ENDS
    with suppress(NotYet):
        _live(life, dispute, end or rng.choices(list(ends), list(ends.values()))[0])
    return life.case


def _live(life, dispute, end):
    _file(life, dispute)
    if end in ("rejected", "referred"):
        _reject(life) if end == "rejected" else _refer(life)
        _answer_the_organ(life)
        return
    _ask(life)
    _accept(life)
    _assign(life)
    dangers.rise(life)
    if end == "suspended":
        _suspend(life)
    if end in ("mediating", "suspended"):
        dangers.look_again(life)
        return
    if end == "withdrawn":
        _withdraw(life)
    elif end == "failed":
        _fail(life)
    elif end == "ended":
        _end(life)
    elif end == "written":
        _agree(life, dispute)
    else:
        _agree_orally(life, dispute)
    dangers.fall(life)
    _answer_the_organ(life)
    if life.case.procedure == Procedure.AGREED:
        follow(life)


def _file(life, dispute: Dispute):
    rng, office = life.rng, life.office
    applicant, respondent = rng.sample(office.residents, 2)
    source = rng.choices(list(SOURCES), list(SOURCES.values()))[0]
    with life.after(days=(0, 0)) as moment:
        life.case = register_case(
            office.committee,
            by=rng.choice(office.mediators),
            received_at=moment,
            filing=Filing(
                source=source,
                source_form=rng.choice(("oral", "oral", "written", "online", "hotline")) if source == "S1" else "",
                dispute_type=dispute.dispute_type,
                dispute_subtype=dispute.dispute_subtype,
                difficulty=rng.choices((1, 2, 3, 4), (35, 45, 17, 3))[0],
                facts=dispute.facts,
                requests=dispute.requests,
                claim_amount=_amount(rng, dispute),
                place_area=office.area_id,
                place_text=respondent.address,
                accident=_accident(rng, dispute, moment),
            ),
            entries=(Entry("applicant", person=applicant), Entry("respondent", person=respondent)),
            letter=_letter(rng, source, moment),
        )


def _amount(rng, dispute):
    least, most = dispute.amounts
    return Decimal(rng.randrange(least, most, 50)) if most else None


def _accident(rng, dispute, moment):
    if dispute.dispute_type != TYPE:
        return None
    on = timezone.localdate(moment) - timedelta(days=3)
    number = f"沪公交认字〔{on.year}〕第{rng.randrange(100, 9000):05d}号"
    return AccidentFacts(number, on, "嘉定公安分局交警支队", "云川行车财产保险公司嘉定支公司")


def _letter(rng, source, moment):
    if source not in ORGANS:
        return None
    organ, name = ORGANS[source]
    day = timezone.localdate(moment)
    return Letter(
        organ, name, letter_no=f"移送〔{day.year}〕{rng.randrange(1, 400)}号", letter_on=day, received_at=moment
    )


def _ask(life):
    for party in life.case.parties.order_by("-side"):
        if party.side == "applicant" and life.case.source == "S1":
            continue
        with life.after(days=(0, 1)) as moment:
            log_contact(
                life.case,
                by=life.rng.choice(life.office.mediators),
                party=party,
                happened_at=moment,
                channel=life.rng.choice(("phone", "face")),
                spoke_with=party.name,
                answer="agreed",
            )


def _accept(life):
    with life.after(days=(0, 1)) as moment:
        life.case = accept_case(life.case, by=life.office.director, accepted_at=moment)


def _assign(life):
    host, recorder = life.rng.sample(life.office.mediators, 2)
    with life.after(days=(0, 1)) as moment:
        life.case = assign_mediators(
            life.case,
            by=life.office.director,
            assigned_at=moment,
            host=host,
            recorder=recorder,
            told_by="face",
            conflict_note="已核对，无利害关系",
        )


def _reject(life):
    with life.after(days=(0, 2)) as moment:
        life.case = reject_case(
            life.case, by=life.office.director, happened_at=moment, reason=life.rng.choice(REFUSALS)
        )


def _refer(life):
    with life.after(days=(0, 2)) as moment:
        letter = Letter("housing", "区房屋管理局", reason="属于房屋行政管理事项，请按职责处理")
        life.case = refer_case(life.case, by=life.office.director, happened_at=moment, letter=letter)


def _withdraw(life):
    with life.after(days=(1, 14)) as moment:
        life.case = withdraw_case(
            life.case,
            by=life.case.host,
            happened_at=moment,
            settled_privately=life.rng.random() < 0.7,
            asked_by="申请人",
            channel="phone",
        )


def _fail(life):
    """One session in which each side stays where it is."""
    with life.after(days=(6, 24)) as moment:
        hold_session(
            life.case,
            by=life.case.host,
            starts_at=moment - timedelta(minutes=50),
            ends_at=moment,
            place=ROOM,
            presence=Presence(parties=tuple(life.case.parties.standing())),
            result="failed",
            closed_reason="objection",
            text="双方对数额各持己见，不再让步。",
        )
        life.case.refresh_from_db()
    with life.after(minutes=(5, 30)) as moment:
        life.case = fail_mediation(life.case, by=life.case.host, happened_at=moment, told_by="face", remedies=REMEDIES)


def _end(life):
    with life.after(days=(2, 16)) as moment:
        life.case = terminate_mediation(
            life.case,
            by=life.case.host,
            happened_at=moment,
            code=Result.BY_RESPONDENT,
            told_by="phone",
            remedies=REMEDIES,
            party=life.case.parties.get(side="respondent"),
        )


def _suspend(life):
    with life.after(days=(2, 10)) as moment:
        life.case = suspend_mediation(
            life.case,
            by=life.office.director,
            stopped_at=moment,
            reason=SuspensionReason.APPRAISAL,
            note="等待房屋检测结论",
        )


def _answer_the_organ(life):
    referral = life.case.referrals.filter(direction="in").first()
    if referral is None:
        return
    case, kind = life.case, FeedbackKind.RESULT
    text = f"本会已办结：{case.get_result_display()}。"
    if case.procedure == Procedure.REFERRED:
        kind, text = FeedbackKind.PASSED_ON, "不属于人民调解的受理范围，已转交有关部门。"
    with life.after(days=(0, 3)) as moment:
        by = case.host or life.office.director
        send_feedback(referral, by=by, sent_at=moment, channel="online", kind=kind, text=text)


def _agree(life, dispute):
    """A written agreement, signed by everybody on paper."""
    with life.after(days=(3, 24)) as moment:
        agreement = _draft(life, dispute, AgreementForm.WRITTEN, timezone.localdate(moment))
    with life.after(minutes=(5, 30)) as moment:
        for slot in slots_of(agreement, on=timezone.localdate(moment)):
            sign_agreement(
                agreement,
                by=life.case.host,
                slot=slot.key,
                signing=Signing(slot.signers[0].code if slot.signers else "", SigningMethod.PAPER, moment),
            )
        life.case.refresh_from_db()


def _agree_orally(life, dispute):
    with life.after(days=(0, 10)) as moment:
        agreement = _draft(life, dispute, AgreementForm.ORAL, timezone.localdate(moment))
    with life.after(minutes=(5, 30)) as moment:
        agree_orally(agreement, by=life.case.host, agreed_at=moment, is_writing_needless=True)
        life.case.refresh_from_db()


def _draft(life, dispute, form, day: date):
    case, host = life.case, life.case.host
    applicant = case.parties.get(side="applicant")
    respondent = case.parties.get(side="respondent")
    agreement = draft_agreement(case, by=host, form=form, head=Head(facts=dispute.facts, manner="当面履行"))
    on_the_spot = form == AgreementForm.ORAL
    if case.claim_amount:
        amount = (case.claim_amount * life.rng.randint(50, 95) / 100).quantize(Decimal("10"))
        parts = () if on_the_spot or life.rng.random() > BY_INSTALMENTS else _parts(life.rng, amount, day)
        terms = Terms(
            ObligationKind.PAY,
            respondent,
            applicant,
            what="分期支付" if parts else "一次性支付",
            amount=amount,
            timing=Timing.ON_THE_SPOT if on_the_spot else Timing.BY_DATE,
            due_on=None if on_the_spot or parts else day + timedelta(days=life.rng.randint(7, 60)),
            parts=parts,
        )
    else:
        terms = Terms(
            ObligationKind.ACT,
            respondent,
            applicant,
            what=dispute.requests[0],
            timing=Timing.ON_THE_SPOT if on_the_spot else Timing.BY_DATE,
            due_on=None if on_the_spot else day + timedelta(days=life.rng.randint(3, 30)),
        )
    add_obligation(agreement, by=host, terms=terms)
    return check_legality(agreement, by=host, checked=tuple(CODES))


def _parts(rng, amount: Decimal, day: date) -> tuple[Part, ...]:
    """Two or three instalments, a month apart, the last one with what is left."""
    count = rng.randint(2, 3)
    each = (amount / count).quantize(Decimal(10))
    amounts = [*[each] * (count - 1), amount - each * (count - 1)]
    return tuple(Part(one, day + timedelta(days=30 * number)) for number, one in enumerate(amounts, 1) if one > 0)
