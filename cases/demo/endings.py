"""What stands at the end of cases: closed, bound or in the register, lent, paid for, up for destruction.

A few of each: binding a volume takes a second, and the rest of the demo is there for the numbers.
"""

from datetime import date, datetime, timedelta
from decimal import Decimal
from random import Random

import time_machine
from django.utils import timezone

from cases.agreements.models import AgreementForm
from cases.archive.actions import bind_volume, check_volume, enter_register, record_access, submit_volume
from cases.archive.disposal.actions import propose_destruction
from cases.archive.models import Access, Volume
from cases.closing.actions import approve_closing, propose_closing
from cases.demo.acts import complete_papers
from cases.demo.old_register import bring_in
from cases.demo.story import RECORDED_AFTER, Stage, at
from cases.docket.guards import held_back
from cases.docket.models import Case
from cases.docket.states import Performance, Procedure
from cases.documents.actions import produce_document
from cases.mediation.mediators.actions import file_mediator, file_with_bureau
from cases.mediation.mediators.models import MediatorProfile
from cases.subsidies.actions import Share, claim_subsidy, review_claim
from cases.subsidies.cards.actions import register_card
from cases.subsidies.models import Decision, SubsidyClaim
from cases.subsidies.paying import approve_batch, claw_back, draw_up_batch, pay_batch
from governance.people.models import Account, Posting

STREET_CHECKS, STREET_HELPS, DISTRICT = "sifasuo", "fenguan", "qugong"
BRIEF, OPINION = "经过见调解记录。", "事实清楚，程序合法，建议结案。"
REASON = "多次上门沟通，促成双方当场履行。"
REGISTER = "口头协议登记册"
CARDS = (("中国工商银行上海嘉定支行", "6222990000000000006"), ("上海农商银行迎园支行", "6224990000000000002"))
ENDED = 9  # lived cases that are carried to a claim
LONG_AGO = timedelta(days=12 * 365)
LENT_FOR = timedelta(days=10)


def close_case(case: Case, moment: datetime, director: Account) -> Case:
    """The host reports, the director approves: at `moment`, the clock just after it."""
    with time_machine.travel(moment + RECORDED_AFTER, tick=True):
        assert case.host
        report = propose_closing(case, by=case.host, proposed_at=moment, brief=BRIEF, opinion=OPINION)
        approve_closing(report, by=director, approved_at=moment, decision="同意结案。")
    case.refresh_from_db()
    return case


def end_scenarios(first: Stage, second: Stage, fourth: Stage) -> None:
    """S1 closed, bound and archived, S4 in the register, S2 closed, each on its day."""
    close_case(first.case, at("2026-05-18 10:00"), first.qian)
    with time_machine.travel(at("2026-05-20 08:30"), tick=True):
        complete_papers(first.case, by=first.sun)
    with time_machine.travel(at("2026-05-20 09:02"), tick=True):
        volume = bind_volume(first.case, by=first.sun, filed_at=at("2026-05-20 09:00"))
    _archive(volume, at("2026-05-20 14:00"), first.qian)
    close_case(fourth.case, at("2026-05-18 11:00"), fourth.qian)
    _enter(fourth.case, at("2026-05-29 09:00"), fourth.sun, 4)
    _archive(fourth.case.volumes.get(), at("2026-05-29 14:00"), fourth.qian)
    close_case(second.case, at("2026-05-22 10:00"), second.qian)
    second.case.refresh_from_db()


def end_lives(until: datetime) -> None:
    """The oldest oral cases that are performed go to the register and on to their claims, in several states."""
    _file_mediators()
    claims = [claim for case in _performed() if (claim := _to_claim(case, until))]
    _review(claims, until)
    _lend(until)
    _bring_what_is_over(until)


def _performed() -> list[Case]:
    """Of the cases of the demo's own seats first: the mediator who signs in sees some."""
    rows = Case.objects.filter(procedure=Procedure.AGREED, performance=Performance.DONE, confirmation="na")
    rows = rows.filter(
        agreements__form=AgreementForm.ORAL, visits__isnull=False, people_count=2, difficulty=1
    ).distinct()
    rows = rows.select_related("host", "committee").order_by("performed_on", "pk")
    own = list(rows.filter(host__username="tiaojie")[: ENDED // 2])
    return [*own, *rows.exclude(pk__in=[one.pk for one in own])[: ENDED - len(own)]]


def _to_claim(case: Case, until: datetime) -> SubsidyClaim | None:
    """Closed, in the register, claimed for by its host; None where today comes first."""
    last = case.events.order_by("-happened_at").values_list("happened_at", flat=True)[0]
    closed, filed, claimed = (_morning(last, days) for days in (1, 3, 4))
    if _morning(last, 12) > until or held_back(case, "T20") or held_back(case, "T21"):
        return None
    director, host = _director(case), case.host
    assert host
    close_case(case, closed, director)
    _enter(case, filed, host, case.pk % 9000 + 5)
    _archive(case.volumes.get(), filed + timedelta(hours=4), director)
    with time_machine.travel(claimed + RECORDED_AFTER, tick=True):
        case.refresh_from_db()
        return claim_subsidy(case, by=host, shares=(Share(host, 100),), reason=REASON)


def _enter(case: Case, moment: datetime, by: Account, page: int) -> None:
    with time_machine.travel(moment - timedelta(hours=1), tick=True):
        complete_papers(case, by=by)
    with time_machine.travel(moment + RECORDED_AFTER, tick=True):
        agreement = case.agreements.in_force().get()
        produce_document(case, "F10", about=f"agreement-{agreement.pk}", by=by)
        case.refresh_from_db()
        enter_register(case, by=by, filed_at=moment, register=f"{moment:%Y-%m} {REGISTER}", page=page)
    case.refresh_from_db()


def _archive(volume: Volume, moment: datetime, director: Account) -> None:
    with time_machine.travel(moment + timedelta(hours=1) + RECORDED_AFTER, tick=True):
        volume = submit_volume(volume, by=director, submitted_at=moment)
        check_volume(volume, by=_account(STREET_CHECKS), checked_at=moment + timedelta(hours=1), lost={})


def _review(claims: list[SubsidyClaim], until: datetime) -> None:
    """The first three are paid, the next two gathered, one waits for a batch, one is returned, the rest just claimed.

    One of those paid is taken back in part; the payees of a list have registered where it goes.
    """
    street, district = _account(STREET_CHECKS), _account(DISTRICT)
    paid, gathered, others = claims[:3], claims[3:5], claims[5:]
    passed = [_pass(claim, _director(claim.case), street) for claim in paid]
    if passed:
        drawn = _morning(max(passed), 1)
        with time_machine.travel(drawn, tick=True):
            batch = draw_up_batch(by=district, area="310114000000", period=timezone.localdate(max(passed)))
            batch = approve_batch(batch, by=district, opinion="同意。")
            _register_cards([claim.case.host for claim in paid])
        with time_machine.travel(_morning(drawn, 1), tick=True):
            pay_batch(batch, by=district, paid_on=timezone.localdate(), voucher_no="财支〔2026〕88号")
            share = paid[-1].shares.get()
            claim = SubsidyClaim.objects.get(pk=paid[-1].pk)
            claw_back(claim, by=district, reason="mistaken", note="等级核定有误。", amounts={share.pk: Decimal(20)})
    passed = [_pass(claim, _director(claim.case), street) for claim in gathered]
    if passed:
        with time_machine.travel(_morning(max(passed), 1), tick=True):
            draw_up_batch(by=district, area="310114001000", period=timezone.localdate(max(passed)))
    if others:
        _pass(others[0], _director(others[0].case), street)  # waits for a batch; the rest for their first review
    if len(others) > 1:
        with time_machine.travel(_morning(others[1].claimed_at, 1), tick=True):
            review_claim(others[1], by=_director(others[1].case), decision=Decision.RETURNED, opinion="请写明工作量。")


def _pass(claim: SubsidyClaim, *people: Account) -> datetime:
    moment = claim.claimed_at
    for person in people:
        moment = _morning(moment, 1)
        with time_machine.travel(moment, tick=True):
            review_claim(claim, by=person, decision=Decision.PASSED)
    return moment


def _register_cards(payees) -> None:
    for payee, (bank, number) in zip(dict.fromkeys(payees), CARDS, strict=False):
        register_card(MediatorProfile.objects.get(account=payee), by=payee, bank=bank, number=number)


def _lend(until: datetime) -> None:
    """The oldest bound volume is with the court since a few days; another was read."""
    volumes = list(Volume.objects.filter(state="archived", register="").select_related("case").order_by("pk")[:1])
    moment = _morning(until, -3)
    for volume in volumes:
        with time_machine.travel(moment + RECORDED_AFTER, tick=True):
            record_access(
                volume,
                by=_account(STREET_CHECKS),
                kind=Access.LEND,
                who="王法官",
                unit="嘉定区人民法院",
                purpose="审理需要",
                happened_at=moment,
                given="案卷一册",
                due_on=timezone.localdate(moment) + LENT_FOR,
            )


def _bring_what_is_over(until: datetime) -> None:
    """A register of twelve years ago: what was settled orally then has had its time, and is up for destruction."""
    first = date(timezone.localdate(until - LONG_AGO).year - 1, 1, 1)
    bring_in(Random(first.year), 6, first, date(first.year, 12, 31))  # noqa: S311 - invented lives, not secrets
    over = Volume.objects.to_appraise(timezone.localdate(until)).order_by("pk")
    if volumes := list(over[:2]):
        propose_destruction(by=_account(DISTRICT), volumes=volumes, reason="保管期限届满。")


def _file_mediators() -> None:
    """Every mediator of the demo is entered, and filed with the bureau: who is not, is paid nothing."""
    known = set(MediatorProfile.objects.values_list("account_id", flat=True))
    rows = Posting.objects.filter(role="mediator", area__code__startswith="310114001").select_related("account")
    for posting in rows.exclude(account__in=known):
        director = Posting.objects.filter(area=posting.area_id, role="mediation_director").first()
        if posting.account and director and director.account:
            kind = "full" if posting.pk % 4 == 0 else "part"
            file_mediator(posting.account, by=director.account, area=posting.area_id, employment=kind, origin="engaged")
    office = _account(STREET_CHECKS)
    for number, profile in enumerate(MediatorProfile.objects.filter(filing_no="").order_by("pk"), 1):
        if office.holds("mediation.manage", profile.area_id):
            file_with_bureau(
                profile, by=office, filing_no=f"嘉司调〔2026〕{number:03}号", filed_on=timezone.localdate()
            )


def _director(case: Case) -> Account:
    posting = Posting.objects.filter(area=case.area_id, role="mediation_director").select_related("account").first()
    assert posting
    assert posting.account
    return posting.account


def _account(username: str) -> Account:
    return Account.objects.get(username=username)


def _morning(moment: datetime, days: int) -> datetime:
    """Ten in the morning, so many days after."""
    return (timezone.localtime(moment) + timedelta(days=days)).replace(hour=10, minute=0, second=0, microsecond=0)
