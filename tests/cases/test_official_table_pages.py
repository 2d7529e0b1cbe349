"""Pages, files and the API of official tables."""

import io
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from governance.returns import actions, opening
from governance.returns.models import Return
from governance.returns.printing import printed
from tests.cases.test_official_tables import (
    CASES,
    STAFF,
    TODAY,
    YEAR,
    drawn,
    edition_of,
    filled,
    oral,  # noqa: F401 - the world
    register,  # noqa: F401 - the world
    released,
    submitted,
)
from tests.factories import CANGCHANG, JIADING, XINCHENGLU, YINGYUAN, bearer, make_account, make_area, make_client


def page(client, who, name, *args, **query):
    client.force_login(who)
    return client.get(reverse(f"returns:{name}", args=args), query)


def post(client, who, name, filed, **values):
    client.force_login(who)
    filed.refresh_from_db()
    return client.post(reverse(f"returns:{name}", args=[filed.pk]), {"version": filed.version, **values})


def test_the_whole_way_goes_over_the_pages(client, oral, zhao, justice, officer, places):  # noqa: F811
    client.force_login(zhao)
    answer = client.post(reverse("returns:open"), {"kind": CASES, "area": YINGYUAN, "period": " 2025 ", "basis": ""})
    filed = Return.objects.get()
    assert (answer.status_code, answer.url) == (302, filed.get_absolute_url())
    assert "生成报表" in page(client, zhao, "table", filed.pk).content.decode()
    assert post(client, zhao, "draw_up", filed).status_code == 302
    assert post(client, zhao, "key_in", filed, prevented="3").status_code == 302
    checks = page(client, zhao, "checks", filed.pk)
    texts = {name: "年初有集中排查。" for name in checks.context["form"].fields}
    assert post(client, zhao, "checks", filed, **texts).status_code == 302
    assert post(client, zhao, "submit", filed, head="赵国栋").status_code == 302
    assert post(client, justice, "review", filed, decision="accepted").status_code == 302
    assert post(client, officer, "release", filed).status_code == 302

    filed.refresh_from_db()
    assert filed.state == "released"
    shown = page(client, zhao, "table", filed.pk).content.decode()
    assert "figure=cases.mediated" in shown
    assert "更正" in shown


def test_what_nobody_accepted_is_not_asked_about(client, oral, zhao, officer, places):  # noqa: F811
    filed = drawn(zhao, YINGYUAN, places)
    client.force_login(officer)

    answer = client.get(reverse("returns:release", args=[filed.pk]), follow=True)

    assert answer.redirect_chain == [(filed.get_absolute_url(), 302)]
    assert "没有审核通过、等待发布的版次" in answer.content.decode()


def test_who_filed_a_table_is_told_that_somebody_else_reviews_it(client, oral, officer, places):  # noqa: F811
    filed = submitted(drawn(officer, JIADING, places), officer)
    other = make_account("other", "district_officer", JIADING)

    assert "须由另一人审核" in page(client, officer, "table", filed.pk).content.decode()
    assert "须由另一人审核" not in page(client, other, "table", filed.pk).content.decode()


def test_refusals_stand_at_the_form_and_keep_what_was_typed(client, oral, zhao, justice, places):  # noqa: F811
    filed = drawn(zhao, YINGYUAN, places)
    for typed in ("-1", "1.5", "三", "9" * 40):
        answer = post(client, zhao, "key_in", filed, prevented=typed)
        assert answer.status_code == 422
        assert answer.context["form"].errors["prevented"]
    assert "核对还有" in post(client, zhao, "submit", filed, head="赵").content.decode()
    assert post(client, zhao, "submit", filed, head="赵" * 10_000).status_code == 422
    sent = submitted(filed, zhao)
    answer = post(client, justice, "review", sent, decision="returned", opinion="")
    assert answer.context["form"].errors["opinion"]
    client.force_login(zhao)
    bad = {"kind": CASES, "area": YINGYUAN, "period": "𠮷\x00", "basis": ""}
    assert client.post(reverse("returns:open"), bad).status_code in (400, 422)


def test_a_table_next_door_is_not_found_and_one_above_is_not_filed(client, oral, zhao, sun, justice, places):  # noqa: F811
    filed = drawn(zhao, YINGYUAN, places)
    for name in ("table", "history", "differences", "xlsx", "pdf", "key_in", "submit"):
        assert page(client, sun, name, filed.pk).status_code == 404
    street = drawn(justice, XINCHENGLU, places)
    assert page(client, zhao, "table", street.pk).status_code == 404
    assert page(client, zhao, "review", filed.pk).status_code == 403


def test_the_list_and_the_calendar_ask_as_often_for_one_row_as_for_many(
    client,
    oral,  # noqa: F811
    justice,
    places,
):
    drawn(justice, XINCHENGLU, places)

    client.force_login(justice)

    def asked(name):
        with CaptureQueriesContext(connection) as queries:
            assert client.get(reverse(f"returns:{name}")).status_code == 200
        return len(queries)

    opening.open_due(TODAY)
    asked("calendar")
    before = asked("returns"), asked("calendar")
    first = Return.objects.get(kind=CASES, area=YINGYUAN, period="2026-10")
    for number in range(20):
        first.pk, first.area = None, make_area(f"3101140011{number:02}", f"第{number}社区居委会")
        first.save()
    assert (asked("returns"), asked("calendar")) == before


def test_the_calendar_counts_who_submitted_and_who_is_missing(client, oral, zhao, justice, officer, places):  # noqa: F811
    opening.open_due(TODAY)
    month = Return.objects.get(kind=CASES, area=YINGYUAN, period="2026-10")
    submitted(actions.draw_up(month, by=zhao), zhao)
    shown = page(client, justice, "calendar", kind=CASES)
    calendar = shown.context["calendar"]

    assert (calendar.submitted, calendar.late, calendar.missing) == (1, 2, 0)
    assert [unit.area.code for unit in calendar.units] == [XINCHENGLU, YINGYUAN, CANGCHANG]
    assert "待审核（迟报）" in shown.content.decode()
    district = page(client, officer, "calendar", kind=CASES).context["calendar"]
    assert {unit.area.code: unit.below for unit in district.units}[XINCHENGLU] == (1, 2)
    assert page(client, justice, "calendar", place=JIADING).status_code == 404
    assert page(client, justice, "calendar", kind="none").status_code == 200


def test_what_i_must_file_and_review_waits_on_the_work_home(client, oral, zhao, justice, places):  # noqa: F811
    opening.open_due(TODAY)
    client.force_login(zhao)
    assert "要报送的统计报表" in client.get("/").content.decode()
    month = Return.objects.get(kind=CASES, area=YINGYUAN, period="2026-10")
    submitted(actions.draw_up(month, by=zhao), zhao)
    client.force_login(justice)
    assert "待审核的统计报表" in client.get("/").content.decode()


def test_the_workbook_has_the_official_layout_and_runs_no_formula(client, oral, zhao, justice, places):  # noqa: F811
    places[YINGYUAN].name = "=1+1"
    places[YINGYUAN].save()
    filed = filled(drawn(zhao, YINGYUAN, places), zhao)
    answer = page(client, zhao, "xlsx", filed.pk)
    sheet = load_workbook(io.BytesIO(answer.content)).active
    total = edition_of(filed).rows.get().values

    assert sheet["A1"].value == "人民调解案件情况统计表"
    assert [sheet.cell(row, 3).value for row in (3, 4, 5, 6)] == ["总体情况", "调解案件总数", "件", total["total"]]
    assert "C3:G3" in {str(one) for one in sheet.merged_cells.ranges}
    assert Decimal(str(sheet.cell(6, 7).value)) == round(total["amount"] / 10_000, 2)
    assert sheet.cell(6, 10).value == 0
    assert sheet.cell(6, 2).value == "'=1+1"
    assert not [cell for row in sheet.iter_rows() for cell in row if cell.data_type == "f"]
    assert "单位负责人" in sheet.cell(8, 1).value


@pytest.mark.parametrize("kind", [CASES, STAFF])
def test_the_paper_has_its_sheets(client, oral, justice, places, kind):  # noqa: F811
    filed = drawn(justice, XINCHENGLU, places, kind=kind)
    answer = page(client, justice, "pdf", filed.pk)
    sheets = len(printed(edition_of(filed)).sheets)

    assert answer["Content-Type"] == "application/pdf"
    assert answer.content.startswith(b"%PDF")
    assert sheets == 3


def test_every_page_of_an_edition_opens(client, oral, zhao, justice, officer, places):  # noqa: F811
    filed = released(zhao, justice, officer, YINGYUAN, places)
    filed = actions.begin_correction(filed, by=zhao, reason="一件作废")
    for name in ("table", "history", "differences", "checks", "draw_up", "key_in", "submit", "correct"):
        assert page(client, zhao, name, filed.pk).status_code == 200, name
    assert "第 1 版" in page(client, zhao, "table", filed.pk, edition="1").content.decode()
    for asked in ("9", "昨天", "1" * 50):
        assert page(client, zhao, "table", filed.pk, edition=asked).status_code == 404


def test_clients_read_released_tables_and_nothing_else(client, oral, zhao, justice, officer, places):  # noqa: F811
    filed = released(zhao, justice, officer, YINGYUAN, places)
    submitted(drawn(justice, XINCHENGLU, places), justice)
    headers = bearer(make_client("大屏", JIADING, by=officer, key_id="board", verbs=("return.view",)))
    listed = client.get(reverse("api:returns"), {"kind": CASES, "period": YEAR}, headers=headers)
    (row,) = listed.json()["results"]
    one = client.get(reverse("api:return", args=[row["id"]]), headers=headers)

    assert row["rows"][0]["figures"] == edition_of(filed).rows.get().figures
    assert one.json()["digest"] == edition_of(filed).digest
    again = client.get(reverse("api:return", args=[row["id"]]), headers={**headers, "If-None-Match": one["ETag"]})
    assert again.status_code == 304
    other = bearer(make_client("隔壁", CANGCHANG, by=officer, key_id="next", verbs=("return.view",)))
    assert client.get(reverse("api:return", args=[row["id"]]), headers=other).status_code == 404
