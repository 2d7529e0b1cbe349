"""The pages on which a district registers what happens to its places."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from governance.areas.changes.models import AreaChange
from governance.areas.changes.tasks import settle_effective_names
from governance.areas.models import Area
from tests.factories import CANGCHANG, YINGYUAN
from tests.governance.browsing import queries, text
from tests.governance.test_changes import NEW_1, NEW_2, rename, split
from tests.governance.test_partitions import make_grid


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
    assert "这是程序文件" in text(answer)


def test_the_night_settles_the_names_that_became_effective(officer, monkeypatch):
    rename(officer, effective_on=date(2027, 1, 1))
    monkeypatch.setattr("governance.areas.changes.tasks.timezone.localdate", lambda: date(2027, 1, 1))
    settle_effective_names()

    assert Area.objects.get(pk=YINGYUAN).name == "迎园花苑居委会"
