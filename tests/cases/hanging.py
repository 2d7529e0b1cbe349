"""What hangs on the cases of a Register, several to a case, as chance would have it; and what stands beside them."""

from datetime import date, datetime, time, timedelta
from decimal import Decimal

from django.utils import timezone

from cases.archive.models import Volume, VolumeCheck
from cases.checks.models import Check
from cases.committees.models import MediationCommittee, Trade
from cases.docket.due.models import TimeLimit
from cases.docket.models import Case
from cases.docket.time_limits import VISITS
from cases.mediation.mediators.models import Education, Employment, GradeLevel, MediatorProfile
from cases.parties.models import Party
from cases.risk.models import Prevention
from cases.subsidies.models import Grade, SubsidyBatch, SubsidyClaim
from cases.visits.models import ReturnVisit
from governance.committees.models import Body
from governance.persons.models import Person
from tests.factories import JIADING, YINGYUAN, make_account, make_person


def moment(on):
    return timezone.make_aware(datetime.combine(on, time(9)))


def course_of(register, by):
    """When each case came in, by when it was to be decided and ended, what became of its agreement."""
    chance = register.chance
    for case in Case.objects.order_by("pk"):
        on = case.accepted_on or register.day()
        case.received_at, case.risk_level = moment(on), chance.choice((0, 0, 1, 3))
        case.procedure = "clue" if case.accepted_on is None and chance.random() < 0.5 else case.procedure
        case.result = chance.choice(("10", "10", "10", "20", "42")) if case.result else ""
        case.save()
        for key, days in (("accept_decide", 5), ("mediate", 30)):
            due_on = on + timedelta(days=days)
            met = {"met_on": on + timedelta(days=chance.randint(0, 9))} if key == "accept_decide" else {}
            TimeLimit.objects.create(case=case, key=key, starts_on=on, due_on=due_on, unrolled_on=due_on, **met)
        if case.result == "10":
            agreed(case, chance, by)


def agreed(case, chance, by):
    """One thing to do by a day, done in time, late or not at all; every second written one is put to the court."""
    on, form = case.result_on, chance.choice(("written", "oral"))
    facts = {"seq": 1, "number": case.number, "state": "effective", "copies": 3, "text_digest": "0" * 64, "facts": ""}
    made = case.agreements.create(form=form, effective_on=on, agreed_at=moment(on), drafted_by=by, **facts)
    due_on = on + timedelta(days=20)
    done_on = due_on + timedelta(days=chance.randint(-9, 9)) if chance.random() < 0.5 else None
    made.obligations.create(
        seq=1,
        kind="other",
        what="修复",
        debtor=party_of(case, by),
        timing="by_date",
        due_on=due_on,
        performed_on=done_on,
    )
    Case.objects.filter(pk=case.pk).update(performed_on=done_on, performance="done" if done_on else "overdue")
    if form == "written" and chance.random() < 0.9:
        outcome = {"outcome": "confirmed", "decided_on": on + timedelta(days=9)} if chance.random() < 0.9 else {}
        case.confirmations.create(
            agreement=made, court="某法院", ground="committee", applicants="双方", applied_on=on, account=by, **outcome
        )


def party_of(case, by):
    facts = {"side": "applicant", "seq": 1, "kind": "natural_person", "name": "甲"}
    return case.parties.first() or Party.objects.create(case=case, person=made_person(by), **facts)


def made_person(by):
    return Person.objects.first() or make_person(by, YINGYUAN)


def visits_of(register, by):
    """Up to four visits and days of visits in each case."""
    chance = register.chance
    for case in Case.objects.all():
        party = party_of(case, by)
        for key in chance.sample(VISITS, chance.randint(0, 4)):
            on = register.day()
            met_on = on + timedelta(days=chance.randint(-9, 9)) if chance.random() < 0.8 else None
            TimeLimit.objects.create(case=case, key=key, starts_on=on, due_on=on, unrolled_on=on, met_on=met_on)
            answer = {"reached": "yes", "satisfaction": chance.choice((1, 2, 3, 4, 5, 9))}
            ReturnVisit.objects.create(
                case=case,
                party=party,
                account=by,
                channel="phone",
                visited_at=timezone.now(),
                visited_on=on,
                **(answer if chance.random() < 0.8 else {"reached": "no"}),
            )


def preventions_of(register, by):
    """Up to three events in each case that were prevented."""
    for case in Case.objects.all():
        for kind in register.chance.sample("1234", register.chance.randint(0, 3)):
            facts = {"people": register.chance.randint(1, 90), "evidence": "派出所回执"}
            Prevention.objects.create(case=case, kind=kind, confirmed_at=moment(register.day()), account=by, **facts)


def volume_checks_of(register, by):
    """Up to three checks of the volume of each case."""
    for case in Case.objects.all():
        facts = {"name": "案卷", "number": f"卷{case.pk}", "term": "permanent", "account": by}
        volume = case.volumes.first() or Volume.objects.create(case=case, filed_at=timezone.now(), **facts)
        for _ in range(register.chance.randint(0, 3)):
            on = register.day()
            failed = {"score": 60, "has_passed": False, "defects": "缺笔录", "rectify_by": on}
            found = failed if register.chance.random() < 0.3 else {"score": 95, "has_passed": True}
            VolumeCheck.objects.create(volume=volume, checked_at=moment(on), account=by, **found)


def subsidies_of(register, by):
    """A claim of half of the cases, paid in one of three batches or not yet."""
    now, said = timezone.now(), {"grade_basis": "口头协议", "reason": "已履行"}
    approved = {"drawn_up_by": by, "drawn_up_at": now, "approved_by": by, "approved_at": now}
    batches = [
        SubsidyBatch.objects.create(
            area_id=JIADING,
            starts_on=date(2025, month, 1),
            ends_on=date(2025, month, 28),
            **approved,
            **({"state": "paid", "paid_on": paid_on, "paid_by": by, "voucher_no": "凭证"} if paid_on else {}),
        )
        for month, paid_on in ((1, date(2025, 2, 9)), (4, date(2025, 5, 12)), (7, date(2026, 1, 8)), (9, None))
    ]
    for case in register.chance.sample(list(Case.objects.all()), Case.objects.count() // 2):
        batch, grade = register.chance.choice(batches), register.chance.choice(Grade.values)
        facts = {"rule_grade": grade, "grade": grade, "state": "paid" if batch.paid_on else "approved"}
        amount = Decimal(register.chance.randrange(100, 90_000)) / 100
        SubsidyClaim.objects.create(
            case=case, dispute=case, base_amount=amount, claimed_by=by, claimed_at=now, batch=batch, **facts, **said
        )


def hang_everything(register, by):
    """All of it, and beside the cases checks, mediators, committees by trade and bodies."""
    for made_of in (course_of, visits_of, preventions_of, volume_checks_of, subsidies_of):
        made_of(register, by)
    for no, (area, committee) in enumerate(register.committees.items()):
        MediationCommittee.objects.filter(pk=committee.pk).update(trade=Trade.values[no % 3] if no % 2 else "")
        for kind in ("lawyers_mediation", "justice_point"):
            Body.objects.create(kind=kind, name=f"{kind}{no}", area_id=area, established_on=register.day())
        for one in range(register.chance.randint(1, 4)):
            facts = {"checked_at": moment(register.day()), "place": f"{one}号楼", "method": "visit", "checkers": "甲"}
            Check.objects.create(committee=committee, area_id=area, account=by, **facts)
            mediator = make_account(f"m{no}{one}", "mediator", area, starts_on=register.day())
            person = made_person(by)
            MediatorProfile.objects.create(
                account=mediator, area_id=area, person=person, **particulars(register.chance)
            )
    Person.objects.update(ethnicity="03")


def particulars(chance):
    return {
        "employment": chance.choice(Employment.values),
        "grade": chance.choice(GradeLevel.values),
        "identities": chance.sample(("lawyer", "notary", "legal_worker"), 2),
        "education": chance.choice(Education.values),
        "is_bought": chance.random() < 0.5,
    }
