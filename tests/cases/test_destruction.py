"""Volumes whose term is over go by two people's word; what was planted in them is found nowhere afterwards."""

import zlib
from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.urls import reverse
from django.utils import timezone

from cases.accidents.models import Accident
from cases.archive import actions as archiving
from cases.archive.disposal import actions
from cases.archive.disposal.models import Destruction
from cases.archive.disposal.purging import GONE
from cases.archive.models import SubVolume, Volume, VolumeCheck
from cases.closing.actions import approve_closing, propose_closing
from cases.docket.models import Case
from cases.documents.actions import produce_document
from cases.intake.models import Draft
from cases.mediation.endings.actions import fail_mediation
from cases.mediation.inquiry.files import store_evidence
from cases.mediation.inquiry.models import Evidence
from cases.rights.actions import start_own_export
from cases.risk.models import Prevention
from cases.search.models import CaseText
from cases.visits.models import ReturnVisit
from governance.areas.models import Area
from governance.errors import Invalid, NotPermitted
from governance.files.models import StoredFile
from governance.files.sweeping import erase_expired
from governance.invariants.registry import all_invariants
from governance.jobs import running
from governance.jobs.exports import find_export, start_export
from governance.jobs.models import Job
from governance.metrics.api import rows_url
from governance.metrics.folding import fold_all
from governance.metrics.periods import parse
from governance.metrics.reading import Question, read
from governance.notices.models import Notice
from governance.notices.sweeping import sweep
from tests.cases.bound import completed
from tests.cases.factories import ago, make_committee, make_mediated
from tests.cases.registers import imported_batch, line
from tests.cases.test_case_api import dashboard, get
from tests.cases.test_metrics_lists import listed
from tests.factories import CANGCHANG, JIADING, XINCHENGLU, YINGYUAN, make_account, make_places
from tests.governance.planting import found
from tests.governance.test_no_identifier_at_rest import pg_dump

COUNTED = ("cases.mediated", "visits.satisfaction", "checks.pass_rate", "preventions.cases")
PLANTED = {
    "facts": "种子甲事实紫檀木匣",
    "record": "种子乙笔录青瓷花瓶",
    "evidence": "种子丙证据铜镜照片",
    "note": "种子丁说明银杏信笺",
    "file": "种子戊文件名松烟墨",
    "content": "planted-in-the-bytes-of-a-file",
    "draft": "种子己草稿竹简残卷",
    "statement": "种子庚说明黄杨木雕",
    "search": "planted-search-word",
    "accident": "种子辛认定书海棠",
    "visit": "种子壬回访石榴",
    "defects": "种子癸评查竹节海棠",
    "evidence of prevention": "种子子依据玉兰",
}
ENDED = {"brief": PLANTED["note"], "opinion": "建议结案。"}


def make_archived(lin, zhao, committee):
    case = make_mediated(lin, zhao, committee, facts=PLANTED["facts"] + "，楼上漏水，要求赔偿并修复天花板。")
    Accident.objects.create(case=case, certificate_no=PLANTED["accident"])
    held = {"starts_at": ago(hours=1), "ends_at": ago(minutes=50), "place": "调解室", "result": "failed"}
    case.sessions.create(seq=1, state="held", text=PLANTED["record"], **held)
    item = Evidence.objects.create(
        case=case, seq=1, name=PLANTED["evidence"], kind="photo", provider="刘桂珍", taken_on=timezone.localdate(),
        account=lin,
    )  # fmt: skip
    content = b"%PDF-1.4\n% " + PLANTED["content"].encode()
    store_evidence(ContentFile(content, name=f"{PLANTED['file']}.pdf"), item, by=lin)
    Draft.objects.create(
        account=lin, filed_as=case, title=PLANTED["draft"], body=PLANTED["draft"], saved_at=timezone.now()
    )
    case = fail_mediation(
        case, by=lin, happened_at=ago(minutes=30), told_by="face", remedies=("court",), note=PLANTED["note"]
    )
    case = approve_closing(
        propose_closing(case, by=lin, proposed_at=ago(minutes=20), **ENDED), by=zhao, approved_at=ago(minutes=10)
    )
    sweep(timezone.localdate() + timedelta(days=60))
    produce_document(case, "F18.remedies", by=lin)
    produce_document(case, "F18.contacts", by=lin)
    case = completed(case, lin)
    volume = archiving.bind_volume(case, by=lin, filed_at=timezone.now(), statement=PLANTED["statement"])
    volume = archiving.submit_volume(volume, by=zhao, submitted_at=timezone.now())
    add_what_is_counted(case, volume, lin)
    checker = make_account(f"checker{case.pk}", "street_justice_officer", XINCHENGLU, name="评查人")
    archiving.check_volume(volume, by=checker, checked_at=timezone.now(), lost={}, defects="")
    return Case.objects.get(pk=case.pk)


def add_what_is_counted(case, volume, by):
    now, today = timezone.now(), timezone.localdate()
    said = {"situation": PLANTED["visit"], "measures": PLANTED["visit"], "place": PLANTED["visit"], "found": ["risk"]}
    ReturnVisit.objects.create(
        case=case, party=case.parties.first(), account=by, channel="face", reached="yes", satisfaction=2,
        visited_at=now, visited_on=today, **said,
    )  # fmt: skip
    failed = {"score": 60, "has_passed": False, "lost": {"order": 5}, "defects": PLANTED["defects"]}
    mended = {"rectified_on": today, "rectified_by": by, "rectified_note": PLANTED["defects"]}
    VolumeCheck.objects.create(volume=volume, checked_at=now, account=by, rectify_by=today, **failed, **mended)
    facts = {"kind": "2", "people": 4, "evidence": PLANTED["evidence of prevention"]}
    Prevention.objects.create(case=case, confirmed_at=now, account=by, **facts)


def let_term_end(case):
    Volume.objects.filter(case=case).update(kept_until=timezone.localdate() - timedelta(days=1))
    return case.volumes.current().get()


@pytest.fixture
def committee(places):
    return make_committee()


@pytest.fixture
def second(places):
    return make_account("second", "district_officer", JIADING, name="顾岚")


@pytest.fixture
def archived_case(lin, zhao, committee):
    return make_archived(lin, zhao, committee)


def propose(by, *volumes):
    return actions.propose_destruction(by=by, volumes=volumes, reason="保管期满")


def approve_twice(made, first, second):
    made = actions.approve_destruction(made, by=first)
    return actions.approve_destruction(made, by=second)


def destroy(made, first, second):
    made = approve_twice(made, first, second)
    running.run(Job.objects.get(kind="archive.destroy", payload__destruction=made.pk).pk)
    return Destruction.objects.get(pk=made.pk)


def test_a_volume_within_its_term_is_not_listed(officer, archived_case):
    volume = archived_case.volumes.current().get()
    with pytest.raises(Invalid, match="尚未届满"):
        propose(officer, volume)
    Volume.objects.filter(pk=volume.pk).update(term="permanent", kept_until=None)
    with pytest.raises(Invalid, match="永久保管"):
        propose(officer, volume)


def test_the_second_approval_is_another_persons(officer, second, zhao, archived_case):
    made = propose(officer, let_term_end(archived_case))
    with pytest.raises(NotPermitted):
        actions.approve_destruction(made, by=zhao)
    made = actions.approve_destruction(made, by=officer)
    with pytest.raises(NotPermitted, match="另一个人"):
        actions.approve_destruction(made, by=officer)
    assert actions.approve_destruction(made, by=second).state == "approved"


def test_a_hold_placed_after_both_approvals_still_saves_the_volume(officer, second, justice, archived_case):
    volume = let_term_end(archived_case)
    made = approve_twice(propose(officer, volume), officer, second)
    hold = actions.place_hold(volume, by=justice, reason="法院调取", letter_no="（2026）沪0114民初9号")

    running.run(Job.objects.get(kind="archive.destroy").pk)
    made.refresh_from_db()
    assert made.state == "done"
    assert made.items.get().outcome == "未销毁：已设置暂缓销毁"
    assert Case.objects.get(pk=archived_case.pk).facts.startswith(PLANTED["facts"])
    with pytest.raises(Invalid, match="暂缓销毁"):
        propose(officer, volume)
    actions.lift_hold(hold, by=justice, reason="已归还")
    assert propose(officer, volume).state == "proposed"


def test_what_is_destroyed_leaves_number_dates_and_figures(officer, second, archived_case):
    made = destroy(propose(officer, let_term_end(archived_case)), officer, second)

    case = Case.objects.get(pk=archived_case.pk)
    assert (case.archive, case.title, case.facts, case.requests) == ("destroyed", "（已销毁）", "", [])
    assert (case.number, case.result, case.people_count) == (archived_case.number, "20", 2)
    assert made.items.get().outcome.startswith("已销毁")
    assert [event.verb for event in case.events.all()] == ["volume_destroyed"]
    assert not CaseText.objects.filter(file__contains="种子").exists()
    with made.certificate.open() as certificate:
        assert certificate.read().startswith(b"%PDF")


def test_of_what_figures_count_day_and_figures_are_left_and_no_word(officer, second, archived_case):
    destroy(propose(officer, let_term_end(archived_case)), officer, second)

    visit = ReturnVisit.objects.get()
    assert (visit.party, visit.agreement, visit.place, visit.found) == (None, None, "", [])
    assert (visit.situation, visit.measures, visit.reached, visit.satisfaction) == ("", "", "yes", 2)
    checks = VolumeCheck.objects.order_by("pk").values_list("score", "has_passed", "lost", "defects", "rectified_note")
    assert list(checks) == [(60, False, {}, GONE, GONE), (100, True, {}, "", "")]
    assert list(Prevention.objects.values_list("kind", "people", "evidence")) == [("2", 4, GONE)]


@pytest.mark.parametrize("is_folded", [True, False])
def test_what_figures_counted_of_it_they_count_afterwards_and_lists_have_as_many_rows(
    client, officer, second, archived_case, is_folded
):
    year = parse(str(timezone.localdate().year))
    questions = [Question(code, JIADING, year) for code in COUNTED]
    fold_all()
    before = read(questions, today=timezone.localdate())

    destroy(propose(officer, let_term_end(archived_case)), officer, second)
    if is_folded:
        fold_all()

    after = read(questions, today=timezone.localdate())
    assert [one.whole for one in after] == [one.whole for one in before]
    assert [listed(officer, one.question) for one in after] == [1, 1, 1, 1]
    client.force_login(officer)
    for question in questions:
        page = client.get(rows_url(question))
        assert archived_case.number in page.content.decode()
        assert page.status_code == 200
        plain = rows_url(question).partition("?")[0]
        assert archived_case.number not in client.get(plain).content.decode()


def test_an_archived_case_and_a_destroyed_one_leave_the_nightly_check_nothing_to_find(officer, second, archived_case):
    checks = [each.code for each in all_invariants() if not each.code.startswith("files.bytes")]
    assert {code: found(code) for code in checks} == {code: [] for code in checks}

    destroy(propose(officer, let_term_end(archived_case)), officer, second)
    assert {code: found(code) for code in checks} == {code: [] for code in checks}


def test_a_volume_of_several_parts_goes_with_each_of_its_books(officer, second, lin, zhao, committee, thin_books):
    case = make_archived(lin, zhao, committee)
    volume = let_term_end(case)
    books = list(volume.books.all())
    files = [volume.pdf, *(book.pdf for book in books)]
    assert {book.kind for book in books} == {"part", "inner"}
    assert all(default_storage.exists(file.path) for file in files)

    made = destroy(propose(officer, volume), officer, second)
    erase_expired()
    checks = [each.code for each in all_invariants()]

    assert made.items.get().volume == volume
    assert not SubVolume.objects.filter(pk__in=[book.pk for book in books]).exists()
    assert [file.path for file in files if default_storage.exists(file.path)] == []
    volume.refresh_from_db()
    assert (volume.pdf, volume.catalogue) == (None, [])
    assert {code: found(code) for code in checks} == {code: [] for code in checks}


def test_the_pages_lead_from_the_list_to_the_certificate(client, officer, second, sun, archived_case):
    volume = let_term_end(archived_case)
    client.force_login(officer)
    assert "提出清册" in client.get(reverse("cases:destructions")).content.decode()
    sent = client.post(
        reverse("cases:propose_destruction"), {"which": "picked", "volumes": [volume.pk], "reason": "保管期满"}
    )
    made = Destruction.objects.get()
    assert sent.url == made.get_absolute_url()
    url = reverse("cases:approve_destruction", args=[made.pk])
    client.post(url, {"version": ""})
    assert "须由另一个人办理" in client.get(made.get_absolute_url()).content.decode()
    client.force_login(second)
    client.post(url, {"version": ""})
    running.run(Job.objects.get(kind="archive.destroy").pk)
    page = client.get(made.get_absolute_url()).content.decode()
    assert "销毁证明" in page
    assert client.get(archived_case.get_absolute_url()).status_code == 200
    assert client.get(volume.get_absolute_url()).status_code == 200
    client.force_login(sun)
    assert client.get(made.get_absolute_url()).status_code == 404


def many_over(case, count):
    """Volumes of as many imported-looking cases, their term over."""
    yesterday = timezone.localdate() - timedelta(days=1)
    volume = let_term_end(case)
    for n in range(count):
        case.pk, case.number = None, f"（2010）嘉迎人调字第{n + 1}号"
        case.save(force_insert=True)
        volume.pk, volume.case, volume.number, volume.pdf = None, case, case.number, None
        volume.kept_until = yesterday
        volume.save(force_insert=True)


def test_a_list_of_more_than_a_page_is_proposed_at_once_and_paged(
    client, officer, archived_case, django_assert_max_num_queries
):
    many_over(archived_case, 120)
    client.force_login(officer)
    page = client.get(reverse("cases:propose_destruction")).content.decode()
    assert "只列出最早期满的 100 卷" in page
    assert "全部，现有 121 卷" in page
    sent = {"which": "all", "reason": "保管期满"}
    with django_assert_max_num_queries(40):
        answer = client.post(reverse("cases:propose_destruction"), sent)
    assert answer.status_code == 302, answer.content.decode()
    made = Destruction.objects.get()
    assert made.items.count() == 121
    first, last = (client.get(f"{made.get_absolute_url()}?page={n}").content.decode() for n in (1, 7))
    assert first.count("（2010）嘉迎人调字") + last.count("（2010）嘉迎人调字") < 121
    assert "共 121 条" in first
    assert made.get_absolute_url() in client.get(reverse("cases:destructions")).content.decode()
    assert Volume.objects.to_appraise(timezone.localdate()).count() == 0
    with pytest.raises(Invalid, match="已在另一份清册"):
        propose(officer, Volume.objects.first())


def test_nothing_ticked_is_said_at_the_field(client, officer, archived_case):
    let_term_end(archived_case)
    client.force_login(officer)
    answer = client.post(reverse("cases:propose_destruction"), {"which": "picked", "reason": "保管期满"})
    assert answer.status_code == 422
    assert "请选择要销毁的案卷" in answer.content.decode()


def test_a_destroyed_case_is_gone_from_api_lists_search_and_exports(client, officer, second, zhao, sun, archived_case):
    who = dashboard(officer)
    assert get(client, who, "api:case", [archived_case.pk]).status_code == 200
    destroy(propose(officer, let_term_end(archived_case)), officer, second)

    gone = get(client, who, "api:case", [archived_case.pk])
    assert (gone.status_code, gone.json()["type"]) == (410, "urn:governance:problem:gone")
    assert "案卷已依法销毁" in gone.json()["detail"]
    assert get(client, dashboard(officer, CANGCHANG), "api:case", [archived_case.pk]).status_code == 404
    assert get(client, who).json()["results"] == []
    (left,) = get(client, who, archive="destroyed").json()["results"]
    assert (left["number"], left["title"], left["parties"]) == (archived_case.number, "（已销毁）", [])
    client.force_login(zhao)
    assert archived_case.number not in client.get(reverse("cases:cases")).content.decode()
    assert archived_case.number in client.get(f"{reverse('cases:cases')}?archive=destroyed").content.decode()
    assert archived_case.number not in client.get(reverse("cases:cases"), {"text": "漏水"}).content.decode()
    job = start_export(find_export("cases"), by=zhao, query="", format="csv")
    running.run(job.pk)
    with StoredFile.objects.get(pk=Job.objects.get(pk=job.pk).result["file"]).open() as made:
        assert archived_case.number not in made.read().decode("utf-8-sig")


def test_the_old_register_that_a_case_came_with_goes_with_it(zhao, officer, second, committee):
    batch = imported_batch(zhao, [line(1), line(2, 受理日期="某日")], committee=committee)
    case = Case.objects.get()
    files = StoredFile.objects.about(batch).kept()
    assert set(files.values_list("purpose", flat=True)) == {"register", "register_errors"}

    destroy(propose(officer, let_term_end(case)), officer, second)
    assert Case.objects.get().archive == "destroyed"
    assert not StoredFile.objects.about(batch).kept().exists()


def found_in_files():
    """Which planted words stand in the bytes of any stored file, packed or not."""
    found = set()
    for file in StoredFile.objects.filter(erased_at__isnull=True):
        with default_storage.open(file.path) as stored:
            content = stored.read()
        for packed in content.split(b"stream\n")[1:]:
            unpacker = zlib.decompressobj()
            try:
                content += unpacker.decompress(packed)
            except zlib.error:
                continue
        found |= {word for word in PLANTED.values() if word.encode() in content}
    return found


@pytest.mark.django_db(transaction=True)
def test_planted_words_are_nowhere_afterwards():
    make_places()
    lin = make_account("lin", "mediator", YINGYUAN, name="林晓")
    zhao = make_account("zhao", "mediation_director", YINGYUAN, name="赵国栋")
    officer = make_account("officer", "district_officer", JIADING, name="沈岚")
    second = make_account("second", "district_officer", JIADING, name="顾岚")
    make_account("sun", "mediator", CANGCHANG, name="孙丽")
    assert Area.objects.exists()
    case = make_archived(lin, zhao, make_committee())
    export = start_export(find_export("cases"), by=zhao, query=f"text={PLANTED['search']}", format="csv")
    listing = start_export(find_export("cases"), by=zhao, query="", format="csv")
    own = start_own_export(case.parties.get(side="respondent").person, by=lin, identity="当面核对")
    for job in (export, listing, own):
        running.run(job.pk)
    paths = [file.path for file in StoredFile.objects.exclude(purpose="destruction")]
    before = pg_dump().decode()
    known = {word for word in PLANTED.values() if word in before} | found_in_files()
    assert known >= set(PLANTED.values()) - {PLANTED["draft"]}
    assert Notice.objects.exists()

    destroy(propose(officer, let_term_end(case)), officer, second)

    after = pg_dump().decode()
    assert {word for word in PLANTED.values() if word in after} == set()
    assert "刘桂珍与马俊" not in after
    assert found_in_files() == set()
    assert [path for path in paths if default_storage.exists(path)] == []
