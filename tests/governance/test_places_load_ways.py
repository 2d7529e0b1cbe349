"""The two ways to load a list of places: the command, and the pages of an administrator."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command

from governance.areas import codes
from governance.areas.loads.models import AreaLoad
from governance.areas.models import Area
from governance.jobs import running
from tests.factories import JIADING, JIADINGZHEN, PLACES, XUHUI, YINGYUAN, make_account
from tests.governance.test_places_load import GOOD, compared, csv_of, lines, tree

State = AreaLoad.State


# --- the command


def run_command(path, *arguments):
    out = io.StringIO()
    call_command("load_places", str(path), *arguments, stdout=out)
    return out.getvalue()


def test_the_command_fills_an_empty_tree_and_then_finds_nothing_to_do(db, tmp_path):
    path = tmp_path / "areas.csv"
    path.write_bytes(csv_of(PLACES))

    first, second = run_command(path), run_command(path)

    assert "已载入 11 个区域" in first
    assert "没有变化" in second
    assert {code: name for code, name, *_ in tree()} == PLACES
    assert Area.objects.get(pk=JIADINGZHEN).initials == "jdzjd"


def test_the_command_shows_differences_and_applies_only_when_told(places, tmp_path):
    path = tmp_path / "areas.csv"
    path.write_bytes(csv_of(PLACES | {YINGYUAN: "迎园新社区居委会"}))

    shown = run_command(path, "--effective-on", "2026-10-31")
    assert "更名 1" in shown
    assert Area.objects.get(pk=YINGYUAN).name == "迎园社区居委会"

    assert "已载入 1 处差异" in run_command(path, "--effective-on", "2026-10-31", "--apply")
    assert Area.objects.get(pk=YINGYUAN).name == "迎园新社区居委会"


def test_the_command_tells_what_is_wrong_with_a_file(places, tmp_path):
    path = tmp_path / "areas.csv"
    path.write_bytes(lines(*GOOD, "x,y"))

    with pytest.raises(CommandError, match="第 4 行"):
        run_command(path)
    with pytest.raises(CommandError, match="读不到文件"):
        run_command(tmp_path / "none.csv")


# --- pages


@pytest.fixture
def site(client, administrator, settings, tmp_path):
    settings.STORAGES = settings.STORAGES | {
        "default": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": tmp_path}}
    }
    client.force_login(administrator)
    return client


def bring(site, content, name="areas.csv"):
    upload = SimpleUploadedFile(name, content)
    return site.post("/places/loads/new/", {"file": upload, "effective_on": "2026-10-31", "area": codes.ROOT})


def test_a_list_is_brought_compared_looked_at_and_applied(site, monkeypatch):
    monkeypatch.setattr("governance.access.stepup.is_fresh", lambda request: True)
    content = csv_of(PLACES | {YINGYUAN: "迎园新社区居委会", "310114001003": "新开社区居委会"})

    address = bring(site, content).url
    load = AreaLoad.objects.get()
    running.run(load.job_id)
    page = site.get(address, {"kind": "renamed"})
    assert "共 2 处差异" in page.text
    assert "迎园新社区居委会" in page.text

    site.post(f"{address}apply/", {"version": page.context["load"].version})
    running.run(AreaLoad.objects.get().job_id)

    assert "已载入" in site.get(address).text
    assert Area.objects.get(pk=YINGYUAN).name == "迎园新社区居委会"


def test_half_a_file_is_warned_of(site):
    whole = bring(site, csv_of(PLACES | {YINGYUAN: "迎园新社区居委会"})).url
    part = bring(site, csv_of({code: name for code, name in PLACES.items() if code < XUHUI})).url
    for load in AreaLoad.objects.all():
        running.run(load.job_id)

    assert "核对文件是否完整" not in site.get(whole).content.decode()
    assert "核对文件是否完整" in site.get(part).content.decode()


def test_a_format_that_cannot_be_read_is_refused_at_the_field(site):
    answer = bring(site, b"PK\x03\x04" + b"0" * 50, "areas.xlsx")

    assert answer.status_code == 422
    assert "Excel" in str(answer.context["form"].errors["file"])
    assert not AreaLoad.objects.exists()


def test_faulty_rows_are_listed_on_the_page(site):
    address = bring(site, lines(*GOOD, "31011X000000,嘉定区")).url
    running.run(AreaLoad.objects.get().job_id)

    answer = site.get(address)
    assert "文件有误" in answer.text
    assert "31011X000000" in answer.text


def test_two_administrators_do_not_both_decide(site, monkeypatch):
    monkeypatch.setattr("governance.access.stepup.is_fresh", lambda request: True)
    address = bring(site, csv_of(PLACES | {YINGYUAN: "迎园新社区居委会"})).url
    running.run(AreaLoad.objects.get().job_id)
    version = AreaLoad.objects.get().version

    assert site.post(f"{address}discard/", {"version": version}).status_code == 302
    assert site.post(f"{address}apply/", {"version": version}).status_code == 412


def test_a_district_does_not_see_the_countrys_lists(client, places):
    load = compared(PLACES)
    client.force_login(make_account("local", "administrator", JIADING))

    assert client.get(f"/places/loads/{load.pk}/").status_code == 404
    assert "areas-2026.csv" not in client.get("/places/loads/").text
