"""How much each mediator carries, and whom that speaks for next."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from cases.docket.models import Case
from cases.mediation.loads.advice import Carried, advise, share_out
from cases.mediation.loads.queries import advice_at
from cases.mediation.mediators.actions import file_mediator
from governance.errors import Invalid
from governance.notices.absences.models import Absence
from tests.cases.factories import make_mediated
from tests.factories import YINGYUAN, make_account

ON = date(2026, 11, 22)
AWAY, SOON_AWAY = ({"away_from": ON + timedelta(days), "back_on": ON + timedelta(days + 3)} for days in (0, 2))


@pytest.fixture
def qian(places):
    return make_account("qian", "mediator", YINGYUAN, name="钱卫东")


@pytest.mark.parametrize(
    ("mediators", "order"),
    [
        ([Carried(1, "甲", 3, 3), Carried(2, "乙", 1, 1)], ["乙", "甲"]),
        ([Carried(1, "甲", 2, 2, overdue=2), Carried(2, "乙", 3, 3)], ["乙", "甲"]),
        ([Carried(1, "甲", 3, 3, is_skilled=True), Carried(2, "乙", 2, 2)], ["甲", "乙"]),
        ([Carried(1, "甲", 5, 5, is_skilled=True), Carried(2, "乙", 2, 2)], ["乙", "甲"]),
        ([Carried(1, "甲", **AWAY), Carried(2, "乙", 9, 9)], ["乙", "甲"]),
        (
            [Carried(1, "甲", **SOON_AWAY), Carried(2, "乙", 1, 1)],
            ["甲", "乙"],
        ),
        ([Carried(2, "甲"), Carried(1, "甲")], ["甲", "甲"]),
    ],
)
def test_who_carries_least_goes_first_and_who_is_away_goes_last(mediators, order):
    assert [one.carried.name for one in advise(mediators, on=ON)] == order


def test_each_place_in_the_order_has_its_reason_and_somebody_away_is_not_proposed():
    busy = Carried(1, "甲", 3, 4, overdue=1, soon=2, is_skilled=True)
    away = Carried(2, "乙", away_from=ON, back_on=date(2026, 12, 5))

    told = [(one.sentence, one.is_first) for one in advise([away, busy], on=ON)]

    assert told == [
        ("在办 3 件（按难易折合 4 件），逾期 1 件，3 天内到期 2 件，擅长这类纠纷。", True),
        ("在办 0 件，正在请假，12-05 返岗。", False),
    ]
    assert [one.is_first for one in advise([away], on=ON)] == [False]


def test_cases_are_shared_so_that_all_carry_alike():
    cases = [(number, 1) for number in range(1, 6)] + [(9, 3)]

    given = share_out(cases, {1: 0, 2: 2})

    carried = {account: sum(weight for key, weight in cases if given[key] == account) for account in (1, 2)}
    assert carried == {1: 5, 2: 3}
    assert given == share_out(list(reversed(cases)), {2: 2, 1: 0})


def test_the_advice_reads_the_register_the_cases_and_the_absences(lin, zhao, qian, committee):
    case = make_mediated(lin, zhao, committee)
    Case.objects.filter(pk=case.pk).update(difficulty=4, due_on=timezone.localdate() - timedelta(days=1))
    file_mediator(zhao, by=zhao, area=YINGYUAN, employment="part", origin="elected", specialities=("D02", "D17"))
    today = timezone.localdate()
    Absence.objects.create(account=qian, deputy=lin, starts_on=today, ends_on=today + timedelta(days=2))

    told = [(one.carried.name, one.sentence) for one in advice_at(YINGYUAN, on=today, dispute_type="D02")]

    assert told == [
        ("赵国栋", "在办 0 件，擅长这类纠纷。"),
        ("林晓", "在办 1 件（按难易折合 3 件），逾期 1 件。"),
        ("钱卫东", f"在办 0 件，正在请假，{today + timedelta(days=2):%m-%d} 返岗。"),
    ]
    with pytest.raises(Invalid, match="不认识"):
        file_mediator(zhao, by=zhao, area=YINGYUAN, employment="part", origin="elected", specialities=("D98",))


def test_the_assign_page_shows_the_advice(client, zhao, lin, accepted_case):
    client.force_login(zhao)

    page = client.get(f"/cases/{accepted_case.pk}/assign/").content.decode()

    assert "指派参考（按现有负荷排序，不代替决定）" in page
    assert page.count("在办 0 件。") == 2


def test_the_page_of_loads_asks_as_often_for_three_as_for_one(
    client, staff, lin, zhao, sun, far, committee, django_assert_num_queries
):
    make_mediated(lin, zhao, committee)
    client.force_login(staff)
    client.get("/cases/mediators/load/")
    with django_assert_num_queries(9) as asked:
        page = client.get("/cases/mediators/load/").content.decode()
    for name in ("wu", "zheng"):
        make_account(name, "mediator", YINGYUAN, name=name)
    with django_assert_num_queries(len(asked)):
        client.get("/cases/mediators/load/")

    assert [name in page for name in ("林晓", "赵国栋", "孙丽", "方远")] == [True, True, True, False]
    overdue = client.get("/cases/mediators/load/?state=overdue").content.decode()
    assert "林晓" not in overdue


def test_a_mediator_does_not_see_what_others_carry(client, lin):
    client.force_login(lin)

    assert client.get("/cases/mediators/load/").status_code == 404
