"""Checks for latent disputes: several findings, or none; each finding a clue; the sheet of the whole check."""

import pytest
from django.urls import reverse
from django.utils import timezone

from cases.checks.actions import Finding, add_finding, record_check
from cases.checks.models import Check
from cases.checks.sheet import check_sheet
from cases.documents.filling.offers import filled, offers_of
from governance.errors import Invalid, NotPermitted
from tests.cases.factories import ago, make_filing

QUERIES = 7


def finding(people="3 号楼王某、李某", **more):
    return Finding(make_filing(source="S2", source_form="", **more), people)


def enter(committee, by, *findings, **more):
    facts = {"checked_at": ago(hours=3), "place": "迎园一村", "method": "visit", "checkers": "林晓、网格员小吴"}
    return record_check(committee, by=by, findings=findings, **{**facts, **more})


def test_a_check_with_two_findings_makes_two_clues(committee, lin):
    check = enter(committee, lin, finding(), finding("5 号楼赵某"))

    clues = [one.case for one in check.findings.all()]
    assert [clue.procedure for clue in clues] == ["clue", "clue"]
    assert all(clue.received_at == check.checked_at for clue in clues)


def test_a_check_that_found_nothing_is_one_too(client, committee, lin):
    check = enter(committee, lin, note="走访 40 户。")

    client.force_login(lin)
    page = client.get(check.get_absolute_url()).content.decode()
    assert "没有发现矛盾纠纷" in page
    listed = client.get(reverse("cases:checks") + "?found=no").content.decode()
    assert "迎园一村" in listed
    assert "没有发现矛盾纠纷" in str(check_sheet(check))


def test_the_register_of_a_finding_says_how_who_and_whom(committee, lin):
    clue = enter(committee, lin, finding()).findings.get().case
    made = {offer.form: offer for offer in offers_of(clue, reads_file=True)}
    snap, _ = filled(clue, made["F21"], taken_at=timezone.now())

    assert (snap.detail.method, snap.detail.checkers) == ("走访入户", ("林晓", "网格员小吴"))
    assert snap.detail.people == ("3 号楼王某、李某",)


def test_the_sheet_lists_every_finding(committee, lin):
    said = str(check_sheet(enter(committee, lin, finding(), finding("5 号楼赵某"))))
    assert "3 号楼王某、李某" in said
    assert "5 号楼赵某" in said


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"place": " "}, "place"),
        ({"method": "telepathy"}, "method"),
        ({"checkers": ""}, "checkers"),
        ({"checked_at": ago(hours=-2)}, "checked_at"),
        ({"checked_at": ago(days=30)}, "late_reason"),
        ({"note": "空\x00"}, "note"),
    ],
)
def test_a_check_that_cannot_be_is_refused_at_its_field(values, field, committee, lin):
    with pytest.raises(Invalid) as refused:
        enter(committee, lin, **values)
    assert refused.value.field == field
    assert not Check.objects.exists()


def test_next_door_neither_enters_nor_sees(client, committee, lin, sun):
    check = enter(committee, lin, finding())
    with pytest.raises(NotPermitted):
        enter(committee, sun)
    with pytest.raises(NotPermitted):
        add_finding(check, by=sun, finding=finding())
    client.force_login(sun)
    for url in (check.get_absolute_url(), reverse("cases:check_sheet", args=[check.pk])):
        assert client.get(url).status_code == 404


def test_the_pages_enter_a_check_add_what_was_found_and_print_it(client, committee, lin):
    client.force_login(lin)
    typed = {"committee": committee.pk, "place": "迎园一村", "method": "patrol", "checkers": "林晓"}
    typed["checked_at"] = timezone.localtime().strftime("%Y-%m-%dT%H:%M")
    assert client.post(reverse("cases:add_check"), {**typed, "place": ""}).status_code == 422
    answer = client.post(reverse("cases:add_check"), typed)
    assert answer.status_code == 302, answer.context["form"].errors
    check = Check.objects.get()

    url = reverse("cases:add_finding", args=[check.pk])
    assert client.post(url, {"facts": ""}).status_code == 422
    assert client.post(url, {"facts": "两户因楼道堆物多次争吵，尚未动手。", "people": "王某、李某"}).status_code == 302

    assert "王某、李某" in client.get(check.get_absolute_url()).content.decode()
    assert client.get(reverse("cases:check_sheet", args=[check.pk])).content.startswith(b"%PDF")


def test_a_clue_typed_alone_is_a_check_with_one_finding(client, committee, lin):
    client.force_login(lin)
    typed = {"committee": committee.pk, "facts": "两户因楼道堆物多次争吵。", "people": "王某", "method": "report"}
    answer = client.post(reverse("cases:add_clue"), typed)
    assert answer.status_code == 302, answer.context["form"].errors

    check = Check.objects.get()
    assert (check.checkers, check.get_method_display(), check.findings.get().people) == (lin.name, "信息员报告", "王某")


def test_the_list_takes_as_many_queries_for_three_as_for_one(client, committee, lin, django_assert_num_queries):
    enter(committee, lin, finding())
    client.force_login(lin)
    url = reverse("cases:checks")
    client.get(url)
    with django_assert_num_queries(QUERIES):
        client.get(url)
    for _ in range(2):
        enter(committee, lin, finding())
    with django_assert_num_queries(QUERIES):
        assert client.get(url).content.decode().count("迎园一村") >= 3
