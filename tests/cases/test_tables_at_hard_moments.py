"""Official tables when it is hard: two release at once, places change within the period, units do not file."""

import dataclasses
import io
import threading
from datetime import date
from decimal import Decimal

import pytest
from django.db import IntegrityError, connection
from django.urls import reverse
from openpyxl import load_workbook

from cases.docket.models import Case
from cases.metrics.return_papers import document_of
from cases.metrics.returns import CASES as GROUPS
from governance.areas.changes.actions import Approval, register_change
from governance.areas.changes.plans import Part
from governance.areas.models import Area
from governance.errors import Invalid, RuleError
from governance.metrics.periods import parse
from governance.metrics.reading import Question, read
from governance.returns import reviewing
from governance.returns.declaring import Column, Group, declare_table, kind_of
from governance.returns.figures import totals
from governance.returns.models import Return, ReturnEdition
from governance.returns.printing import printed
from governance.returns.workbooks import to_xlsx
from tests.cases.factories import make_committee
from tests.cases.test_feed_writers import aside
from tests.cases.test_official_tables import (
    CASES,
    TODAY,
    drawn,
    edition_of,
    oral,
    register,
    submitted,
)
from tests.factories import (
    CANGCHANG,
    JIADING,
    JIADINGZHEN,
    XINCHENGLU,
    YINGYUAN,
    bearer,
    make_account,
    make_client,
    make_places,
)

FIXTURES = (oral, register)
YEAR, CHANGE_DAY = parse("2025"), date(2025, 7, 1)
NEW_1, NEW_2, MOVED = "310114001101", "310114001102", "310114001103"
HERE_BEFORE = "310114003001"
WORD = "两居委会合署办公，经核实本期无案件。"


# --- two at once


@pytest.mark.django_db(transaction=True)
def test_of_two_who_release_at_the_same_moment_one_does_and_the_other_is_told(transactional_db):
    make_places()
    staff = make_account("tables", "street_justice_officer", XINCHENGLU)
    filers = make_account("zhao", "mediation_director", YINGYUAN)
    officers = [make_account(f"officer{number}", "district_officer", JIADING) for number in (1, 2)]
    make_committee(YINGYUAN)
    filed = submitted(drawn(filers, YINGYUAN, {YINGYUAN: Area.objects.get(pk=YINGYUAN)}), filers)
    filed = reviewing.review(filed, by=staff, decision="accepted")
    starting, outcomes = threading.Barrier(len(officers)), []

    def release(officer):
        starting.wait()
        try:
            outcomes.append(reviewing.release(filed, by=officer).state)
        except RuleError as refusal:
            outcomes.append(refusal.message)

    for thread in [aside(release, officer) for officer in officers]:
        thread.join()

    assert sorted(outcomes, key=len) == ["released", "这份报表目前“已发布”，不能这样办理。"]
    edition = edition_of(filed)
    assert (edition.state, edition.released_by in officers) == ("released", True)
    connection.close()


# --- places that change within the period


def changed(kind, *parts, by, document, proposer=XINCHENGLU):
    approval = Approval(
        district=Area.objects.get(pk=JIADING),
        proposer=Area.objects.get(pk=proposer),
        document_no=document,
        approved_on=date(2025, 6, 10),
        effective_on=CHANGE_DAY,
    )
    register_change(kind=kind, parts=parts, approval=approval, today=TODAY, by=by)


def moved(before, *after):
    """What came after the change lies where the place went, in turn."""
    rows = Case.objects.filter(area=before, accepted_on__gte=CHANGE_DAY).order_by("pk")
    for number, case in enumerate(rows):
        Case.objects.filter(pk=case.pk).update(area=after[number % len(after)])


def ended_in(*areas):
    rows = Case.objects.standing().filter(result_on__year=2025)
    return rows.filter(area__in=areas).count()


def mediated(place):
    (answer,) = read([Question("cases.mediated", place, YEAR)], today=TODAY)
    return answer.whole.value


def rows_of(filed):
    return {row.label: row for row in edition_of(filed).rows.all()}


def test_a_committee_split_within_the_period_has_its_own_row_and_its_parts_theirs(oral, officer, justice, places):
    parts = (Part(YINGYUAN, NEW_1, "迎园一居委会", Decimal(60)), Part(YINGYUAN, NEW_2, "迎园二居委会", Decimal(40)))
    changed("split", *parts, by=officer, document="嘉府〔2025〕12号")
    for number, code in enumerate((NEW_1, NEW_2)):
        make_committee(code, f"迎{number}")
    moved(YINGYUAN, NEW_1, NEW_2)
    places = {**places, NEW_1: Area.objects.get(pk=NEW_1)}
    for area in (YINGYUAN, NEW_1):  # a place that ended still files for its days
        filed = submitted(drawn(justice, area, places), justice)
        other = make_account(f"second{area}", "street_justice_officer", XINCHENGLU)
        reviewing.review(filed, by=other, decision="accepted")
    street = drawn(justice, XINCHENGLU, places)
    rows = rows_of(street)

    told = {label: (row.note, int(row.values["total"]), row.fed_by is not None) for label, row in rows.items()}
    assert told == {
        "迎园社区居委会": ("2025-07-01 起停用", ended_in(YINGYUAN), True),
        "仓场社区居委会": ("", ended_in(CANGCHANG), False),
        "迎园一居委会": ("2025-07-01 起启用", ended_in(NEW_1), True),
        "迎园二居委会": ("2025-07-01 起启用", ended_in(NEW_2), False),
        "新成路街道本级": ("", ended_in(XINCHENGLU), False),
    }
    assert ended_in(NEW_1) > 0
    assert ended_in(YINGYUAN) > 0
    assert sum(row.values["total"] for row in rows.values()) == mediated(XINCHENGLU)


def test_what_a_merged_street_handled_stands_in_its_row_and_the_sum_is_the_districts(oral, officer, places):
    make_committee(HERE_BEFORE, "旧镇")
    Case.objects.filter(area=JIADING).update(area=HERE_BEFORE)
    said = {"by": officer, "proposer": JIADINGZHEN}
    changed("convert", Part(HERE_BEFORE, MOVED, "桃园居委会", Decimal(100)), document="嘉府〔2025〕13号", **said)
    changed("revoke", Part(JIADINGZHEN), document="嘉府〔2025〕14号", **said)
    moved(HERE_BEFORE, MOVED)
    district = drawn(officer, JIADING, places)
    rows = rows_of(district)

    town = rows[places[JIADINGZHEN].name]
    assert (town.note, town.values["total"]) == ("2025-07-01 起停用", ended_in(HERE_BEFORE))
    assert ended_in(HERE_BEFORE)
    assert ended_in(MOVED)
    assert rows["新成路街道"].values["total"] == ended_in(YINGYUAN, CANGCHANG, XINCHENGLU, MOVED)
    columns = district.declared.columns
    assert totals(rows.values(), columns)["total"] == mediated(JIADING)


# --- units that do not file


@pytest.fixture
def second(places):
    return make_account("second", "district_officer", JIADING)


@pytest.fixture
def waiting(oral, zhao, justice, officer, second, places):
    """The district's table, accepted: it rests on that of the street, and that on one of two committees."""
    filed = submitted(drawn(zhao, YINGYUAN, places), zhao)
    reviewing.review(filed, by=justice, decision="accepted")
    street = submitted(drawn(justice, XINCHENGLU, places), justice)
    reviewing.review(street, by=officer, decision="accepted")
    district = submitted(drawn(officer, JIADING, places), officer)
    return reviewing.review(district, by=second, decision="accepted")


def test_a_table_whose_units_have_not_filed_is_released_with_their_names_and_a_reason_alone(waiting, second):
    with pytest.raises(Invalid, match="没有报齐") as refused:
        reviewing.release(waiting, by=second, reason="  ")
    assert refused.value.field == "reason"
    assert set(Return.objects.exclude(state="due").values_list("state", flat=True)) == {"accepted"}

    reviewing.release(waiting, by=second, reason=WORD)

    told = {one.filed.area_id: (one.missing, one.missing_reason) for one in ReturnEdition.objects.all()}
    assert told == {
        YINGYUAN: ([], ""),
        XINCHENGLU: (["仓场社区居委会：待填报"], WORD),
        JIADING: (["新成路街道 仓场社区居委会：待填报"], WORD),
    }


def test_the_names_and_the_reason_stand_on_page_spreadsheet_paper_and_in_the_api(client, waiting, second, officer):
    client.force_login(second)
    shown = client.get(reverse("returns:release", args=[waiting.pk])).content.decode()
    assert "新成路街道 仓场社区居委会：待填报" in shown
    refused = client.post(reverse("returns:release", args=[waiting.pk]), {"version": waiting.version, "reason": ""})
    assert refused.status_code == 422
    done = client.post(reverse("returns:release", args=[waiting.pk]), {"version": waiting.version, "reason": WORD})
    assert done.status_code == 302

    for name in ("table", "history"):
        text = client.get(reverse(f"returns:{name}", args=[waiting.pk])).content.decode()
        assert "新成路街道 仓场社区居委会：待填报" in text
        assert WORD in text
    made = printed(edition_of(waiting))
    sheet = load_workbook(io.BytesIO(to_xlsx(made))).active
    assert [cell.value for cell in sheet["A"] if cell.value and WORD in str(cell.value)]
    assert any(WORD in getattr(block, "text", "") for block in document_of(made).blocks)
    headers = bearer(make_client("大屏", JIADING, by=officer, key_id="board", verbs=("return.view",)))
    listed = client.get(reverse("api:returns"), {"kind": CASES}, headers=headers).json()["results"]
    told = {row["area"]: (row["missing"], row["missing_reason"]) for row in listed}
    assert told[XINCHENGLU] == (["仓场社区居委会：待填报"], WORD)


def test_the_database_keeps_the_reason_with_the_names(waiting):
    with pytest.raises(IntegrityError, match="return_released_without_all_says_why"):
        ReturnEdition.objects.filter(filed=waiting).update(missing=["仓场社区居委会：待填报"])


def test_a_unit_that_was_accepted_after_the_sum_was_filed_is_named_as_not_in_it(waiting, sun, justice, second, places):
    late = make_account("late", "mediation_director", CANGCHANG)
    filed = submitted(drawn(late, CANGCHANG, places), late)
    reviewing.review(filed, by=justice, decision="accepted")
    reviewing.release(waiting, by=second, reason=WORD)

    street = ReturnEdition.objects.get(filed__area=XINCHENGLU)
    assert street.missing == ["仓场社区居委会：审核通过较晚，没有汇入"]


# --- small numbers


def test_a_column_of_a_sensitive_group_is_not_declared_so_no_correction_tells_a_person():
    """Tables show every figure and every later difference exactly: what is withheld elsewhere must not be in one."""
    column = Column("minors", "未成年人", "人", "groups.people", "group", ("minor",))
    kind = dataclasses.replace(kind_of(CASES), code="small", groups=(*GROUPS, Group("特殊群体", (column,), sheet=3)))

    with pytest.raises(ValueError, match=r"groups\.people is withheld"):
        declare_table(kind)
