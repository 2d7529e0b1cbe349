"""The pages of rules: what holds here, and setting a value after a look at what it changes."""

from datetime import date

from django.urls import reverse

from governance import rules
from governance.rules.models import RuleValue
from tests.factories import JIADING, XINCHENGLU, YINGYUAN
from tests.governance.browsing import text
from tests.governance.test_population import enter
from tests.governance.test_rules import say

WATCH = "committee.size.watch"
SET = f"/rules/{WATCH}/at/{XINCHENGLU}/"


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
