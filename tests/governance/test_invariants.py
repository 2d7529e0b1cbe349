"""The nightly check: each invariant finds the fault that is planted; a run is a job, a page, and a notice."""

import json
import os
from datetime import timedelta

import pytest
import time_machine
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from django.utils import timezone

from governance.errors import NotPermitted, WrongState
from governance.files import purposes
from governance.files.actions import store_file
from governance.files.invariants import NIGHTS
from governance.files.models import StoredFile
from governance.files.naming import day_folder
from governance.files.sniffing import PDF
from governance.invariants import actions, registry, tasks
from governance.invariants.looking import look_at
from governance.invariants.models import VerificationFinding, VerificationResult, VerificationRun
from governance.invariants.registry import Finding, Look, all_invariants, find_invariant
from governance.jobs import running
from governance.jobs.models import Job, JobState
from governance.notices.models import Notice
from tests.factories import TIANPING_FIRST, YINGYUAN
from tests.governance.browsing import queries, text
from tests.governance.chain import by_force
from tests.governance.planting import found, plant


@pytest.fixture
def paper(folder, lin, chen, monkeypatch):
    """A file about a person."""
    made = purposes.Purpose("test.paper", "附件", 10_000, frozenset({PDF}), subject="governance.Person")
    monkeypatch.setattr(purposes, "PURPOSES", {**purposes.PURPOSES, made.code: made})
    monkeypatch.setattr("governance.files.actions.PURPOSES", purposes.PURPOSES)
    upload = ContentFile(b"%PDF-1.7\n" + b"0" * 2000, name="附件.pdf")
    return store_file(upload, by=lin, area=YINGYUAN, purpose="test.paper", subject=chen)


@pytest.fixture
def two_checks(monkeypatch):
    """One check that finds two faults in two districts, and one that finds none."""
    monkeypatch.setattr(registry, "INVARIANTS", {})
    all_invariants()
    registry.INVARIANTS.clear()

    @registry.invariant("test.faulty", "有问题的核对", "没有问题")
    def faulty(look):
        for area in look.over([YINGYUAN, TIANPING_FIRST]):
            yield Finding(f"事项 {area} 不对", area, "/places/")

    @registry.invariant("test.clean", "没有问题的核对", "没有问题")
    def clean(look):
        look.counts("SELECT 7")
        return iter(())


def test_what_is_whole_is_found_whole(chen, paper):
    faults = {each.code: found(each.code) for each in all_invariants()}

    assert faults == {code: [] for code in faults}
    assert {"audit.chain", "calendars.due", "files.bytes", "notices.subjects", "sealing.readable"} <= set(faults)


def test_bytes_that_are_gone_are_missed(paper):
    default_storage.delete(paper.path)

    assert found("files.bytes") == [f"文件 {paper.pk}：存储中没有它的内容"]


def test_bytes_of_no_file_are_found_once_no_transaction_can_still_name_them(paper, folder):
    stray = f"{day_folder(timezone.localdate())}/{'0' * 32}"
    default_storage.save(stray, ContentFile(b"x"))
    assert found("files.bytes") == []

    yesterday = (timezone.now() - timedelta(hours=25)).timestamp()
    os.utime(folder / stray, (yesterday, yesterday))
    assert found("files.bytes") == [f"存储中的 {stray}：不属于任何文件"]


def test_bytes_of_an_erased_file_are_found(paper):
    plant("UPDATE governance_storedfile SET expires_at = now(), erased_at = now() WHERE id = %(pk)s", pk=paper.pk)

    assert found("files.bytes") == [f"文件 {paper.pk}：已清除，存储中仍有内容"]


def digests(**asked):
    look = Look(**asked)
    return [finding.what for finding in look_at(find_invariant("files.digests"), look=look).findings], look.count


def test_bytes_that_were_changed_are_found_by_their_digest(paper, folder):
    assert digests(whole=True) == ([], 1)
    (folder / paper.path).write_bytes(b"%PDF-1.7\n" + b"1" * 2000)
    assert digests(whole=True) == ([f"文件 {paper.pk}（test.paper）：内容与存入时的摘要不符"], 1)
    (folder / paper.path).write_bytes(b"%PDF-1.7\n")
    assert digests(whole=True)[0] == [f"文件 {paper.pk}（test.paper）：内容有 9 字节，应为 2,009 字节"]


def test_each_night_reads_a_share_of_the_files_and_all_of_them_in_a_round(paper):
    with time_machine.travel(timezone.now(), tick=False) as clock:
        seen = 0
        for _ in range(NIGHTS):
            seen += digests()[1]
            clock.shift(timedelta(days=1))
    assert seen == 1


def test_reading_goes_on_behind_the_file_where_it_was_broken_off(paper, capsys, monkeypatch):
    assert digests(whole=True, after=paper.pk) == ([], 0)
    call_command("verify", "--only", "files.digests", "--whole")
    assert "核对 1 项，正常" in capsys.readouterr().out

    def stopped(file):
        raise KeyboardInterrupt

    monkeypatch.setattr("governance.files.invariants._fault", stopped)
    with pytest.raises(KeyboardInterrupt):
        call_command("verify", "--only", "files.digests", "--whole")
    assert f"--only files.digests --whole --after {paper.pk - 1}" in capsys.readouterr().err


def test_a_file_whose_subject_is_gone_is_found(paper, chen):
    plant("UPDATE governance_storedfile SET subject_id = '0' WHERE id = %(pk)s", pk=paper.pk)

    assert found("files.subjects") == [f"文件 {paper.pk}（test.paper）：所属的 person 0 不存在"]


def test_a_file_to_which_nothing_points_is_found(paper):
    plant("UPDATE governance_storedfile SET subject_type = '', subject_id = '' WHERE id = %(pk)s", pk=paper.pk)

    assert found("files.subjects") == [f"文件 {paper.pk}（test.paper）：不属于任何事项"]


def test_a_value_that_does_not_open_is_found_and_not_told(chen):
    row = chen.identifiers.get()
    plant("UPDATE governance_personidentifier SET number = 'sm4.gone.AAAA' WHERE id = %(pk)s", pk=row.pk)

    (fault,) = found("sealing.readable")
    assert fault.startswith(f"证件 {row.pk}：")
    assert "无法打开" in fault


def test_a_blind_index_of_something_else_is_found(chen):
    row = chen.identifiers.get()
    plant("UPDATE governance_personidentifier SET digest = digest || 'f' WHERE id = %(pk)s", pk=row.pk)

    assert "盲索引与内容不符" in found("sealing.readable")[0]


def test_a_sound_that_is_not_the_names_is_found(chen):
    plant("UPDATE governance_person SET pinyin = 'zhangsan' WHERE id = %(pk)s", pk=chen.pk)
    plant("UPDATE governance_area SET initials = 'x' WHERE code = %(pk)s", pk=YINGYUAN)

    assert found("persons.sounds") == [f"人员 {chen.pk}：拼音或者首字母与名称不符"]
    assert found("areas.sounds") == [f"区域 {YINGYUAN}：拼音或者首字母与名称不符"]


def test_a_notice_about_nothing_is_found(lin, chen):
    now = timezone.now()
    facts = {"rung": "job.failed", "occasion": "x", "falls_on": now.date(), "raised_at": now, "shows_at": now}
    told = Notice.objects.create(subject_id=0, recipient=lin, area_id=YINGYUAN, **facts)

    assert found("notices.subjects") == [f"提醒 {told.pk}（任务未完成）：任务 0 不存在"]


@pytest.mark.django_db(transaction=True)
def test_an_altered_trail_is_found(sealed):
    by_force(f"UPDATE governance_trailentry SET verb = 'test.other' WHERE id = {sealed[2].pk}")

    (fault,) = found("audit.chain")
    assert fault.startswith(f"留痕 {sealed[2].pk} 与第 3 号封印不符")


def test_the_command_says_a_line_a_check_and_fails_for_a_fault(chen, capsys):
    call_command("verify", "--only", "persons.sounds", "areas.sounds")
    assert "姓名的检索列（persons.sounds）：核对 1 项，正常" in capsys.readouterr().out

    plant("UPDATE governance_person SET pinyin = 'zhangsan' WHERE id = %(pk)s", pk=chen.pk)
    with pytest.raises(CommandError, match="1 项核对发现问题，共 1 处"):
        call_command("verify", "--only", "persons.sounds")
    said = capsys.readouterr().out
    assert f"· 人员 {chen.pk}：" in said
    assert chen.name not in said


def test_the_command_speaks_json_and_knows_its_checks(chen, capsys):
    call_command("verify", "--only", "persons.sounds", "--json")
    told = json.loads(capsys.readouterr().out)

    assert told["ok"] is True
    assert told["checks"][0]["looked_at"] == 1
    with pytest.raises(CommandError, match=r"没有这样的核对项：cases\.nothing"):
        call_command("verify", "--only", "cases.nothing")


def carried_out(run):
    running.run(run.job_id)
    return VerificationRun.objects.get(pk=run.pk)


@pytest.mark.django_db(transaction=True)
def test_a_run_keeps_what_it_found_and_tells_the_administrator(two_checks, administrator, auditor):
    run = carried_out(actions.start_run(by=administrator))

    assert run.fault_count == 2
    assert Job.objects.get(pk=run.job_id).state == JobState.DONE
    kept = [(one.code, one.looked_at, one.fault_count) for one in run.results.order_by("code")]
    assert kept == [("test.clean", 7, 0), ("test.faulty", 2, 2)]
    assert [one.recipient for one in Notice.objects.filter(rung="check.faulty")] == [administrator]


@pytest.mark.django_db(transaction=True)
def test_a_run_that_is_taken_up_again_does_not_look_twice(two_checks, administrator):
    run = actions.start_run(by=administrator)
    VerificationResult.objects.create(run=run, code="test.clean", looked_at=7, fault_count=0, took=timedelta(seconds=1))
    Job.objects.filter(pk=run.job_id).update(position=["test.clean"])

    assert carried_out(run).results.count() == 2


def test_only_who_administers_the_whole_portal_runs_it_and_one_run_at_a_time(two_checks, administrator, auditor):
    with pytest.raises(NotPermitted):
        actions.start_run(by=auditor)
    actions.start_run(by=administrator)
    with pytest.raises(WrongState):
        actions.start_run(by=administrator)


def test_the_run_of_the_night_begins_once_a_day_and_tells_of_one_that_broke_off(two_checks, administrator):
    two, eight = (timezone.localtime().replace(hour=hour, minute=0) for hour in (1, 8))
    assert actions.start_nightly(two) is None
    first = actions.start_nightly(eight)
    assert first is not None
    assert actions.start_nightly(eight) is None

    Job.objects.filter(pk=first.job_id).update(state="failed", finished_at=timezone.now(), message="停了")
    VerificationRun.objects.filter(pk=first.pk).update(started_at=eight - timedelta(days=1))
    assert actions.start_nightly(eight) is not None
    assert Notice.objects.get(rung="check.broken_off").subject_id == first.pk


def test_old_runs_are_forgotten_but_the_newest(two_checks, places):
    now = timezone.now()
    for days in (200, 100, 95):
        VerificationRun.objects.create(started_at=now - timedelta(days=days))

    assert actions.forget_old(now) == 2
    assert VerificationRun.objects.get().started_at == now - timedelta(days=95)
    tasks.nightly()


@pytest.fixture
def finished(two_checks, administrator):
    """A run with one fault in each of two districts."""
    run = VerificationRun.objects.create(started_at=timezone.now(), finished_at=timezone.now(), fault_count=2)
    took = {"looked_at": 2, "took": timedelta(seconds=1)}
    result = VerificationResult.objects.create(run=run, code="test.faulty", fault_count=2, **took)
    for area in (YINGYUAN, TIANPING_FIRST):
        VerificationFinding.objects.create(result=result, area_id=area, what=f"事项 {area} 不对", url="/places/")
    return run


def test_the_auditor_of_a_district_reads_what_was_found_there(at, finished, auditor, administrator, lin):
    shown = text(at(auditor).get(finished.get_absolute_url()))
    assert f"事项 {YINGYUAN} 不对" in shown
    assert f"事项 {TIANPING_FIRST} 不对" not in shown
    assert "有问题的核对" in shown

    assert f"事项 {TIANPING_FIRST} 不对" in text(at(administrator).get(finished.get_absolute_url()))
    assert at(lin).get("/checks/").status_code == 404
    assert at(lin).get(finished.get_absolute_url()).status_code == 404


def test_the_lists_ask_as_much_for_one_row_as_for_three(at, finished, auditor):
    browser = at(auditor)
    with_one = queries(browser, "/checks/"), queries(browser, finished.get_absolute_url())
    result = finished.results.get()
    for _ in range(2):
        VerificationRun.objects.create(started_at=timezone.now(), finished_at=timezone.now(), fault_count=0)
        VerificationFinding.objects.create(result=result, area_id=YINGYUAN, what="又一处")

    assert (queries(browser, "/checks/"), queries(browser, finished.get_absolute_url())) == with_one


def test_the_administrator_starts_a_run_from_its_page_and_the_auditor_cannot(at, two_checks, administrator, auditor):
    answer = at(administrator).post("/checks/start/", {"submission": "abcdefgh9"})
    assert answer.status_code == 302
    assert answer.url == VerificationRun.objects.get().get_absolute_url()
    assert "正在核对" in text(at(administrator).get(answer.url))
    assert at(auditor).post("/checks/start/").status_code == 404


def test_files_are_looked_at_one_day_at_a_time(paper):
    plant("UPDATE governance_storedfile SET path = '2020/01/02/' || key WHERE id = %(pk)s", pk=paper.pk)

    assert found("files.bytes") == [f"文件 {paper.pk}：存储中没有它的内容"]
    assert StoredFile.objects.count() == 1
