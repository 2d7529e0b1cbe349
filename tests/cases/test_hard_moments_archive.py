"""The hard moments of volumes, subsidies and imports as the user meets them; the acts have tests of their own."""

from datetime import timedelta

import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from cases.archive.disposal import actions as disposal
from cases.closing.actions import reopen_case
from cases.docket.models import Case
from cases.registers.models import RegisterBatch
from cases.subsidies.models import SubsidyReview
from governance.files.models import StoredFile
from governance.jobs import running
from governance.jobs.models import Job
from tests.cases.archived import ready
from tests.cases.registers import workbook
from tests.cases.subsidised import claim, claimable, closed, filed, passed
from tests.cases.test_destruction import archived_case, let_term_end, propose, second
from tests.factories import XINCHENGLU

FIXTURES = (archived_case, second)
MB = 1024 * 1024


def messages_of(answer):
    return [str(message) for message in answer.context["messages"]]


def test_a_scan_of_60_mb_is_refused_at_the_field_and_what_was_typed_is_kept(client, lin, mediated_case):
    client.force_login(lin)
    scan = SimpleUploadedFile("账本扫描.pdf", b"%PDF-1.7\n" + b"\0" * (60 * MB))
    facts = {"name": "账本", "kind": "photo", "provider": "刘桂珍", "pages": 300, "taken_on": timezone.localdate()}

    answer = client.post(reverse("cases:add_evidence", args=[mediated_case.pk]), {**facts, "uploads": scan})

    assert answer.status_code == 422
    assert "不得超过 20 MB" in str(answer.context["form"].errors)
    assert answer.context["form"]["name"].value() == "账本"
    assert not StoredFile.objects.exists()


def test_a_volume_with_a_60_mb_scan_and_a_broken_pdf_is_bound_and_names_both(client, lin, closed_case):
    whole, broken = StoredFile.objects.filter(purpose="case_evidence").order_by("id")
    StoredFile.objects.filter(pk=whole.pk).update(size=60 * MB)  # as one that an earlier limit let in

    volume = ready(closed_case, lin)

    client.force_login(lin)
    shown = client.get(volume.get_absolute_url()).content.decode()
    assert [why.partition("，")[0] for _, why in volume.problems] == ["文件 60 MB", "PDF 已损坏"]
    assert all(why in shown and why in volume.statement for _, why in volume.problems)
    assert shown.count("未装订，见该页说明") == 2
    assert broken.pk != whole.pk


def test_a_hold_placed_an_hour_before_the_second_approval_is_seen_by_who_approves_and_saves_the_volume(
    client, officer, second, justice, archived_case
):
    volume = let_term_end(archived_case)
    made = disposal.approve_destruction(propose(officer, volume), by=officer)
    client.force_login(justice)
    hold = {"reason": "法院调取，暂不销毁", "letter_no": "（2026）沪0114民初9号"}
    wordless = client.post(reverse("cases:place_hold", args=[volume.pk]), {**hold, "reason": ""})
    assert client.post(reverse("cases:place_hold", args=[volume.pk]), hold).status_code == 302

    with time_machine.travel(timezone.now() + timedelta(hours=1), tick=True):
        client.force_login(second)
        shown = client.get(made.get_absolute_url()).content.decode()
        asked = client.get(reverse("cases:approve_destruction", args=[made.pk])).content.decode()
        client.post(reverse("cases:approve_destruction", args=[made.pk]), {"version": ""})
        running.run(Job.objects.get(kind="archive.destroy").pk)
        after = client.get(made.get_absolute_url()).content.decode()

    assert (wordless.status_code, wordless.context["form"]["letter_no"].value()) == (422, hold["letter_no"])
    assert "已设置暂缓销毁" in shown
    assert "其中 1 卷不会销毁" in asked
    assert "未销毁：已设置暂缓销毁" in after
    assert Case.objects.get(pk=archived_case.pk).archive == "archived"


def test_who_approved_a_destruction_first_is_told_that_another_must(client, officer, archived_case):
    made = disposal.approve_destruction(propose(officer, let_term_end(archived_case)), by=officer)
    client.force_login(officer)

    answer = client.post(reverse("cases:approve_destruction", args=[made.pk]), {"version": ""})

    assert "第二次审批须由另一个人办理" in answer.content.decode()
    made.refresh_from_db()
    assert (made.state, made.second_by) == ("first", None)


def test_the_second_reviewer_of_a_subsidy_who_is_the_first_is_sent_back_with_the_reason(
    client, lin, zhao, mediated_case
):
    one = passed(claim(claimable(mediated_case, lin, zhao), lin), zhao)
    zhao.postings.create(role="street_justice_officer", area_id=XINCHENGLU, starts_on=timezone.localdate())
    zhao.forget_postings()
    client.force_login(zhao)

    answer = client.post(f"/cases/subsidies/{one.pk}/review/", {"decision": "passed", "opinion": "属实"}, follow=True)

    assert messages_of(answer) == ["您已审核过这份申报：三次审核须由三个人办理。"]
    assert SubsidyReview.objects.count() == 1


def test_a_subsidy_for_a_case_that_was_taken_up_again_is_refused_before_the_form(client, lin, zhao, mediated_case):
    filed(lin, zhao)
    case = closed(mediated_case, lin, zhao)
    people = tuple(case.parties.standing())
    reopen_case(
        case, by=zhao, reopened_at=timezone.now(), ground="unfit", reason="金额算错", consented=people, channel="face"
    )
    client.force_login(lin)

    answer = client.get(reverse("cases:claim_subsidy", args=[case.pk]), follow=True)

    assert messages_of(answer) == ["本案已恢复调解，不能申报补贴：再次结案并履行完毕以后，同一纠纷只补贴一次。"]


def test_a_register_with_two_header_rows_merged_cells_and_dates_as_text_is_imported_by_the_pages(
    client, zhao, committee
):
    upper = ["编号", "收案日期", "当事人", None, "类型", "来源", "形式", "结果", None, "金额（万元）"]
    lower = [None, None, "申请人", "被申请人", None, None, None, "处理结果", "日期", None]
    rows = [
        ["（2023）嘉迎人调字第8号", "2023.3.5", "张三", "李四", "邻里", "派出所", "口头", "成功", "20230318", 1.2],
        ["（2023）嘉迎人调字第9号", None, "王五", "李四", "邻里", "派出所", "口头", "成功", "二〇二三年四月一日", 0.3],
        ["（2023）嘉迎人调字第10号", "三月初", "赵六", "李四", "邻里", "派出所", "口头", "成功", "2023年4月1日", 0.3],
    ]

    def as_people_do(sheet):
        for cells in ("C2:D2", "H2:I2", "B4:B5", *(f"{column}2:{column}3" for column in "ABEFGJ")):
            sheet.merge_cells(cells)

    client.force_login(zhao)
    file = workbook([["旧登记簿"], upper, lower, *rows], head=None, shape=as_people_do)
    client.post(reverse("cases:bring_register"), {"file": file, "committee": committee.pk})
    batch = RegisterBatch.objects.get()
    running.run(batch.job_id)
    shown = client.get(batch.get_absolute_url()).content.decode()
    client.post(reverse("cases:confirm_register", args=[batch.pk]), {"version": RegisterBatch.objects.get().version})
    running.run(RegisterBatch.objects.get().job_id)

    assert "受理日期：无法识别，请写明年月日，如 2023-03-05。" in shown
    imported = Case.objects.order_by("number").values_list("number", "accepted_on", "result_on", "agreed_amount")
    assert [(number[-3:], str(start), str(end), int(amount)) for number, start, end, amount in imported] == [
        ("第8号", "2023-03-05", "2023-03-18", 12000),
        ("第9号", "2023-03-05", "2023-04-01", 3000),
    ]
