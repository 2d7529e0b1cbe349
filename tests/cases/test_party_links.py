"""A party says by a link of its own what was performed: nothing else is shown, and it ends."""

import uuid
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cases.performance.asking.actions import Said, make_link, revoke_link, settle_statements, state_performance
from cases.performance.asking.models import PartyLink, token_digest
from governance.audit.models import TrailDetail
from governance.errors import Invalid, NotPermitted, WrongState
from governance.notices.models import Notice
from tests.cases.agreements import side, soon
from tests.cases.performing import agreed, first, perform


@pytest.fixture
def stranger():
    """Somebody with a telephone and no account, whom other tests did not use up."""
    return Client(REMOTE_ADDR=f"2001:db8::{uuid.uuid4().hex[:4]}:{uuid.uuid4().hex[:4]}")


def link_for(case, by, which="respondent"):
    return make_link(case, by=by, party=side(case, which))


def say(case, by, which, obligation, says, **more):
    link, _ = link_for(case, by, which)
    return state_performance(link, said=[Said(obligation.pk, says, **more)])


def page(client, token):
    return client.get(reverse("cases:answer"), {"k": token})


def test_a_link_shows_its_party_what_it_owes_and_nothing_else(stranger, mediated_case, lin):
    agreed(mediated_case, lin)
    _, token = link_for(mediated_case, lin)

    answer = page(stranger, token)

    text = answer.content.decode()
    assert answer.status_code == 200
    assert "9,800.00" in text
    assert "迎园社区人民调解委员会" in text
    for hidden in (mediated_case.number, mediated_case.title, "楼上卫生间渗水", "19900000202", "林晓"):
        assert hidden not in text
    assert answer["X-Robots-Tag"] == "noindex, nofollow, noarchive"
    assert answer["Referrer-Policy"] == "no-referrer"
    assert answer["Cache-Control"] == "no-store"
    assert 'name="robots"' in text


def test_the_token_is_kept_nowhere(mediated_case, lin):
    agreed(mediated_case, lin)
    link, token = link_for(mediated_case, lin)

    assert link.digest == token_digest(token)
    assert token not in str(list(PartyLink.objects.values()))
    assert token not in str(list(TrailDetail.objects.values_list("body", flat=True)))


def test_what_is_said_reaches_the_host_and_waits_until_it_is_dealt_with(stranger, client, mediated_case, lin):
    obligation = first(agreed(mediated_case, lin))
    _, token = link_for(mediated_case, lin)
    sent = {"k": token, f"says_{obligation.pk}": "done", f"note_{obligation.pk}": "昨天转的"}

    answer = stranger.post(reverse("cases:answer"), sent)

    assert "已收到您的反馈" in answer.content.decode()
    assert Notice.objects.filter(rung="performance.stated", recipient=lin).count() == 1
    client.force_login(lin)
    assert "当事人反馈的履行情况" in client.get("/").content.decode()
    shown = client.get(mediated_case.get_absolute_url()).content.decode()
    assert "已经履行" in shown
    assert "昨天转的" in shown
    mediated_case.refresh_from_db()
    assert mediated_case.performance == "not_due"

    perform(obligation, lin)
    assert not mediated_case.party_statements.unsettled().exists()
    assert "当事人反馈的履行情况" not in client.get("/").content.decode()


def test_one_confirms_and_the_other_denies_and_the_mediator_sees_it_disputed(client, mediated_case, lin):
    obligation = first(agreed(mediated_case, lin))
    say(mediated_case, lin, "respondent", obligation, "done")
    say(mediated_case, lin, "applicant", obligation, "none", note="没有收到")
    client.force_login(lin)

    assert "说法不一" in client.get(mediated_case.get_absolute_url()).content.decode()

    say(mediated_case, lin, "applicant", obligation, "done")
    assert "说法不一" not in client.get(mediated_case.get_absolute_url()).content.decode()


def test_what_is_said_twice_is_kept_once(mediated_case, lin):
    obligation = first(agreed(mediated_case, lin))
    link, _ = link_for(mediated_case, lin)

    assert len(state_performance(link, said=[Said(obligation.pk, "done")])) == 1
    assert state_performance(link, said=[Said(obligation.pk, "done")]) == []
    assert mediated_case.party_statements.count() == 1


def test_an_expired_a_revoked_a_replaced_and_an_unknown_link_look_the_same(stranger, mediated_case, lin):
    agreed(mediated_case, lin)
    _, replaced = link_for(mediated_case, lin)
    expired_link, expired = link_for(mediated_case, lin)
    PartyLink.objects.filter(pk=expired_link.pk).update(expires_at=timezone.now() - timedelta(minutes=1))
    revoked_link, revoked = link_for(mediated_case, lin, "applicant")
    revoke_link(revoked_link, by=lin)

    answers = [page(stranger, token) for token in (replaced, expired, revoked, "nobody", "", "\U00020bb7" * 300)]

    assert {answer.status_code for answer in answers} == {410}
    assert len({answer.content for answer in answers}) == 1
    with pytest.raises(WrongState):
        state_performance(revoked_link, said=[])


def test_who_knocks_too_often_waits(stranger, mediated_case):
    answers = [page(stranger, f"wrong{number}").status_code for number in range(45)]  # a minute may turn meanwhile

    assert answers[0] == 410
    assert set(answers) == {410, 429}


@pytest.mark.parametrize(
    "said",
    [
        {"says": "perhaps"},
        {"says": "done", "done_on": soon(3)},
        {"says": "done", "note": "字" * 201},
        {"says": "done", "note": "31019919550218902X"},
    ],
)
def test_an_answer_that_cannot_be_is_refused(said, mediated_case, lin):
    obligation = first(agreed(mediated_case, lin))

    with pytest.raises(Invalid):
        say(mediated_case, lin, "respondent", obligation, **said)


def test_nonsense_sent_to_the_link_is_told_and_the_words_are_kept(stranger, mediated_case, lin):
    obligation = first(agreed(mediated_case, lin))
    _, token = link_for(mediated_case, lin)
    sent = {"k": token, f"says_{obligation.pk}": "x", f"note_{obligation.pk}": "𠮷" * 300}

    answer = stranger.post(reverse("cases:answer"), sent)

    assert answer.status_code == 422
    assert "𠮷" in answer.content.decode()
    assert stranger.post(reverse("cases:answer"), {"k": token}).status_code == 422
    assert not mediated_case.party_statements.exists()


def test_a_link_says_nothing_of_another_partys_or_another_cases_obligations(mediated_case, lin):
    obligation = first(agreed(mediated_case, lin))
    link, _ = link_for(mediated_case, lin)

    with pytest.raises(Invalid, match="不在您的反馈范围内"):
        state_performance(link, said=[Said(obligation.pk + 1, "done")])


def test_the_committee_may_look_into_it_and_say_so(client, mediated_case, lin):
    say(mediated_case, lin, "respondent", first(agreed(mediated_case, lin)), "none")
    client.force_login(lin)

    assert client.post(reverse("cases:settle_statements", args=[mediated_case.pk])).status_code == 302

    assert not mediated_case.party_statements.unsettled().exists()


def test_who_does_not_follow_the_case_makes_no_links(client, mediated_case, lin, sun, member):
    agreed(mediated_case, lin)
    for who in (sun, member):
        with pytest.raises(NotPermitted):
            link_for(mediated_case, who)
        with pytest.raises(NotPermitted):
            settle_statements(mediated_case, by=who)
    client.force_login(sun)
    assert client.get(reverse("cases:make_party_link", args=[mediated_case.pk])).status_code == 404


def test_the_page_makes_a_link_shows_it_once_and_revokes_it(client, stranger, mediated_case, lin):
    agreed(mediated_case, lin)
    client.force_login(lin)
    url = reverse("cases:make_party_link", args=[mediated_case.pk])
    assert client.get(url).status_code == 200

    answer = client.post(url, {"party": side(mediated_case, "applicant").pk})

    address = answer.context["url"]
    assert answer["Cache-Control"] == "no-store"
    assert stranger.get(address).status_code == 200
    link = PartyLink.objects.get()
    assert client.post(reverse("cases:revoke_party_link", args=[link.pk])).status_code == 302
    assert stranger.get(address).status_code == 410


def test_before_an_agreement_there_is_nothing_to_ask(mediated_case, lin):
    with pytest.raises(WrongState):
        link_for(mediated_case, lin)
