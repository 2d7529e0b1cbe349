"""Texts: what a district may say in its own words, from when on, and what must stay."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from governance.audit.models import TrailEntry
from governance.errors import Invalid, NotPermitted, Stale, WrongState
from governance.notices.models import Notice
from governance.notices.telling import tell
from governance.texts.actions import set_text, version_of, withdraw_text
from governance.texts.differences import GONE, KEPT, NEW, differences
from governance.texts.kinds import TEXTS, Placeholder, Sentence, TextKind, filled, problems
from governance.texts.models import TextVersion
from governance.texts.values import all_texts, version_on
from governance.texts.wording import Worded
from tests.factories import CANGCHANG, JIADING, TIANPING_FIRST, XINCHENGLU, YINGYUAN
from tests.governance.browsing import queries, text

KEY = "notice.case.due"
OWN = "请注意：{案件}，{何时}。"
KIND = TextKind(
    "test.letter",
    "测试函",
    "函件",
    "{案由}，收费为零。\n{清单}\n人民调解不收取任何费用。",
    (
        Placeholder("案由", "某纠纷", "应当写明案由"),
        Placeholder("清单", "（清单）", "应当列明", block=True),
        Placeholder("日期", "2026年3月2日"),
    ),
    (Sentence("人民调解不收取任何费用", "人民调解法第四条"),),
    longest=200,
)


def tomorrow():
    return timezone.localdate() + timedelta(days=1)


def put(area, starts_on, by, words=OWN, key=KEY, **more):
    """A version as it stands in the table, of whatever day."""
    return TextVersion.objects.create(
        key=key, area_id=area, starts_on=starts_on, words=words, reason="试点", set_by=by, **more
    )


def edit(by, area=JIADING, **more):
    values = {"key": KEY, "area_code": area, "starts_on": tomorrow(), "words": OWN, "reason": "本地说法", **more}
    return set_text(by=by, **values)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (KIND.words.replace("{案由}", "{案由"), "“{案由，收费为零。”处的花括号没有闭合"),
        (KIND.words.replace("{案由}", "{案由}}"), "多出一个右花括号"),
        (KIND.words + "\n{姓名}", "没有“{姓名}”这个占位符"),
        (KIND.words.replace("{案由}", "本案"), "不能删去“{案由}”：应当写明案由。"),
        (
            KIND.words.replace("不收取任何费用", "收取少量费用"),
            "不能删去或改动“人民调解不收取任何费用”：人民调解法第四条。",
        ),
        (KIND.words.replace("\n{清单}\n", "{清单}"), "应单独占一行"),
        (KIND.words + "\n{清单}", "“{清单}”只能出现一次"),
        ("  \n", "请填写内容。"),
        ("{" * 50, "花括号没有闭合"),
    ],
)
def test_words_that_cannot_be_the_text_are_refused_with_a_sentence(words, said):
    assert said in "".join(problems(KIND, words))


def test_the_shipped_wording_of_every_text_passes_its_own_checks():
    kinds = all_texts()

    assert {kind.key: problems(kind, kind.words) for kind in kinds} == {kind.key: [] for kind in kinds}
    assert {"letter.urge", "letter.remedies", "letter.receipt", "notice.case.due"} <= set(TEXTS)


def test_what_stands_in_a_value_is_never_filled_in_again():
    assert filled("{甲}和{乙}", {"甲": "{乙}", "乙": "<b>"}) == "{乙}和<b>"


def test_two_wordings_differ_by_characters_and_paragraphs():
    (first, second) = differences("请三日内履行。", "请五日内履行。\n谢谢。")

    assert [(piece.kind, piece.text) for piece in first] == [
        (KEPT, "请"),
        (GONE, "三"),
        (NEW, "五"),
        (KEPT, "日内履行。"),
    ]
    assert [(piece.kind, piece.text) for piece in second] == [(NEW, "谢谢。")]


def test_the_nearest_place_and_the_latest_day_decide(officer):
    day = date(2026, 3, 1)
    above = put(JIADING, day, officer)
    later = put(JIADING, date(2026, 4, 1), officer)
    put(JIADING, date(2026, 5, 1), officer, ends_on=date(2026, 5, 1), withdrawn_at=timezone.now(), withdrawn_by=officer)

    assert version_on(KEY, YINGYUAN, date(2026, 2, 28)) is None
    assert version_on(KEY, YINGYUAN, day) == above
    assert version_on(KEY, YINGYUAN, date(2026, 6, 1)) == later
    assert version_on(KEY, TIANPING_FIRST, date(2026, 6, 1)) is None


def test_the_district_edits_its_own_text_from_tomorrow_on(officer):
    made = edit(officer)

    assert version_on(KEY, YINGYUAN, timezone.localdate()) is None
    assert version_on(KEY, YINGYUAN, tomorrow()) == made
    entry = TrailEntry.objects.get(verb="text.set")
    assert (entry.area_id, entry.account) == (JIADING, officer)


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"starts_on": timezone.localdate()}, "starts_on"),
        ({"words": "{案件}{没有}"}, "words"),
        ({"words": "{案件}\n第二行"}, "words"),
        ({"words": "{案件}\x00"}, "words"),
        ({"words": "{案件}" + "长" * 300}, "words"),
        ({"reason": " "}, "reason"),
    ],
)
def test_bad_input_is_told_at_its_field(officer, more, field):
    with pytest.raises(Invalid) as refused:
        edit(officer, **more)

    assert refused.value.field == field


def test_only_who_may_edit_there_does_and_a_street_keeps_no_text_of_its_own(officer, xu, zhao, administrator):
    for by in (zhao, xu):
        with pytest.raises(NotPermitted):
            edit(by)
    with pytest.raises(Invalid):
        edit(officer, area=XINCHENGLU)
    assert edit(administrator).area_id == JIADING


def test_what_somebody_else_set_since_is_not_overwritten(officer):
    seen = version_of(KEY, JIADING)
    edit(officer)

    with pytest.raises(Stale):
        edit(officer, starts_on=tomorrow() + timedelta(days=1), expected=seen)
    with pytest.raises(Invalid):
        edit(officer)


def test_a_withdrawn_version_holds_on_for_what_began_under_it(officer):
    today = timezone.localdate()
    begun, coming = put(JIADING, today - timedelta(days=9), officer), edit(officer)
    withdraw_text(coming, by=officer, reason="写错了")
    withdraw_text(begun, by=officer, reason="不用了")

    assert version_on(KEY, YINGYUAN, today) == begun
    assert version_on(KEY, YINGYUAN, tomorrow()) is None
    with pytest.raises(WrongState):
        withdraw_text(begun, by=officer, reason="再撤一次")


def test_every_text_of_a_reminder_says_its_example_without_a_placeholder_left():
    from governance.notices.rungs import all_rungs

    texts = [rung.text for rung in all_rungs() if isinstance(rung.text, Worded)]
    assert len(texts) > 20
    assert not any("{" in filled(each.kind.words, each.kind.examples) for each in texts)


def test_a_reminder_speaks_in_the_words_of_the_day_on_which_it_was_raised(lin, officer, monkeypatch):
    from governance.jobs.models import Job
    from governance.notices import rungs
    from governance.texts.wording import worded

    said = worded(
        "test.job", "任务", "{任务}停了。", lambda job, notice: {"任务": job.title}, Placeholder("任务", "导出")
    )
    monkeypatch.setitem(
        rungs.RUNGS, "test.job", rungs.Rung("test.job", "任务", "governance.Job", said, lambda job: "/")
    )
    job = Job.objects.create(kind="none", title="<b>导出</b>", account=lin, area_id=YINGYUAN)
    today = timezone.localdate()
    put(JIADING, today, officer, words="请看{任务}。", key="notice.test.job")
    now = timezone.now()
    facts = {"rung": "test.job", "subject_id": job.pk, "recipient": lin, "area_id": YINGYUAN, "shows_at": now}
    new = Notice.objects.create(occasion="1", falls_on=today, raised_at=now, **facts)
    old = Notice.objects.create(occasion="2", falls_on=today, raised_at=now - timedelta(days=2), **facts)

    assert [each.text for each in tell([new, old], lin)] == ["请看<b>导出</b>。", "<b>导出</b>停了。"]
    assert "请看&lt;b&gt;导出" in _inbox(lin)
    monkeypatch.delitem(TEXTS, "notice.test.job")


def _inbox(account):
    from django.test import Client

    browser = Client()
    browser.force_login(account, backend="allauth.account.auth_backends.AuthenticationBackend")
    return text(browser.get("/notices/"))


def test_the_officer_edits_on_the_page_and_everybody_reads_versions_and_differences(at, officer, lin):
    browser = at(officer)
    url = f"/texts/{KEY}/at/{JIADING}/"
    shown = text(browser.get(url))
    assert "（2026）嘉迎人调字第8号" in shown
    assert "必须保留" in shown
    typed = {
        "words": OWN,
        "starts_on": f"{tomorrow()}",
        "reason": "<i>本地</i>",
        "expected": "0",
        "submission": "abcdefgh1",
    }
    first, second = browser.post(url, typed), browser.post(url, typed)
    assert first.status_code == second.status_code == 302

    row = TextVersion.objects.get()
    read = text(at(lin).get(f"/texts/versions/{row.pk}/"))
    assert "<ins>请注意：</ins>" in read
    assert "&lt;i&gt;本地" in read
    assert "待启用" in text(at(lin).get(f"/texts/{KEY}/"))
    assert at(lin).get(url).status_code == 404


def test_a_wrong_text_is_told_at_its_field_and_kept(at, officer):
    typed = {"words": "没有案件<script>", "starts_on": f"{tomorrow()}", "reason": "试", "expected": "0"}
    answer = at(officer).post(f"/texts/{KEY}/at/{JIADING}/", typed)

    assert answer.status_code == 422
    assert "不能删去“{案件}”" in text(answer)
    assert "没有案件&lt;script&gt;" in text(answer)


def test_the_preview_follows_what_is_typed_and_shows_markup_as_text(at, officer, lin):
    answer = text(at(officer).post(f"/texts/{KEY}/preview/", {"words": "<b>{案件}</b>{何"}))

    assert "&lt;b&gt;（2026）嘉迎人调字第8号" in answer
    assert "花括号没有闭合" in answer
    assert at(lin).post(f"/texts/{KEY}/preview/", {"words": "x"}).status_code == 404


def test_versions_of_another_district_are_not_seen(at, officer, xu):
    row = put(JIADING, tomorrow(), officer)

    assert at(xu).get(f"/texts/versions/{row.pk}/").status_code == 404
    assert at(xu).get(f"/texts/versions/{row.pk}/withdraw/").status_code == 404
    assert at(xu).get(f"/texts/{KEY}/at/{JIADING}/").status_code == 404


def test_a_version_is_withdrawn_on_its_page(at, officer):
    row = put(JIADING, tomorrow(), officer)
    answer = at(officer).post(f"/texts/versions/{row.pk}/withdraw/", {"reason": "写错了", "version": "1"})

    assert answer.status_code == 302
    row.refresh_from_db()
    assert (row.ends_on, row.withdrawn_by) == (row.starts_on, officer)


def test_the_pages_ask_as_much_for_one_version_as_for_three(at, officer, staff):
    browser = at(staff)
    put(JIADING, tomorrow(), officer)
    asked = queries(browser, "/texts/"), queries(browser, f"/texts/{KEY}/")
    for days in (2, 3):
        put(JIADING, tomorrow() + timedelta(days=days), officer)

    assert (queries(browser, "/texts/"), queries(browser, f"/texts/{KEY}/")) == asked
    assert text(browser.get(f"/texts/?place={CANGCHANG}")) != text(browser.get("/texts/"))
