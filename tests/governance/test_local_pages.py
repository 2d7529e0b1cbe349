"""Pages of rules, population, the watch-list, bodies and changes of places."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from governance import rules
from governance.areas.changes.models import AreaChange
from governance.areas.changes.tasks import settle_effective_names
from governance.areas.models import Area
from governance.areas.population.actions import correct_population
from governance.areas.population.models import AreaPopulation
from governance.committees.models import Body
from governance.jobs.exports import find_export
from governance.pages.waiting import groups_for
from governance.rules.models import RuleValue
from tests.factories import CANGCHANG, JIADING, TIANPING_FIRST, XINCHENGLU, YINGYUAN
from tests.governance.test_bodies import make_body
from tests.governance.test_changes import NEW_1, NEW_2, rename, split
from tests.governance.test_partitions import make_grid
from tests.governance.test_population import enter
from tests.governance.test_rules import say

WATCH = "committee.size.watch"
SET = f"/rules/{WATCH}/at/{XINCHENGLU}/"


@pytest.fixture
def at(client):
    def sign_in(account):
        client.force_login(account, backend="allauth.account.auth_backends.AuthenticationBackend")
        return client

    return sign_in


def text(answer):
    return answer.content.decode()


def queries(browser, url):
    with CaptureQueriesContext(connection) as asked:
        assert browser.get(url).status_code == 200
    return len(asked)


# --- rules


def typed_rule(**more):
    return {"value": "2500", "starts_on": "2026-11-01", "reason": "试点", "expected": "0", **more}


def test_the_rules_page_says_what_holds_here_and_where_it_comes_from(at, officer, lin):
    say(2500, JIADING, officer, document_no="嘉府〔2026〕3号")

    shown = text(at(lin).get("/rules/"))
    assert "2,500 户" in shown
    assert "嘉定区自 2026-02-01 起设置（嘉府〔2026〕3号）" in shown
    assert "1,000 户" in shown


def test_setting_a_value_shows_first_who_enters_the_watch_list_and_writes_nothing(at, officer, staff):
    enter(YINGYUAN, staff, 2600)
    browser = at(officer)

    preview = text(browser.post(SET, typed_rule(step="")))
    assert "列入 1 个" in preview
    assert "迎园社区居委会" in preview
    assert not RuleValue.objects.exists()

    confirm = typed_rule(step="confirm", submission="abcdefgh1")
    first, second = browser.post(SET, confirm), browser.post(SET, confirm)
    assert first.status_code == second.status_code == 302
    assert RuleValue.objects.get().typed == 2500
    assert rules.value(WATCH, YINGYUAN, date(2026, 11, 2)) == 2500


def test_a_stale_rule_form_is_refused_and_kept(at, officer):
    browser = at(officer)
    say(2200, XINCHENGLU, officer)
    answer = browser.post(SET, typed_rule(step="confirm"))

    assert answer.status_code == 422
    assert "他人为新成路街道登记了新的取值" in text(answer)
    assert "试点" in text(answer)
    assert RuleValue.objects.count() == 1


def test_a_wrong_value_is_told_at_its_field(at, officer):
    answer = at(officer).post(SET, typed_rule(value="三千"))

    assert answer.status_code == 422
    assert "应填写整数" in text(answer)


def test_rules_are_edited_by_those_who_may_and_only_at_their_places(at, officer, staff, xu):
    assert at(officer).get(SET).status_code == 200
    assert at(staff).get(SET).status_code == 404
    assert at(xu).get(SET).status_code == 404
    assert at(officer).get("/rules/no.such.rule/").status_code == 404


def test_a_rule_s_page_has_its_history_defaults_and_withdrawal(at, officer, sun, far):
    row = say(1800, XINCHENGLU, officer)
    url = f"/rules/{WATCH}/"

    assert "拆分大居委会" in text(at(officer).get(url, {"place": XINCHENGLU}))
    assert at(far).get(reverse("rules:withdraw", args=[row.pk])).status_code == 404
    assert at(sun).get(reverse("rules:withdraw", args=[row.pk])).status_code == 403
    at(officer).post(reverse("rules:withdraw", args=[row.pk]), {"reason": "录入有误", "version": 1})
    assert "录入有误" in text(at(officer).get(url))


# --- population and the watch-list


def test_figures_are_entered_and_corrected_on_pages(at, staff):
    browser = at(staff)
    typed = {"as_of": "2026-06-30", "source": "街道统计站", "confidence": "reported", "households": "3200"}
    browser.post(reverse("population:enter", args=[YINGYUAN]), typed)
    row = AreaPopulation.objects.get()
    browser.post(reverse("population:correct", args=[row.pk]), {**typed, "households": "3210", "version": 1})

    assert "3,210" in text(browser.get(reverse("population:series", args=[YINGYUAN])))


def test_a_stale_correction_shows_both_numbers(at, staff):
    row = enter(YINGYUAN, staff, 3200)
    new = {"as_of": row.as_of, "source": row.source, "confidence": "verified", "today": date(2026, 11, 1)}
    correct_population(row, by=staff, figures={"households": 3300}, **new)
    typed = {"as_of": "2026-06-30", "source": "街道统计站", "confidence": "reported", "households": "3111"}
    answer = at(staff).post(reverse("population:correct", args=[row.pk]), {**typed, "version": 1})

    assert answer.status_code == 412
    assert "3300" in text(answer)
    assert "3111" in text(answer)


def test_the_series_of_next_door_is_absent(at, staff, sun, lin):
    row = enter(YINGYUAN, staff)

    assert at(sun).get(reverse("population:series", args=[YINGYUAN])).status_code == 404
    assert at(sun).get(reverse("population:correct", args=[row.pk])).status_code == 404
    assert at(lin).get(reverse("population:correct", args=[row.pk])).status_code == 403
    assert at(lin).get(reverse("population:enter", args=[YINGYUAN])).status_code == 404


def test_the_sum_of_a_street_is_shown_as_of_a_day_and_recast(at, staff, officer):
    enter(YINGYUAN, staff, 3200, as_of=date(2025, 12, 31))
    split(officer)
    url = reverse("population:series", args=[XINCHENGLU])
    browser = at(staff)

    was = text(browser.get(url, {"known_on": "2026-01-31", "areas_on": "2026-01-31"}))
    recast = text(browser.get(url, {"known_on": "2026-01-31", "areas_on": "2026-11-01"}))
    assert "合计 3,200" in was
    assert "折算</span>" not in was
    assert "1,920" in recast
    assert "折算</span>" in recast


def test_three_committees_are_summed_with_as_many_queries_as_one(at, staff, officer):
    enter(YINGYUAN, staff, 3200)
    url, browser = reverse("population:series", args=[XINCHENGLU]), at(staff)
    browser.get(url)
    one = queries(browser, url)
    enter(CANGCHANG, staff, 900)
    split(officer)

    assert queries(browser, url) == one


def test_the_watch_list_shows_own_committees_with_threshold_and_its_source(at, staff, xu, officer):
    enter(YINGYUAN, staff, 3200)
    enter(TIANPING_FIRST, xu, 4000)
    browser = at(staff)

    shown = text(browser.get("/watch-list/"))
    assert "迎园社区居委会" in shown
    assert "3,000" in shown
    assert "上海市拆分大居委会" in shown
    assert "永太居委会" not in shown
    assert "没有符合条件" in text(browser.get("/watch-list/", {"on": "2026-01-01"}))
    assert browser.get("/watch-list/", {"on": "never"}).status_code == 400


def test_the_watch_list_asks_as_often_for_three_rows_as_for_one(at, staff, officer):
    enter(YINGYUAN, staff, 3200)
    browser = at(officer)
    browser.get("/watch-list/")
    one = queries(browser, "/watch-list/")
    enter(CANGCHANG, staff, 3300)
    enter("310114003001", officer, 3400)

    assert queries(browser, "/watch-list/") == one


def test_an_oversized_committee_waits_on_the_work_home_of_its_street(staff, lin):
    enter(YINGYUAN, staff, 3200)

    labels = [group.label for group in groups_for(staff, Area.objects.get(pk=XINCHENGLU))]
    assert "超过监测线的居（村）委会" in labels
    assert "超过监测线的居（村）委会" not in [group.label for group in groups_for(lin, None)]


# --- bodies


BODY = {"kind": "residents_committee", "area": YINGYUAN, "established_on": "2010-05-01", "name": "迎园居民委员会"}


def test_a_body_is_set_up_once_edited_and_dissolved_on_pages(at, staff):
    browser = at(staff)
    typed = {**BODY, "submission": "bodybodybody"}
    first = browser.post(reverse("committees:set_up_body"), typed)
    second = browser.post(reverse("committees:set_up_body"), typed)
    body = Body.objects.get()
    assert first["Location"] == second["Location"] == body.get_absolute_url()

    edit = reverse("committees:edit_body", args=[body.pk])
    browser.post(edit, {"name": "迎园居民委员会", "phone": "021-59530000", "version": 1})
    assert browser.post(edit, {"name": "旧页面", "version": 1}).status_code == 412
    assert "021-59530000" in text(browser.get(body.get_absolute_url()))
    browser.post(reverse("committees:dissolve_body", args=[body.pk]), {"dissolved_on": "2026-03-01", "reason": "拆分"})
    assert "已终止" in text(browser.get(body.get_absolute_url()))


def test_next_door_finds_no_body(at, staff, sun, lin):
    body = make_body(staff)

    assert body.name not in text(at(sun).get(reverse("committees:bodies")))
    for page in ("body", "edit_body", "dissolve_body"):
        assert at(sun).get(reverse(f"committees:{page}", args=[body.pk])).status_code == 404
    assert at(lin).get(reverse("committees:edit_body", args=[body.pk])).status_code == 403


def test_the_list_of_bodies_asks_as_often_for_three_as_for_one(at, staff):
    make_body(staff)
    browser, url = at(staff), reverse("committees:bodies")
    browser.get(url)
    one = queries(browser, url)
    make_body(staff, "council", name="议事会")
    make_body(staff, "council", name="第二议事会")

    assert queries(browser, url) == one


# --- changes


def typed_split(**more):
    rows = [(NEW_1, "迎园一居委会", "60", "1900"), (NEW_2, "迎园二居委会", "40", "1300")]
    typed = {"parts-TOTAL_FORMS": "2", "parts-INITIAL_FORMS": "0"}
    for number, row in enumerate(rows):
        for name, value in zip(("code", "name", "share", "households"), row, strict=True):
            typed[f"parts-{number}-{name}"] = value
    head = {"source": YINGYUAN, "document_no": "嘉府〔2026〕12号", "approved_on": "2026-02-10"}
    return {**typed, **head, "effective_on": "2026-03-01", **more}


SPLIT = "/place-changes/new/split/"


def test_a_split_is_previewed_with_what_points_at_the_old_place_then_registered_once(at, officer, staff, lin):
    make_grid(staff)
    browser = at(officer)

    preview = browser.post(SPLIT, typed_split(step="preview"))
    assert preview.status_code == 200
    assert "网格" in text(preview)
    assert "任职" in text(preview)
    assert not AreaChange.objects.exists()
    assert not Area.objects.filter(pk=NEW_1).exists()

    confirm = typed_split(step="confirm", submission="splitsplit1")
    first, second = browser.post(SPLIT, confirm), browser.post(SPLIT, confirm)
    change = AreaChange.objects.get()
    assert first["Location"] == second["Location"] == change.get_absolute_url()
    assert Area.objects.get(pk=YINGYUAN).valid_to == date(2026, 3, 1)
    assert "迎园一居委会" in text(browser.get(change.get_absolute_url()))


def test_a_refused_plan_keeps_the_form_and_says_why(at, officer):
    answer = at(officer).post(SPLIT, typed_split(step="preview", **{"parts-1-share": "30"}))

    assert answer.status_code == 422
    assert "合计应为 100%，现为 90%" in text(answer)
    assert "迎园二居委会" in text(answer)


def test_one_more_row_is_asked_for_without_script(at, officer):
    answer = at(officer).post(SPLIT, typed_split(step="more"))

    assert 'name="parts-2-code"' in text(answer)
    assert "迎园一居委会" in text(answer)


@pytest.mark.parametrize(
    ("kind", "typed"),
    [
        ("rename", {"source": YINGYUAN, "target_name": "迎园花苑居委会"}),
        ("convert", {"source": YINGYUAN, "target_code": NEW_1, "target_name": "迎园花苑居委会"}),
        ("set_up", {"parts-0-code": NEW_1, "parts-0-name": "新苑居委会"}),
        (
            "merge",
            {"target_code": NEW_1, "target_name": "合居委会", "parts-0-place": YINGYUAN, "parts-1-place": CANGCHANG},
        ),
        (
            "boundary",
            {
                "source": YINGYUAN,
                "parts-0-place": YINGYUAN,
                "parts-0-share": "90",
                "parts-1-place": CANGCHANG,
                "parts-1-share": "10",
            },
        ),
        ("revoke", {"source": YINGYUAN}),
    ],
)
def test_each_kind_is_registered_on_pages(kind, typed, at, officer):
    common = {"document_no": "嘉府〔2026〕9号", "approved_on": "2026-02-10", "effective_on": "2026-03-01"}
    formset = {"parts-TOTAL_FORMS": "2", "parts-INITIAL_FORMS": "0"}
    browser, url = at(officer), f"/place-changes/new/{kind}/"

    assert browser.get(url).status_code == 200
    assert browser.post(url, {**common, **formset, **typed, "step": "preview"}).status_code == 200
    assert browser.post(url, {**common, **formset, **typed, "step": "confirm"}).status_code == 302
    assert AreaChange.objects.get().kind == kind


def test_changes_are_registered_by_the_district_and_seen_where_they_touch(at, officer, staff, sun, xu, lin):
    change = split(officer)

    assert at(staff).get(SPLIT).status_code == 404
    assert at(lin).get(change.get_absolute_url()).status_code == 200
    for outside in (sun, xu):
        assert at(outside).get(change.get_absolute_url()).status_code == 404
        assert change.document_no not in text(at(outside).get("/place-changes/"))
    assert at(lin).get(reverse("changes:withdraw", args=[change.pk])).status_code == 403


def test_the_other_district_cannot_register_here(at, xu):
    answer = at(xu).post("/place-changes/new/rename/", {**typed_split(), "target_name": "x居委会", "step": "confirm"})

    assert answer.status_code == 422
    assert "没有登记" in text(answer)


def test_an_act_to_come_is_withdrawn_on_its_page(at, officer):
    change = rename(officer, effective_on=date(2027, 1, 1))
    browser = at(officer)

    assert "撤回" in text(browser.get(change.get_absolute_url()))
    browser.post(reverse("changes:withdraw", args=[change.pk]), {"reason": "文号有误", "version": 1})
    assert "文号有误" in text(browser.get(change.get_absolute_url()))


def test_the_list_of_changes_asks_as_often_for_three_as_for_one(at, officer):
    rename(officer)
    browser = at(officer)
    browser.get("/place-changes/")
    one = queries(browser, "/place-changes/")
    rename(officer, name="再改居委会", effective_on=date(2026, 4, 1), document_no="2号")
    rename(officer, name="又改居委会", effective_on=date(2026, 5, 1), document_no="3号")

    assert queries(browser, "/place-changes/") == one


# --- on the page of a place


def test_a_place_s_page_shows_what_lies_in_it_to_its_own_and_not_next_door(at, staff, sun):
    enter(YINGYUAN, staff, 3217)
    grid, body = make_grid(staff, code="77"), make_body(staff)
    url = Area.objects.get(pk=YINGYUAN).get_absolute_url()

    for shown in ("3,217", grid.name, body.get_absolute_url()):
        assert shown in text(at(staff).get(url))
        assert shown not in text(at(sun).get(url))


def test_a_place_s_page_asks_as_often_for_three_of_each_as_for_one(at, staff):
    url = Area.objects.get(pk=YINGYUAN).get_absolute_url()
    browser = at(staff)
    for number in (1, 2, 3):
        make_grid(staff, code=str(number))
        make_body(staff, "council", name=f"议事会{number}")
        if number == 1:
            browser.get(url)
            one = queries(browser, url)

    assert queries(browser, url) == one


# --- documents, exports, the night


PDF = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\n%%EOF\n"


def test_the_approval_is_kept_with_its_act_and_read_by_those_who_see_it(at, officer, lin, sun):
    change = split(officer)
    url = reverse("changes:attach", args=[change.pk])
    at(officer).post(url, {"file": SimpleUploadedFile("批复.pdf", PDF), "version": 1})

    change.refresh_from_db()
    download = reverse("files:download", args=[change.attachment_id])
    assert "批复.pdf" in text(at(lin).get(change.get_absolute_url()))
    assert at(lin).get(download).getvalue() == PDF
    assert at(sun).get(download).status_code == 404


def test_a_file_of_another_kind_is_refused_at_its_field(at, officer):
    change = split(officer)
    answer = at(officer).post(reverse("changes:attach", args=[change.pk]), {"file": SimpleUploadedFile("x.pdf", b"MZ")})

    assert answer.status_code == 422
    assert "不接受这种文件" in text(answer)


def test_the_watch_list_is_exported_in_the_scope_of_who_asks(staff, xu, officer):
    enter(YINGYUAN, staff, 3200)
    enter(TIANPING_FIRST, xu, 4000)
    found = find_export("areas.watchlist")

    rows = [[column.of(row) for column in found.columns] for row in found.rows(officer, QueryDict())]
    assert [row[:6] for row in rows] == [[YINGYUAN, "迎园社区居委会", "新成路街道", 3200, 3000, 200]]


def test_the_night_settles_the_names_that_became_effective(officer, monkeypatch):
    rename(officer, effective_on=date(2027, 1, 1))
    monkeypatch.setattr("governance.areas.changes.tasks.timezone.localdate", lambda: date(2027, 1, 1))
    settle_effective_names()

    assert Area.objects.get(pk=YINGYUAN).name == "迎园花苑居委会"
