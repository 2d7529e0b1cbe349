"""Reading = recount, whatever was written by whatever way and however much of it is folded."""

import random
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.db.models import Count, Sum
from django.utils import timezone

from cases.docket.models import Case
from cases.metrics.models import CaseFact
from governance.areas import codes
from governance.metrics.declaring import SOURCES, STREAMS
from governance.metrics.folding import fold, fold_all
from governance.metrics.models import MetricCell, MetricTouch
from governance.metrics.periods import parse, period_of
from governance.metrics.reading import Question, read
from governance.metrics.rebuilding import rebuild, rebuild_counters
from governance.metrics.verifying import differences
from tests.cases.factories import make_committee
from tests.factories import CANGCHANG, JIADING, SHANGHAI, TIANPING_FIRST, XINCHENGLU, YINGYUAN, make_account

TODAY = date(2026, 11, 22)
AREAS = (YINGYUAN, CANGCHANG, XINCHENGLU, JIADING, TIANPING_FIRST, SHANGHAI)
PLACES = (*AREAS, codes.ROOT)
TYPES, SOURCES_OF, RESULTS = ("D01", "D02", "D17"), ("S1", "S2", "S33"), ("10", "20", "32", "41")


class Register:
    """Cases written by raw means: no action, only what the database's constraints ask."""

    def __init__(self, seed):
        self.chance = random.Random(seed)
        kinds = {codes.COMMITTEE: "mediation_residents", codes.STREET: "mediation_street"}
        self.committees = {
            area: make_committee(
                area, f"试{no}", name=f"{area}调委会", kind=kinds.get(codes.level(area), "mediation_social")
            )
            for no, area in enumerate(AREAS)
        }
        self.hosts = [make_account(f"主持{no}").pk for no in range(3)]
        self.number = 0

    def day(self):
        return date(2024, 1, 1) + timedelta(days=self.chance.randrange(1050))

    def values(self):
        chance, accepted = self.chance, self.day() if self.chance.random() < 0.85 else None
        self.number += 1
        is_over = accepted and chance.random() < 0.7
        return {
            "area_id": chance.choice(AREAS),
            "dispute_type": chance.choice(TYPES),
            "host_id": chance.choice(self.hosts),
            "source": chance.choice(SOURCES_OF),
            "difficulty": chance.randint(1, 4),
            "people_count": chance.randint(0, 5),
            "accepted_on": accepted,
            "accepted_at": timezone.now() if accepted else None,
            "number": f"第{self.number}号" if accepted else "",
            "result": chance.choice(RESULTS) if is_over else "",
            "result_on": accepted + timedelta(days=chance.randrange(60)) if is_over else None,
            "agreed_amount": Decimal(chance.randrange(1, 99_999)) / 100 if is_over else None,
        }

    def add(self, number):
        made = [self.values() for _ in range(number)]
        Case.objects.bulk_create(
            Case(
                committee=self.committees[one["area_id"]],
                title="某纠纷",
                procedure="mediating",
                received_at=timezone.now(),
                **one,
            )
            for one in made
        )

    def some(self):
        keys = list(Case.objects.order_by("pk").values_list("pk", flat=True))
        return self.chance.sample(keys, min(len(keys), self.chance.randint(1, 6)))

    def step(self):
        """One thing that happens: rows come, change, move, are void and valid again, go; some are folded."""
        rows = Case.objects.filter(pk__in=self.some())
        match self.chance.randrange(7):
            case 0:
                self.add(self.chance.randint(1, 8))
            case 1:
                for row in rows:
                    Case.objects.filter(pk=row.pk).update(**self.values())
            case 2:
                rows.update(voided_at=timezone.now(), void_reason="重号")
            case 3:
                Case.objects.filter(voided_at__isnull=False).update(voided_at=None, void_reason="")
            case 4:
                rows.delete()
            case 5:
                fold(STREAMS["cases"], self.chance.randint(1, 5))
            case 6:
                fold_all()

    def period(self):
        first = self.day()
        last = first + timedelta(days=self.chance.randrange(500))
        unit = self.chance.choice(("year", "half", "quarter", "month", "week", "day", "range"))
        return parse(f"{first}..{last}") if unit == "range" else period_of(unit, first)


def within(place):
    span = codes.code_range(place)
    return Case.objects.standing().filter(area_id__gte=span.first, area_id__lte=span.last)


def recount(question):
    """The same by counting the rows."""
    days = (question.period.first, question.period.last)
    accepted, ended = within(question.place), within(question.place)
    accepted = accepted.filter(accepted_on__range=days)
    ended = ended.filter(result_on__range=days)
    match question.measure:
        case "cases.accepted":
            return accepted.count()
        case "cases.people":
            return accepted.aggregate(n=Sum("people_count", default=0))["n"]
        case "cases.success":
            return ended.filter(result="10").count()
        case "cases.amount":
            return ended.filter(result="10").aggregate(n=Sum("agreed_amount", default=0))["n"]
        case "cases.complex":
            return ended.filter(result="10", difficulty__gte=3).count()
        case "cases.under_way":
            until = within(question.place).filter(accepted_on__lte=question.period.last)
            return until.count() - until.filter(result_on__lte=question.period.last).count()


MEASURED = ("cases.accepted", "cases.people", "cases.success", "cases.amount", "cases.complex", "cases.under_way")


def assert_exact(register, number=12):
    questions = [
        Question(register.chance.choice(MEASURED), register.chance.choice(PLACES), register.period(), "type")
        for _ in range(number)
    ]
    said = read(questions, today=TODAY)
    assert [one.whole.value for one in said] == [recount(question) for question in questions]
    for one in said:
        assert sum(part.value for part in one.parts.values()) == one.whole.value
    assert_hosts(register)


def assert_hosts(register, number=4):
    """What each mediator had, at places and in periods, is a recount too."""
    questions = [
        Question("cases.accepted", register.chance.choice(PLACES), register.period(), "host") for _ in range(number)
    ]
    counted = [
        dict(
            within(one.place)
            .filter(accepted_on__range=(one.period.first, one.period.last))
            .values_list("host_id")
            .annotate(n=Count("pk"))
        )
        for one in questions
    ]

    said = read(questions, today=TODAY)

    assert [{int(code): part.value for code, part in one.parts.items() if part.value} for one in said] == counted
    assert [one.whole.value for one in said] == [sum(found.values()) for found in counted]


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_after_whatever_happened_a_reading_is_a_recount(places, seed):
    register = Register(seed)
    register.add(25)
    for _ in range(25):
        register.step()
        assert_exact(register, 6)
    fold_all()
    assert_exact(register, 60)
    assert not MetricTouch.objects.exists()
    for source in SOURCES.values():
        assert list(differences(source)) == []


HOSTS = [
    Question("cases.success", place, parse(period), "host")
    for place in (XINCHENGLU, JIADING, SHANGHAI, codes.ROOT)
    for period in (("2024", "2025") if place == XINCHENGLU else ("2024", "2025-Q2", "2026-03"))
]
TYPES_BY_TEN_DAYS = [
    Question(measure, JIADING, parse(period), "type")
    for measure in ("cases.success", "cases.under_way")
    for period in ("2025-01-01..2026-03-20", "2025-03-11..2026-02-10", "2026-02-21..2026-02-28")
]


@pytest.mark.parametrize("questions", [HOSTS, TYPES_BY_TEN_DAYS], ids=["by mediator", "of a district by ten days"])
def test_what_is_kept_added_up_is_not_looked_for_among_all_cases(places, questions):
    register = Register(9)
    register.add(40)
    fold_all()
    said = read(questions, today=TODAY)

    CaseFact.objects.all().delete()

    assert read(questions, today=TODAY) == said
    assert any(one.whole.value for one in said)


def test_verify_names_the_first_difference_and_a_rebuild_takes_it_away(places):
    register = Register(4)
    register.add(30)
    fold_all()
    cell = MetricCell.objects.filter(counter="cases.accepted", unit="y").order_by("place", "starts_on").first()
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE governance_metriccell SET total = total + 1"
            " WHERE counter = %s AND place = %s AND unit = %s AND starts_on = %s",
            [cell.counter, cell.place, cell.unit, cell.starts_on],
        )
        cursor.execute("UPDATE cases_casefact SET people = people + 1 WHERE subject = (SELECT min(id) FROM cases_case)")
    first = Case.objects.order_by("pk").values_list("pk", flat=True).first()

    found = list(differences(SOURCES["cases"]))

    assert found[0] == f"调解案件第 {first} 号的统计内容与原始记录不符"
    told = next(what for what in found if "“受理”" in what)
    assert told == f"调解案件“受理”在 {cell.place} 自 {cell.starts_on} 起一年的汇总与明细不符"
    rebuild(SOURCES["cases"], batch=7)
    assert list(differences(SOURCES["cases"])) == []
    assert_exact(register, 30)


def test_a_rebuild_goes_on_where_it_was_stopped_and_has_what_was_folded_meanwhile(places):
    class Stopped(Exception):
        pass

    def stop(text):
        raise Stopped

    register = Register(5)
    register.add(20)
    fold_all()
    with pytest.raises(Stopped):
        rebuild(SOURCES["cases"], batch=8, told=stop)
    Case.objects.order_by("pk").first().delete()
    register.add(3)
    fold_all()
    assert_exact(register)

    rebuild(SOURCES["cases"], batch=8)

    assert list(differences(SOURCES["cases"])) == []
    assert_exact(register, 30)


def test_a_new_measure_is_added_up_from_the_facts(places):
    register = Register(6)
    register.add(20)
    fold_all()
    MetricCell.objects.filter(counter="cases.success").delete()

    rebuild_counters(SOURCES["cases"], [SOURCES["cases"].counter("success")])

    assert list(differences(SOURCES["cases"])) == []


def test_a_reading_is_one_query_whatever_is_asked_and_however_many_cases_there_are(places, django_assert_num_queries):
    register = Register(7)
    questions = [Question(one, place, parse("2025-Q2"), "type") for one in MEASURED for place in AREAS]
    with django_assert_num_queries(1):
        read(questions, today=TODAY)
    register.add(40)
    with django_assert_num_queries(1):
        read(questions, today=TODAY)
