"""Official tables: drawn from the portal, filed, reviewed, released, and never changed after that."""

from datetime import date
from decimal import Decimal

import pgtrigger
import pytest
from django.db import connection, transaction
from django.db.utils import InternalError, ProgrammingError
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from cases.docket.models import Case
from governance.areas.models import Area
from governance.errors import Invalid, NotPermitted, Stale, WrongState
from governance.invariants.registry import Look, find_invariant
from governance.notices.models import Notice
from governance.notices.rungs import find_rung
from governance.notices.sweeping import sweep_rung
from governance.returns import actions, figures, opening, reviewing
from governance.returns.checks import look_at
from governance.returns.differences import differences
from governance.returns.digests import digest_of
from governance.returns.figures import totals
from governance.returns.models import Return, ReturnEdition
from governance.returns.shown import drill_url
from tests.cases.test_metrics_exact import Register
from tests.cases.test_metrics_lists import rows_behind
from tests.factories import CANGCHANG, JIADING, XINCHENGLU, YINGYUAN, make_account, make_area

TODAY = date(2026, 11, 22)
SUMMED = {"people", "amount", "paid", "suicide_people", "crime_people", "petition_people", "fight_people"}
CASES, STAFF = "mediation_cases", "mediation_staff"
YEAR = "2025"
ROWS_OF_A_RELEASE = (
    "UPDATE governance_returnrow SET label = '改' WHERE edition_id = %s",
    "DELETE FROM governance_returnrow WHERE edition_id = %s",
    'INSERT INTO governance_returnrow (edition_id, area_id, is_own, label, note, "order", figures, keyed)'
    f" VALUES (%s, '{JIADING}', false, '多', '', 99, '{{}}', '{{}}')",
    "UPDATE governance_returnedition SET reason = '改' WHERE id = %s",
    "DELETE FROM governance_returnedition WHERE id = %s",
)


@pytest.fixture
def register(places):
    made = Register(31)
    made.add(200)
    Case.objects.filter(result="10").update(agreed_amount=Decimal("3300.50"))
    return made


def drawn(by, area, places, *, kind=CASES, period=YEAR):
    filed = actions.open_return(by=by, kind=kind, area=places[area], period=period)
    filed = actions.draw_up(filed, by=by)
    return filed


def edition_of(filed):
    return filed.editions.latest("number")


def filled(filed, by):
    """Key in what is missing and explain what is odd."""
    missing = {column.code: Decimal(0) for column in filed.declared.keyed}
    filed = actions.key_in(filed, by=by, values=missing)
    for found in look_at(edition_of(filed), today=date(2026, 11, 22)):
        if not found.is_error:
            filed = actions.explain(filed, by=by, texts={found.code: "与实际一致。"})
    return filed


def submitted(filed, by):
    return actions.submit(filled(filed, by), by=by, head="赵国栋")


def released(by, reviewer, releaser, area, places, **more):
    filed = submitted(drawn(by, area, places, **more), by)
    filed = reviewing.review(filed, by=reviewer, decision="accepted")
    return reviewing.release(filed, by=releaser)


@pytest.fixture
def oral(register):
    """Every settled case has an agreement by word of mouth: the sums hold."""
    writer = make_account("writer")
    for row in Case.objects.filter(result="10"):
        row.agreements.create(
            seq=1, number=row.number, form="oral", state="effective", effective_on=row.result_on, copies=3,
            agreed_at=timezone.now(), text_digest="0" * 64, drafted_by=writer, facts="",
        )  # fmt: skip
    return register


def ended_otherwise():
    return Case.objects.filter(area=YINGYUAN, result_on__year=2025).exclude(result="10")


def counted(act):
    with CaptureQueriesContext(connection) as queries:
        act()
    return len(queries)


def broken_invariants():
    return [found.what for found in find_invariant("returns.released").find(Look())]


def test_a_committees_table_is_drawn_submitted_accepted_and_released(oral, zhao, justice, officer, places):
    filed = released(zhao, justice, officer, YINGYUAN, places)
    edition = edition_of(filed)
    (row,) = edition.rows.all()

    assert (filed.state, edition.number, edition.submitted_by, edition.released_by) == ("released", 1, zhao, officer)
    assert row.values["total"] == Case.objects.filter(area=YINGYUAN, result_on__year=2025).exclude(result="").count()
    assert row.values["amount"] == Decimal("3300.5") * row.values["success"]


@pytest.mark.parametrize("statement", ROWS_OF_A_RELEASE)
def test_the_database_itself_refuses_to_change_what_was_released(oral, zhao, justice, officer, places, statement):
    edition = edition_of(released(zhao, justice, officer, YINGYUAN, places))

    refused = pytest.raises((ProgrammingError, InternalError), match="已发布的报表不再变动")
    with refused, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, [edition.pk])


def test_what_left_the_filer_is_neither_drawn_nor_keyed_nor_submitted_again(oral, zhao, places):
    filed = submitted(drawn(zhao, YINGYUAN, places), zhao)

    for act in (
        lambda: actions.draw_up(filed, by=zhao),
        lambda: actions.key_in(filed, by=zhao, values={"prevented": Decimal(1)}),
        lambda: actions.submit(filed, by=zhao),
        lambda: actions.begin_correction(filed, by=zhao, reason="改"),
    ):
        with pytest.raises(WrongState):
            act()


def test_only_the_unit_and_the_justice_office_above_a_committee_file(
    register, zhao, lin, sun, justice, officer, places
):
    for other in (lin, sun, officer):
        with pytest.raises(NotPermitted):
            actions.open_return(by=other, kind=CASES, area=places[YINGYUAN], period=YEAR)

    by_street = actions.open_return(by=justice, kind=CASES, area=places[YINGYUAN], period=YEAR)
    assert actions.open_return(by=zhao, kind=CASES, area=places[YINGYUAN], period=YEAR) == by_street
    with pytest.raises(NotPermitted):
        actions.open_return(by=justice, kind=CASES, area=places[JIADING], period=YEAR)


@pytest.mark.parametrize(
    ("asked", "field"),
    [
        ({"kind": "none"}, "kind"),
        ({"period": "2025-W03"}, "period"),
        ({"period": "昨天"}, "period"),
        ({"period": "2099"}, "period"),
        ({"basis": "guessed"}, "basis"),
        ({"kind": STAFF, "period": "2025-03"}, "period"),
    ],
)
def test_a_table_that_cannot_be_is_refused_at_its_field(zhao, places, asked, field):
    with pytest.raises(Invalid) as refusal:
        actions.open_return(by=zhao, **{"kind": CASES, "area": places[YINGYUAN], "period": YEAR, **asked})
    assert refusal.value.field == field


def test_a_period_that_goes_on_is_a_draft_only(oral, zhao, places):
    year = str(timezone.localdate().year)
    filed = filled(drawn(zhao, YINGYUAN, places, period=year), zhao)

    with pytest.raises(WrongState, match="还没有结束"):
        actions.submit(filed, by=zhao)


def test_sums_that_do_not_hold_block_and_say_both_numbers(register, zhao, places):
    filed = filled(drawn(zhao, YINGYUAN, places), zhao)
    (found,) = [one for one in look_at(edition_of(filed), today=TODAY) if one.is_error]

    assert (found.code, found.lines[0].endswith("不等于口头与书面协议之和 0")) == ("sums", True)
    with pytest.raises(WrongState, match="合计关系不符"):
        actions.submit(filed, by=zhao)


def test_warnings_need_a_word_that_stands_for_what_it_explained(oral, zhao, places):
    filed = actions.key_in(drawn(zhao, YINGYUAN, places), by=zhao, values={"prevented": Decimal(2)})
    with pytest.raises(WrongState, match="核对还有"):
        actions.submit(filed, by=zhao)
    filed = filled(filed, zhao)
    assert [one for one in look_at(edition_of(filed), today=TODAY) if one.is_open] == []

    Case.objects.filter(area=YINGYUAN).update(voided_at=timezone.now(), void_reason="错")
    filed = actions.draw_up(filed, by=zhao)
    assert "zeros" in [one.code for one in look_at(edition_of(filed), today=TODAY) if one.is_open]


def test_figures_that_moved_since_they_were_drawn_are_not_submitted_and_are_noted(oral, zhao, places):
    filed = filled(drawn(zhao, YINGYUAN, places), zhao)
    total = edition_of(filed).rows.get().values["total"]
    ended_otherwise().first().delete()

    with pytest.raises(WrongState, match="数据变动，请重新取数"):
        actions.submit(filed, by=zhao)
    filed = actions.draw_up(filed, by=zhao)
    moved = edition_of(filed).moved
    assert ["迎园社区居委会", "调解案件总数", str(total), str(total - 1)] in moved
    assert edition_of(filed).rows.get().keyed == {"prevented": "0"}


def test_who_filled_in_neither_reviews_nor_releases(oral, zhao, justice, officer, places):
    filed = submitted(drawn(justice, YINGYUAN, places), justice)
    with pytest.raises(NotPermitted, match="填表人"):
        reviewing.review(filed, by=justice, decision="accepted")
    with pytest.raises(NotPermitted, match="上一级"):
        reviewing.review(filed, by=zhao, decision="accepted")

    filed = reviewing.review(filed, by=officer, decision="accepted")
    with pytest.raises(NotPermitted, match="区司法局"):
        reviewing.release(filed, by=justice)


def test_a_table_sent_back_says_why_and_is_filed_again(oral, zhao, justice, places):
    filed = submitted(drawn(zhao, YINGYUAN, places), zhao)
    with pytest.raises(Invalid) as refusal:
        reviewing.review(filed, by=justice, decision="returned")
    assert refusal.value.field == "opinion"

    filed = reviewing.review(filed, by=justice, decision="returned", opinion="防止激化请补依据")
    told = Notice.objects.filter(rung="return.returned", recipient=zhao)
    assert (filed.state, told.count()) == ("returned", 1)
    assert actions.submit(filed, by=zhao).state == "submitted"


def test_a_stale_page_and_the_second_of_two_who_release_are_refused(oral, zhao, justice, officer, places):
    filed = submitted(drawn(zhao, YINGYUAN, places), zhao)
    with pytest.raises(Stale):
        reviewing.review(filed, by=justice, decision="accepted", version=filed.version - 1)
    filed = reviewing.review(filed, by=justice, decision="accepted")
    reviewing.release(filed, by=officer)

    with pytest.raises(WrongState):
        reviewing.release(filed, by=make_account("other", "district_officer", JIADING))


def test_the_street_takes_what_its_units_filed_and_names_who_did_not(oral, zhao, justice, officer, places):
    filed = submitted(drawn(zhao, YINGYUAN, places), zhao)
    reviewing.review(filed, by=justice, decision="accepted")
    ended_otherwise().first().delete()
    street = drawn(justice, XINCHENGLU, places)
    rows = {row.label: row for row in edition_of(street).rows.all()}

    assert rows["迎园社区居委会"].fed_by == edition_of(filed)
    assert rows["迎园社区居委会"].values["total"] == edition_of(filed).rows.get().values["total"]
    assert rows["仓场社区居委会"].fed_by is None
    assert rows["新成路街道本级"].is_own
    assert rows["仓场社区居委会"].keyed == {}
    (missing,) = [one for one in look_at(edition_of(street), today=TODAY) if one.code == "missing"]
    assert missing.lines == ("仓场社区居委会：待填报",)


def test_what_the_district_releases_rests_on_is_released_with_it_and_stays(oral, zhao, justice, officer, places):
    filed = submitted(drawn(zhao, YINGYUAN, places), zhao)
    reviewing.review(filed, by=justice, decision="accepted")
    street = submitted(drawn(justice, XINCHENGLU, places), justice)
    with pytest.raises(WrongState, match="上级报表"):
        reviewing.review(filed, by=justice, decision="returned", opinion="再看")
    reviewing.review(street, by=officer, decision="accepted")
    district = submitted(drawn(officer, JIADING, places), officer)
    other = make_account("other", "district_officer", JIADING)
    reviewing.review(district, by=other, decision="accepted")
    reviewing.release(district, by=other, reason="仓场社区本期没有调解员在岗。")

    assert set(Return.objects.values_list("state", flat=True)) == {"released"}
    assert {one.digest for one in ReturnEdition.objects.all()} == {
        digest_of(one) for one in ReturnEdition.objects.all()
    }
    assert broken_invariants() == []


def test_the_invariant_finds_a_released_figure_that_somebody_changed(oral, zhao, justice, officer, places):
    edition = edition_of(released(zhao, justice, officer, YINGYUAN, places))
    with pgtrigger.ignore("governance.ReturnRow:released_row_stays"):
        edition.rows.update(label="改")

    assert broken_invariants() == [f"统计报表 {edition.filed_id} 第 1 版与摘要不符"]


def test_later_corrections_show_beside_the_release_and_make_another_edition(oral, zhao, justice, officer, places):
    filed = released(zhao, justice, officer, YINGYUAN, places)
    first = edition_of(filed)
    total = first.rows.get().values["total"]
    assert differences(first, today=TODAY) == []
    ended_otherwise().update(voided_at=timezone.now(), void_reason="错")

    found = {one.column: (one.released, one.now) for one in differences(first, today=TODAY)}
    assert found["调解案件总数"][0] == str(total)
    filed = submitted(actions.begin_correction(filed, by=zhao, reason="两件作废"), zhao)
    filed = reviewing.review(filed, by=justice, decision="accepted")
    filed = reviewing.release(filed, by=officer)
    assert [one.number for one in filed.editions.all()] == [1, 2]
    assert filed.editions.get(number=1).rows.get().values["total"] == total
    assert edition_of(filed).rows.get().values["total"] < total


def test_every_cell_leads_to_a_list_with_as_many_rows(oral, officer, justice, places):
    for kind in (CASES, STAFF):
        for by, area in ((justice, XINCHENGLU), (officer, JIADING)):
            filed = drawn(by, area, places, kind=kind)
            rows = [*edition_of(filed).rows.select_related("area"), None]
            values = totals([row for row in rows if row], filed.declared.columns)
            for column in filed.declared.columns:
                if not column.is_keyed and column.code not in SUMMED:
                    for row in rows:
                        number = row.values[column.code] if row else values[column.code]
                        assert rows_behind(officer, drill_url(filed, column, row)) == number, (column.code, row)


def test_a_table_asks_as_many_questions_for_three_rows_as_for_thirty(oral, justice, places):
    filed = drawn(justice, XINCHENGLU, places)
    few = counted(lambda: figures.drawn(filed, today=TODAY, own_keyed={}))
    for number in range(30):
        make_area(f"3101140011{number:02}", f"第{number}社区居委会")
    many = counted(lambda: figures.drawn(filed, today=TODAY, own_keyed={}))

    assert few == many <= 5


def test_a_committee_that_ended_within_the_period_keeps_its_row_and_one_that_ended_before_has_none(
    oral, justice, places
):
    make_area("310114001050", "旧社区居委会", valid_to=date(2024, 6, 1))
    Area.objects.filter(pk=CANGCHANG).update(valid_to=date(2025, 5, 10))
    filed = drawn(justice, XINCHENGLU, places)
    rows = {row.label: row for row in edition_of(filed).rows.all()}

    assert (rows["仓场社区居委会"].note, "旧社区居委会" in rows) == ("2025-05-10 起停用", False)


def test_keyed_figures_are_checked_at_their_field(oral, zhao, places):
    filed = drawn(zhao, YINGYUAN, places, kind=STAFF)
    for values, field in (
        ({"trained": Decimal("-1")}, "trained"),
        ({"trained": Decimal("1.5")}, "trained"),
        ({"guidance": Decimal("1.005")}, "guidance"),
        ({"guidance": Decimal("NaN")}, "guidance"),
        ({"mediators": Decimal(3)}, "mediators"),
    ):
        with pytest.raises(Invalid) as refusal:
            actions.key_in(filed, by=zhao, values=values)
        assert refusal.value.field == field


def test_what_is_due_is_opened_once_with_its_working_day(register, places):
    assert opening.open_due(date(2026, 1, 2)) > 0
    assert opening.open_due(date(2026, 1, 2)) == 0
    monthly = Return.objects.get(kind=CASES, area=YINGYUAN, period="2025-12")
    street = Return.objects.get(kind=CASES, area=XINCHENGLU, period="2025-12")
    district = Return.objects.get(kind=CASES, area=JIADING, period="2025-12")

    assert [one.due_on for one in (monthly, street, district)] == [
        date(2026, 1, 6),
        date(2026, 1, 8),
        date(2026, 1, 13),
    ]
    assert (monthly.upper_id, street.upper_id, district.upper_id) == (XINCHENGLU, JIADING, JIADING)
    assert Return.objects.filter(kind=STAFF, period="2025-H2", area=YINGYUAN).exists()


def test_reminders_climb_when_nobody_files(register, zhao, justice, officer, places):
    opening.open_due(date(2026, 1, 2))
    Return.objects.exclude(area__in=(YINGYUAN, XINCHENGLU)).delete()
    told = {}
    for day in (date(2026, 1, 5), date(2026, 1, 6), date(2026, 1, 7)):
        sweep_rung(find_rung("return.due"), day, timezone.now())
        of_committee = Notice.objects.filter(falls_on=day, area_id=YINGYUAN)
        told[day.day] = set(of_committee.values_list("recipient__username", flat=True))

    assert told == {5: {"zhao"}, 6: {"zhao"}, 7: {"zhao", "justice"}}
