"""The list, the page, the board's figures, the work home and the search, in scope."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from cases.docket.filters import CaseFilter
from cases.docket.models import Case
from cases.parties.actions import Entry, leave_party
from tests.cases.factories import consent_all, make_case, make_filing, make_parties, same_parties
from tests.factories import YINGYUAN, make_person


def listed(browser, who, **query):
    browser.force_login(who)
    return browser.get(reverse("cases:cases"), query)


def test_the_list_takes_as_many_queries_for_three_cases_as_for_one(
    client, lin, committee, staff, django_assert_num_queries, registered_case
):
    client.force_login(staff)
    client.get(reverse("cases:cases"))
    with django_assert_num_queries(10):
        client.get(reverse("cases:cases"))
    for _ in range(2):
        make_case(lin, committee, entries=same_parties(registered_case))
    with django_assert_num_queries(10):
        answer = client.get(reverse("cases:cases"))

    assert answer.content.decode().count("刘桂珍与马俊漏水纠纷</a>") == 3


def test_the_page_takes_the_same_queries_however_long_the_life(client, staff, mediated_case, lin):
    client.force_login(staff)
    client.get(mediated_case.get_absolute_url())
    with CaptureQueriesContext(connection) as before:
        answer = client.get(mediated_case.get_absolute_url())
    consent_all(mediated_case, lin)
    with CaptureQueriesContext(connection) as after:
        client.get(mediated_case.get_absolute_url())

    text = answer.content.decode()
    assert len(after) == len(before)
    assert "主持调解员林晓" in text
    assert "迎园社区居委会人民调解员" in text


def test_facts_are_for_those_who_read_the_file(client, lin, zhao, staff, member, justice, mediated_case):
    reads = {}
    for who in (lin, zhao, staff, member, justice):
        client.force_login(who)
        reads[who.username] = "楼上卫生间渗水" in client.get(mediated_case.get_absolute_url()).content.decode()

    assert reads == {"lin": True, "zhao": True, "staff": False, "member": False, "justice": True}


@pytest.mark.parametrize("words", ["漏水", "刘桂珍", "卫生间", "渗", "衣柜 天花板"])
def test_two_characters_in_the_text_find_a_case_for_who_may_read_them(words, lin, zhao, mediated_case):
    for reader in (lin, zhao):
        assert [*CaseFilter({"text": words}, Case.objects.visible_to(reader), actor=reader).qs] == [mediated_case]


def test_words_of_the_file_find_nothing_for_who_does_not_read_it_nor_for_next_door(staff, member, sun, mediated_case):
    found = {
        (who.username, words): CaseFilter({"text": words}, Case.objects.visible_to(who), actor=who).qs.count()
        for who in (staff, member, sun)
        for words in ("漏水", "衣柜")
    }

    assert found == {
        ("staff", "漏水"): 1,
        ("staff", "衣柜"): 0,
        ("member", "漏水"): 1,
        ("member", "衣柜"): 0,
        ("sun", "漏水"): 0,
        ("sun", "衣柜"): 0,
    }


def test_pairs_that_stand_apart_in_the_text_are_no_hit(lin, zhao, mediated_case):
    assert not CaseFilter({"text": "渗水主卧衣柜"}, Case.objects.visible_to(zhao), actor=zhao).qs.exists()


@pytest.mark.parametrize("words", ["'", "':*", "!!", "a' | 'b", "　", "\\", "漏'水", "𠮷"])
def test_marks_and_rare_characters_in_a_search_are_no_error(words, client, lin, registered_case):
    assert listed(client, lin, text=words).status_code == 200


@pytest.mark.parametrize("typed", ["马俊", "majun", "mj", "俊", "LIUGUIZHEN"])
def test_a_party_is_found_by_name_pinyin_and_initials(typed, client, lin, registered_case):
    assert "刘桂珍与马俊漏水纠纷" in listed(client, lin, party=typed).content.decode()


def test_a_party_that_the_title_does_not_name_is_found_until_it_leaves(lin, committee):
    first, second = make_parties(lin)
    others = [
        Entry("applicant", person=make_person(lin, YINGYUAN, name=name, number="", phones=()))
        for name in ("赵一", "钱二", "孙三")
    ]
    case = make_case(lin, committee, entries=(first, second, *others))
    found = Case.objects.with_party("孙三")

    assert "孙三" not in case.title
    assert list(found) == [case]

    leave_party(case.parties.get(name="孙三"), by=lin, left_on=timezone.localdate(), reason="非本案当事人")
    assert not found.all().exists()
    assert not Case.objects.with_party("·").exists()


def test_the_search_box_finds_a_case_in_scope_and_not_next_door(client, lin, sun, registered_case):
    shown = {}
    for who in (lin, sun):
        client.force_login(who)
        shown[who.username] = (
            registered_case.get_absolute_url() in client.get(reverse("pages:search"), {"q": "马俊"}).content.decode()
        )

    assert shown == {"lin": True, "sun": False}


def test_filters_combine_and_an_unknown_one_is_named(client, lin, zhao, committee, mediated_case):
    make_case(lin, committee, entries=same_parties(mediated_case), dispute_subtype="噪音", difficulty=3)
    both = {"party": "马俊", "difficulty": "3", "procedure": "open"}

    assert "噪音" in listed(client, lin, **both).content.decode()
    assert "漏水纠纷" not in listed(client, lin, **both).content.decode()
    assert listed(client, lin, colour="red").status_code == 400


def test_what_waits_for_the_director_waits_on_their_work_home_and_not_on_others(
    client, zhao, lin, justice, registered_case
):
    seen = {}
    for who in (zhao, lin, justice):
        client.force_login(who)
        seen[who.username] = "待受理的案件" in client.get("/").content.decode()

    assert seen == {"zhao": True, "lin": False, "justice": False}


def test_a_case_filed_without_words_is_not_lost(lin, committee):
    assert make_filing(requests=()).requests == ()
    case = make_case(lin, committee, requests=("",))
    assert case.requests == []


def test_no_page_urges_to_end_a_case(client, staff, lin, mediated_case):
    """Whoever may do nothing but withdraw for the applicant is shown so, and not as the obvious next act."""
    main = {}
    for who in (staff, lin):
        client.force_login(who)
        text = client.get(mediated_case.get_absolute_url()).content.decode()
        head = text[text.index('class="page-head"') : text.index('id="glance"')]
        main[who] = "btn-primary" in head, "撤回申请" in head

    assert main == {staff: (False, True), lin: (True, True)}
