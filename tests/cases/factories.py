"""Plain functions that make cases through the actions, with visible defaults."""

from datetime import date, datetime, timedelta
from decimal import Decimal

from django.utils import timezone

from cases.committees.models import MediationCommittee
from cases.intake.actions import Filing, accept_case, log_contact, register_case
from cases.mediation.actions import assign_mediators
from cases.parties.actions import Entry
from governance.committees.models import Body
from tests.factories import YINGYUAN, make_person

APPLICANT_ID, RESPONDENT_ID = "31019919550218902X", "310199198205119037"


def at(day: str, time: str = "09:00") -> datetime:
    """`at("2026-03-02", "10:12")`: that moment in Shanghai."""
    return timezone.make_aware(datetime.fromisoformat(f"{day}T{time}"))


def ago(**period) -> datetime:
    """That long ago, but what is less than a day ago was today: soon after midnight the hours draw together."""
    now, before = timezone.localtime(), timedelta(**period)
    so_far = now - now.replace(hour=0, minute=0, second=0, microsecond=0)
    days = timedelta(days=before.days)
    hours = before - days
    return now - days - min(hours, so_far * (hours / (hours + timedelta(hours=2))))


def make_committee(
    area=YINGYUAN, sign="嘉迎", *, name="迎园社区人民调解委员会", kind="mediation_residents", **overrides
):
    body = Body.objects.create(kind=kind, name=name, area_id=area, established_on=date(2020, 1, 1))
    values = {"term_starts_on": date(2024, 9, 1), "term_ends_on": date(2027, 9, 1), **overrides}
    return MediationCommittee.objects.create(body=body, area_id=area, sign=sign, **values)


def make_filing(**overrides):
    values = {
        "source": "S1",
        "source_form": "oral",
        "dispute_type": "D02",
        "dispute_subtype": "漏水",
        "facts": "楼上卫生间渗水，主卧天花板和衣柜受损，要求维修并赔偿。",
        "requests": ("停止漏水", "赔偿损失"),
        "claim_amount": Decimal("18600.00"),
        **overrides,
    }
    return Filing(**values)


def make_parties(by, area=YINGYUAN):
    """刘桂珍 applies, 马俊 lives upstairs."""
    applicant = make_person(by, area, name="刘桂珍", number=APPLICANT_ID, phones=("19900000201",))
    respondent = make_person(by, area, name="马俊", number=RESPONDENT_ID, phones=("19900000202",))
    return Entry("applicant", person=applicant), Entry("respondent", person=respondent)


def make_case(by, committee, *, received_at=None, entries=None, letter=None, earlier=None, late_reason="", **filing):
    received_at = received_at or ago(hours=5)
    return register_case(
        committee,
        by=by,
        received_at=received_at,
        filing=make_filing(**filing),
        entries=entries or make_parties(by, committee.area_id),
        letter=letter,
        earlier=earlier,
        late_reason=late_reason,
    )


def same_people(case):
    """The parties of `case`, for another case between them."""
    return tuple(Entry(party.side, person=party.person) for party in case.parties.all())


def respondent(case):
    return case.parties.get(side="respondent")


def consent_all(case, by, *, happened_at=None, late_reason=""):
    for party in case.parties.all():
        log_contact(
            case,
            by=by,
            party=party,
            happened_at=happened_at or ago(hours=4),
            channel="phone",
            answer="agreed",
            late_reason=late_reason,
        )


def make_accepted(by, director, committee, **case):
    made = make_case(by, committee, **case)
    consent_all(made, by)
    return accept_case(made, by=director, accepted_at=ago(hours=3))


def make_mediated(by, director, committee, **case):
    """Accepted, with `by` as host and the director as recorder."""
    accepted = make_accepted(by, director, committee, **case)
    return assign_mediators(accepted, by=director, assigned_at=ago(hours=2), host=by, recorder=director, told_by="face")


def same_parties(case):
    return tuple(Entry(party.side, person=party.person) for party in case.parties.all())
