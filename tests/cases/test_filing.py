"""The filing form: what is typed becomes people, a case and its papers in one act; drafts are the writer's alone."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from cases.docket.models import Case
from cases.intake.filing.actions import forget_drafts
from cases.intake.models import Draft, Paper
from governance.areas.partitions.models import Estate, EstateLink
from governance.files.models import StoredFile
from governance.organisations.models import Organisation
from governance.persons.models import Person
from tests.cases.factories import APPLICANT_ID, make_case, make_committee
from tests.factories import CANGCHANG, CHEN_ID, YINGYUAN, make_person

FACTS = "楼上卫生间漏水，主卧天花板和衣柜受损。"
CHILD_ID, MOTHER_ID = "31019920140615903X", "310199198609039025"
JPEG = b"\xff\xd8\xff\xe0" + b"\x00" * 200


def file(client, who, typed):
    client.force_login(who)
    return client.post(reverse("cases:file_case"), typed)


def save(client, who, typed, **more):
    client.force_login(who)
    return client.post(reverse("cases:save_draft", args=[typed["draft_key"]]), typed | more)


def test_what_is_typed_becomes_people_and_a_case(client, lin, typed):
    answer = file(client, lin, typed)

    case = Case.objects.get()
    assert answer.headers["Location"] == reverse("cases:consent", args=[case.pk])
    assert (case.title, case.dispute_type, case.dispute_subtype) == ("刘桂珍与马俊漏水纠纷", "D02", "漏水")
    assert case.requests == ["停止漏水", "赔偿损失"]
    aged = Person.objects.get(name="刘桂珍")
    assert (aged.sex, aged.birth_year) == ("female", 1955)
    assert case.parties.get(person=aged).special_groups == ["aged"]


def test_a_known_person_is_used_and_nobody_is_registered_twice(client, lin, typed):
    known = make_person(lin, YINGYUAN, name="刘桂珍", number=APPLICANT_ID)

    file(client, lin, typed | {"p0-known": f"person:{known.pk}", "p0-number": "", "p0-name": ""})

    assert Case.objects.get().parties.get(side="applicant").person == known
    assert Person.objects.count() == 2


def test_the_number_of_somebody_known_under_another_name_is_asked_about(client, lin, typed):
    make_person(lin, YINGYUAN, name="刘桂英", number=APPLICANT_ID)

    answer = file(client, lin, typed)

    assert answer.status_code == 422
    assert "这个证件号码已登记给“刘桂英”，请核对姓名。" in answer.content.decode()
    assert not Case.objects.exists()


@pytest.mark.parametrize("forged", ["person:{pk}", "person:999999999", "person:1;drop", "organisation:{pk}", "x"])
def test_a_person_outside_the_scope_is_as_if_there_were_none(client, lin, sun, typed, forged):
    elsewhere = make_person(sun, CANGCHANG, name="仓场某人", number=CHEN_ID)

    answer = file(client, lin, typed | {"p0-known": forged.format(pk=elsewhere.pk)})

    text = answer.content.decode()
    assert answer.status_code == 422
    assert "没有找到这条登记，请重新按号码查找或直接填写。" in text
    assert "仓场某人" not in text
    assert not Case.objects.exists()


def test_a_minor_is_filed_with_the_guardian_typed_beneath(client, lin, typed):
    boy = {"p1-number": CHILD_ID, "p1-name": "黄子轩", "p1-phone": ""}
    alone = file(client, lin, typed | boy)
    assert "黄子轩未成年" in alone.content.decode()
    assert not Person.objects.exists()

    guardian = {"s0-of": "1", "s0-kind": "guardian", "s0-number": MOTHER_ID, "s0-name": "罗敏", "s0-relation": "母亲"}
    file(client, lin, typed | boy | guardian)

    speaks = Case.objects.get().parties.get(side="respondent").representations.get()
    assert (speaks.name, speaks.kind, speaks.relation) == ("罗敏", "guardian", "母亲")


def test_a_company_and_its_agent_are_filed(client, lin, typed):
    company = {
        "p1-kind": "legal_person",
        "p1-name": "云川和居物业服务有限公司",
        "p1-credit_code": "91310199MA1X00A10C",
        "p1-head": "冯立",
        "p1-number": "",
        "p1-phone": "021-12345678",
    }
    agent = {
        "s4-of": "1",
        "s4-kind": "agent",
        "s4-number": "31019919890722902X",
        "s4-name": "何倩",
        "s4-agent_kind": "staff",
        "s4-authority": "special",
    }
    file(client, lin, typed | company | agent)

    party = Case.objects.get().parties.get(side="respondent")
    assert (party.kind, party.organisation.legal_representative) == ("legal_person", "冯立")
    assert party.representations.get().may_settle
    assert Organisation.objects.count() == 1


def test_a_referral_brings_its_letter(client, lin, typed):
    letter = {
        "source": "S33",
        "organ_name": "新桐派出所",
        "letter_no": "新派调移〔2026〕9号",
        "letter_on": "2026-11-20",
        "outside_no": "警情 3301",
        "contact_name": "王警官",
        "due_on": "2026-12-20",
    }
    file(client, lin, typed | letter)

    came = Case.objects.get().referrals.get()
    assert (came.direction, came.organ, came.letter_no) == ("in", "police", "新派调移〔2026〕9号")


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"p0-name": "刘"}, "应为 2 至 20 个字，现有 1 个字"),
        ({"p0-name": "", "p0-number": ""}, "请填写姓名或名称"),
        ({"p0-name": "刘" * 10_000}, "不超过"),
        ({"p0-name": "刘桂珍😀"}, "不能有表情"),
        ({"p0-number": "310199195502189028"}, "校验码不对"),
        ({"p1-phone": "123"}, "不是有效的电话号码"),
        ({"p1-members": "0"}, "大于或等于1"),
        ({"facts": ""}, "必填项"),
        ({"facts": "甲" * 10_000}, "2000"),
        ({"facts": f"对方身份证 {APPLICANT_ID}"}, "不要填写证件号码"),
        ({"claim_amount": "0"}, "应大于 0"),
        ({"claim_amount": "-5"}, "应大于 0"),
        ({"claim_amount": "1000000000000"}, "请求金额过大"),
        ({"claim_amount": "一万"}, "输入一个数字"),
        ({"received_at": "2199-01-01T09:00"}, "不能晚于现在"),
        ({"received_at": "0001-01-01T09:00"}, "年份"),
        ({"received_at": "2026-01-01T09:00"}, "请说明原因"),
        ({"dispute_type": "D02", "dispute_subtype": "租赁"}, "与纠纷类型不符"),
        ({"source": "S39"}, "部门类型"),
        ({"place_area": "999999999999"}, "没有这个区域"),
        ({"committee": "999999"}, "选择一个有效的选项"),
        ({"p0-side": "judge"}, "选择一个有效的选项"),
        ({"s0-of": "1", "s0-kind": "agent", "s0-name": "何倩", "s0-number": "31019919890722902X"}, "须注明"),
    ],
)
def test_bad_input_is_said_in_a_sentence_and_keeps_what_was_typed(client, lin, typed, wrong, said):
    answer = file(client, lin, typed | wrong)

    text = answer.content.decode()
    assert answer.status_code == 422
    assert said in text
    assert "赔偿损失" in text
    assert not Case.objects.exists()


@pytest.mark.parametrize("name", ["买买提·吐尔逊", "𠮷田", "阿不都热依木·阿卜杜拉·买买提江·克"])
def test_rare_names_are_filed_as_they_are(client, lin, typed, name):
    file(client, lin, typed | {"p1-name": name})

    assert Case.objects.get().parties.get(side="respondent").name == name


def test_a_null_byte_is_refused_before_anything_reads_it(client, lin, typed):
    assert file(client, lin, typed | {"facts": "漏\x00水"}).status_code == 400
    assert save(client, lin, typed, facts="漏\x00水").status_code == 400


def test_sent_twice_it_is_one_case(client, lin, typed):
    first = file(client, lin, typed)
    again = file(client, lin, typed)

    assert Case.objects.count() == 1
    assert again.headers["Location"] == Case.objects.get().get_absolute_url()
    assert first.headers["Location"].startswith(again.headers["Location"])


def test_a_draft_keeps_what_was_typed_sealed_and_gives_it_back(client, lin, typed):
    told = save(client, lin, typed).json()
    assert told["version"] == 1

    page = client.get(reverse("cases:draft", args=[typed["draft_key"]])).content.decode()
    with connection.cursor() as cursor:
        cursor.execute("SELECT body, title FROM cases_draft")
        body, title = cursor.fetchone()

    assert APPLICANT_ID in page
    assert FACTS in page
    assert "18600" in page
    assert APPLICANT_ID not in body
    assert title == "刘桂珍、马俊"


def test_a_draft_is_its_writers_alone(client, lin, zhao, sun, typed):
    save(client, lin, typed)
    url = reverse("cases:draft", args=[typed["draft_key"]])

    for other in (zhao, sun):
        client.force_login(other)
        assert client.get(url).status_code == 404
        assert save(client, other, typed).status_code == 404
        assert "刘桂珍" not in client.get(reverse("cases:drafts")).content.decode()


def test_a_draft_saved_elsewhere_meanwhile_is_not_overwritten_unasked(client, lin, typed):
    save(client, lin, typed)
    save(client, lin, typed, draft_version="1", facts="在电脑上写的")

    late = save(client, lin, typed, draft_version="1", facts="在手机上写的")

    assert (late.status_code, late.json()["version"]) == (412, 2)
    assert "在电脑上写的" in Draft.objects.get().body.open()


def test_what_is_filed_is_no_draft_any_more_and_a_late_save_leads_to_the_case(client, lin, typed):
    save(client, lin, typed)
    file(client, lin, typed)
    case = Case.objects.get()

    assert save(client, lin, typed).json() == {"filed": case.get_absolute_url()}
    assert Draft.objects.get().body.open() == "[]"
    assert "刘桂珍" not in client.get(reverse("cases:drafts")).content.decode()


def test_papers_are_read_by_who_reads_the_file_and_go_over_to_the_case(client, lin, zhao, member, sun, typed, folder):
    save(client, lin, typed)
    upload = SimpleUploadedFile("证件.jpg", JPEG)
    told = client.post(reverse("cases:hand_in", args=[typed["draft_key"]]), {"file": upload, "kind": "id_photo"})
    file(client, lin, typed | {"p1-papers": str(told.json()["id"])})

    paper = Paper.objects.get()
    assert (paper.draft, paper.case, paper.party.name) == (None, Case.objects.get(), "马俊")
    reads = {who.username for who in (lin, zhao, member, sun) if StoredFile.objects.visible_to(who).exists()}
    assert reads == {"lin", "zhao"}


def test_a_paper_is_taken_back_until_it_is_part_of_a_case(client, lin, typed, folder):
    save(client, lin, typed)
    hand_in, kind = reverse("cases:hand_in", args=[typed["draft_key"]]), {"kind": "application"}
    wrong = client.post(hand_in, {"file": SimpleUploadedFile("错.jpg", JPEG)} | kind).json()["id"]
    assert client.post(reverse("cases:take_back", args=[wrong])).status_code == 204
    right = client.post(hand_in, {"file": SimpleUploadedFile("对.jpg", JPEG)} | kind).json()["id"]
    file(client, lin, typed)

    assert client.post(reverse("cases:take_back", args=[right])).status_code == 409
    assert [paper.pk for paper in Case.objects.get().papers.all()] == [right]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"MZ\x90\x00" + b"\x00" * 50, "程序文件"),
        (b"%PDF-1.7 /Encrypt 1 0 R", "密码保护"),
        (b"", "空"),
        (b"hello", "不接受这种文件"),
        (b"%PDF-1.7\n" + b"\x00" * (41 * 1024 * 1024), "文件过大"),
        (JPEG + b"\x00" * (41 * 1024 * 1024), "打不开"),
    ],
    ids=["program", "locked", "empty", "text", "41 MB", "a broken photo of 41 MB"],
)
def test_a_file_that_will_not_do_says_why_and_leaves_nothing(client, lin, typed, folder, content, said):
    save(client, lin, typed)

    upload = SimpleUploadedFile("证据.pdf", content)
    answer = client.post(reverse("cases:hand_in", args=[typed["draft_key"]]), {"file": upload, "kind": "application"})

    assert answer.status_code == 422
    assert said in answer.json()["error"]
    assert not Paper.objects.exists()
    assert not StoredFile.objects.exists()


HEIC = (Path(__file__).parent / "photo.heic").read_bytes()


@pytest.mark.parametrize("content", [JPEG + b"\x00" * (30 * 1024 * 1024), HEIC], ids=["30 MB", "HEIC"])
def test_a_large_photo_and_a_heic_photo_are_taken(client, lin, typed, folder, content):
    save(client, lin, typed)

    upload = SimpleUploadedFile("照片.heic", content)
    answer = client.post(reverse("cases:hand_in", args=[typed["draft_key"]]), {"file": upload, "kind": "id_photo"})

    assert answer.status_code == 200


def test_drafts_that_nobody_went_on_with_are_thrown_away_with_their_papers(client, lin, typed, folder):
    save(client, lin, typed)
    upload = SimpleUploadedFile("证件.jpg", JPEG)
    client.post(reverse("cases:hand_in", args=[typed["draft_key"]]), {"file": upload, "kind": "id_photo"})
    assert forget_drafts(timezone.now()) == 0

    Draft.objects.update(saved_at=timezone.now() - timedelta(days=31))

    assert forget_drafts(timezone.now()) == 1
    assert not Paper.objects.exists()
    assert StoredFile.objects.get().expires_at <= timezone.now()


def test_likely_duplicates_are_shown_while_typing_and_only_from_ones_own_scope(client, lin, sun, typed, committee):
    case = make_case(lin, committee)
    known = {f"p{n}-known": f"person:{party.person_id}" for n, party in enumerate(case.parties.order_by("pk"))}
    client.force_login(lin)

    shown = client.post(reverse("cases:hints"), typed | known).content.decode()
    client.force_login(sun)
    next_door = client.post(reverse("cases:hints"), typed | known).content.decode()

    assert case.get_absolute_url() in shown
    assert "建议：邻里纠纷·漏水，因为文中有“漏水”" in shown
    assert case.get_absolute_url() not in next_door


def test_a_number_of_somebody_elsewhere_is_found_by_nobody_here(client, lin, sun, committee):
    make_person(sun, CANGCHANG, name="仓场某人", number=CHEN_ID)
    client.force_login(lin)

    text = client.post(reverse("cases:who"), {"number": CHEN_ID, "card": "party"}).content.decode()

    assert "仓场某人" not in text
    assert "男，1978 年生" in text


def test_a_clue_goes_on_as_a_filing(client, lin, typed, committee):
    client.force_login(lin)
    clue = {"facts": FACTS, "committee": committee.pk, "method": "visit"}
    client.post(reverse("cases:add_clue"), clue)
    found = Case.objects.get()

    begun = client.get(client.get(reverse("cases:register_clue", args=[found.pk])).headers["Location"])
    file(client, lin, typed | {"clue": str(found.pk), "source": "S2"})

    found.refresh_from_db()
    assert FACTS in begun.content.decode()
    assert (found.procedure, found.title) == ("registered", "刘桂珍与马俊漏水纠纷")


def test_a_credit_code_is_not_taken_for_the_number_of_a_person(client, lin, places):
    client.force_login(lin)
    asked = {"number": "91310199MA1X00A10C", "card": "party"}

    kinds = ("legal_person", "unincorporated", "individual_business")
    answers = [client.post(reverse("cases:who"), {**asked, "kind": kind}) for kind in kinds]
    wrong = client.post(reverse("cases:who"), {**asked, "number": "91310199MA1X00A10D", "kind": "legal_person"})

    assert {answer.content.strip() for answer in answers} == {b""}
    assert "统一社会信用代码校验码（第 18 位）不对" in wrong.content.decode()


def test_who_registers_nowhere_finds_no_form(client, viewer, auditor):
    for who in (viewer, auditor):
        client.force_login(who)
        assert client.get(reverse("cases:file_case")).status_code == 404


# --- the estate where it happened


def make_estate(name, *places):
    estate = Estate.objects.create(name=name, kind="commercial", starts_on=date(2020, 1, 1))
    for place in places:
        EstateLink.objects.create(estate=estate, area_id=place, starts_on=date(2020, 1, 1))
    return estate


def test_where_estates_are_listed_one_is_picked_and_the_place_follows(client, lin, typed):
    estate = make_estate("梧桐里小区", YINGYUAN)
    make_estate("仓场新村", CANGCHANG)
    client.force_login(lin)
    shown = client.get(reverse("cases:file_case")).content.decode()

    file(client, lin, typed | {"place_estate": str(estate.pk), "place_text": "7 幢 301 室"})

    case = Case.objects.get()
    assert ("梧桐里小区" in shown, "仓场新村" in shown, "楼栋、门牌" in shown) == (True, False, True)
    assert (case.place_estate, case.place_area_id) == (estate, YINGYUAN)
    assert case.place_text == "梧桐里小区7 幢 301 室"


def test_without_estates_the_place_is_only_written(client, lin, typed):
    client.force_login(lin)
    shown = client.get(reverse("cases:file_case")).content.decode()

    file(client, lin, typed | {"place_text": "梧桐里小区 7 幢"})

    assert "不在名单上" not in shown
    assert (Case.objects.get().place_estate, Case.objects.get().place_text) == (None, "梧桐里小区 7 幢")


def test_an_estate_of_another_place_is_none_that_can_be_picked(client, lin, typed):
    make_estate("梧桐里小区", YINGYUAN)
    elsewhere = make_estate("仓场新村", CANGCHANG)

    answer = file(client, lin, typed | {"place_estate": str(elsewhere.pk)})

    assert answer.status_code == 422
    assert "仓场新村" not in answer.content.decode()
    assert not Case.objects.exists()


def test_an_estate_that_does_not_lie_in_the_community_chosen_is_refused_at_its_field(client, staff, typed):
    estate = make_estate("梧桐里小区", YINGYUAN)
    make_committee(CANGCHANG, "嘉仓", name="仓场社区人民调解委员会")

    answer = file(client, staff, typed | {"place_estate": str(estate.pk), "place_area": CANGCHANG})

    assert answer.status_code == 422
    assert "梧桐里小区不在所选社区" in answer.content.decode()
