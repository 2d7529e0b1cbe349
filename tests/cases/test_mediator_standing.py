"""Mediators filed with the bureau, suspended, gone, removed: who may say so, and what follows."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from cases.docket.models import Case
from cases.mediation.actions import assign_mediators
from cases.mediation.checking import check_all
from cases.mediation.loads.queries import advice_at
from cases.mediation.mediators.actions import file_mediator, file_with_bureau, set_standing
from cases.mediation.mediators.models import MediatorProfile
from cases.mediation.mediators.particulars import Particulars
from cases.subsidies.gathering import payees_of
from governance.errors import Invalid, NotPermitted, WrongState
from tests.cases.factories import ago
from tests.factories import YINGYUAN

TODAY = timezone.localdate()
TOLD = Particulars(
    post="deputy",
    term_starts_on=date(2025, 5, 1),
    term_ends_on=date(2028, 5, 1),
    is_bought=True,
    political="01",
    education="20",
    major="法学",
    career="2001 年至 2020 年在嘉定区法院工作。",
    mediates_since=2015,
)


def enter(account, by, **more):
    values = {"area": YINGYUAN, "employment": "full", "origin": "engaged", **more}
    return file_mediator(account, by=by, **values)


@pytest.fixture
def profile(lin, zhao):
    return enter(lin, zhao, particulars=TOLD)


def version_of(profile):
    return MediatorProfile.objects.get(pk=profile.pk).version


def stand(profile, by, status="suspended", since=TODAY, **more):
    return set_standing(profile, by=by, status=status, since=since, **{"reason": "投诉查实，调委会停用。", **more})


def test_the_director_enters_and_the_justice_office_files_with_number_and_day(profile, zhao, justice):
    assert (profile.is_filed, profile.post, profile.is_bought, profile.major) == (False, "deputy", True, "法学")
    with pytest.raises(NotPermitted, match="司法所"):
        file_with_bureau(profile, by=zhao, filing_no="嘉司调001", filed_on=TODAY)

    filed = file_with_bureau(profile, by=justice, filing_no="嘉司调001", filed_on=TODAY)

    assert (filed.is_filed, filed.filing_no, filed.filed_on, filed.filed_by) == (True, "嘉司调001", TODAY, justice)


def test_a_filing_number_is_one_mediators_in_the_district_and_not_of_tomorrow(profile, lin, zhao, justice):
    other = enter(zhao, zhao)
    file_with_bureau(profile, by=justice, filing_no="嘉司调001", filed_on=TODAY)

    with pytest.raises(Invalid, match="已使用这个备案编号"):
        file_with_bureau(other, by=justice, filing_no="嘉司调001", filed_on=TODAY)
    with pytest.raises(Invalid) as refused:
        file_with_bureau(other, by=justice, filing_no="嘉司调002", filed_on=TODAY + timedelta(days=1))
    assert refused.value.field == "filed_on"
    with pytest.raises(Invalid):
        file_with_bureau(other, by=justice, filing_no=" ", filed_on=TODAY)


def test_entering_again_without_particulars_keeps_them(profile, lin, zhao):
    again = enter(lin, zhao, grade=3)
    assert (again.grade, again.major, again.term_ends_on) == (3, "法学", date(2028, 5, 1))


@pytest.mark.parametrize(
    ("told", "field"),
    [
        ({"post": "king"}, "post"),
        ({"political": "99"}, "political"),
        ({"term_ends_on": date(2026, 1, 1)}, "term_starts_on"),
        ({"term_starts_on": date(2026, 1, 1), "term_ends_on": date(2026, 1, 1)}, "term_ends_on"),
        ({"term_starts_on": date(2020, 1, 1), "term_ends_on": date(2030, 1, 1)}, "term_ends_on"),
        ({"email": "not an address"}, "email"),
        ({"mediates_since": 1900}, "mediates_since"),
        ({"career": "空\x00"}, "career"),
        ({"unit": "长" * 101}, "unit"),
    ],
)
def test_particulars_that_cannot_be_are_refused_at_their_field(told, field, lin, zhao, committee):
    with pytest.raises(Invalid) as refused:
        enter(lin, zhao, particulars=Particulars(**told))
    assert refused.value.field == field


def test_who_is_suspended_is_not_assigned_and_not_advised(profile, lin, zhao, accepted_case):
    assert {one.carried.account_id for one in advice_at(YINGYUAN, on=TODAY)} == {lin.pk, zhao.pk}

    stand(profile, zhao)

    assert {one.carried.account_id for one in advice_at(YINGYUAN, on=TODAY)} == {zhao.pk}
    with pytest.raises(Invalid, match="的调解员登记为“停用”，不能指派"):
        assign_mediators(accepted_case, by=zhao, assigned_at=ago(minutes=5), host=lin, told_by="face")
    assert Case.objects.get(pk=accepted_case.pk).procedure == "accepted"


def test_a_status_counts_from_its_day_and_the_end_of_a_term_asks_to_be_looked_into(profile, lin, zhao, accepted_case):
    stand(profile, zhao, since=TODAY)
    MediatorProfile.objects.filter(pk=profile.pk).update(term_ends_on=TODAY - timedelta(days=1))

    def found(on):
        return [one.code for one in check_all(accepted_case, [lin], on=on)[lin.pk]]

    assert found(TODAY) == ["standing", "term"]
    assert found(TODAY - timedelta(days=1)) == ["term"]
    assert found(TODAY - timedelta(days=9)) == []


def test_who_comes_back_is_taken_up_by_the_justice_office(profile, lin, zhao, sun, justice):
    stand(profile, zhao)
    for by, said in ((sun, "须由"), (zhao, "恢复在任须由"), (lin, "须由")):
        with pytest.raises(NotPermitted, match=said):
            stand(profile, by, "active")
    with pytest.raises(WrongState, match="已经是“停用”"):
        stand(profile, zhao)
    with pytest.raises(Invalid, match="不能早于上一次变动"):
        stand(profile, justice, "active", since=TODAY - timedelta(days=3))
    with pytest.raises(Invalid) as refused:
        stand(profile, justice, "active", reason=" ")
    assert refused.value.field == "reason"

    stand(profile, justice, "active", reason="调查后撤销停用。")

    assert MediatorProfile.objects.get(pk=profile.pk).status == "active"
    assert [one.status for one in profile.standings.all()] == ["active", "suspended"]


def test_nobody_decides_on_themselves_and_who_was_removed_is_not_filed(zhao, justice, committee):
    own = enter(zhao, zhao)
    with pytest.raises(NotPermitted, match="本人的状态"):
        stand(own, zhao, "left")
    stand(own, justice, "removed")
    with pytest.raises(WrongState, match="不能备案"):
        file_with_bureau(own, by=justice, filing_no="嘉司调009", filed_on=TODAY)


def test_a_subsidy_goes_to_who_is_filed_and_was_active_on_the_day_of_the_result(
    profile, lin, zhao, justice, mediated_case
):
    mediated_case.result_on = TODAY - timedelta(days=5)

    def said():
        return dict(payees_of(mediated_case))[lin]

    assert "没有备案" in said()
    file_with_bureau(profile, by=justice, filing_no="嘉司调001", filed_on=TODAY)
    assert said() == ""
    stand(profile, zhao, "left")
    assert said() == ""
    stand(profile, justice, "removed")
    assert "罢免或者解聘" in said()
    stand(profile, justice, "active")
    stand(profile, zhao, "suspended")
    assert "停用期间" in said()


def test_the_pages_file_suspend_and_tell(client, profile, lin, zhao, justice, sun):
    own = reverse("cases:mediator", args=[lin.pk])
    client.force_login(zhao)
    page = client.get(own).content.decode()
    assert "备案以前不能申报以案定补" in page
    assert reverse("cases:file_with_bureau", args=[lin.pk]) not in page
    assert client.get(reverse("cases:file_with_bureau", args=[lin.pk])).status_code == 403

    client.force_login(justice)
    url = reverse("cases:file_with_bureau", args=[lin.pk])
    typed = {"filing_no": "嘉司调001", "filed_on": TODAY.isoformat(), "version": version_of(profile)}
    assert client.post(url, {**typed, "filing_no": ""}).status_code == 422
    assert client.post(url, typed).status_code == 302

    client.force_login(zhao)
    url = reverse("cases:set_standing", args=[lin.pk])
    typed = {"status": "suspended", "since": TODAY.isoformat(), "reason": "投诉查实。", "version": version_of(profile)}
    assert client.post(url, typed).status_code == 302
    page = client.get(own).content.decode()
    assert "嘉司调001" in page
    assert "停用（自" in page
    client.force_login(sun)
    assert client.get(url).status_code == 404


def test_the_form_of_the_director_keeps_post_term_and_person(client, profile, lin, zhao):
    client.force_login(zhao)
    url = reverse("cases:file_mediator", args=[lin.pk])
    form = client.get(url).context["form"]
    assert (form["post"].value(), form["major"].value()) == ("deputy", "法学")
    typed = {"employment": "part", "origin": "elected", "post": "member", "unit": "迎园居委会", "education": "30"}
    assert client.post(url, {**typed, "email": "nonsense"}).status_code == 422
    assert client.post(url, typed).status_code == 302
    kept = MediatorProfile.objects.get(pk=profile.pk)
    assert (kept.post, kept.unit, kept.education, kept.major) == ("member", "迎园居委会", "30", "")
