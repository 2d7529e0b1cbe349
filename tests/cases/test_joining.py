"""A party that joins after acceptance: with consent on record, mediators checked against it, papers that tell it."""

import pytest
from django.urls import reverse

from cases.docket.forms import minute_now
from cases.documents.filling.offers import filled, offer_of
from cases.intake.consent import waiting_for
from cases.mediation.endings.actions import fail_mediation
from cases.mediation.joining.actions import Consent, let_party_join
from cases.mediation.mediators.actions import declare_tie
from cases.parties.actions import Entry
from governance.committees.models import Body
from governance.errors import Invalid, NotPermitted, Stale, WrongState
from tests.cases.agreements import make_ready, sign_all
from tests.cases.factories import ago, make_mediated
from tests.factories import ON, YINGYUAN, make_organisation, make_person

THIRD_ID = "310199198601199032"
AGREED = Consent("agreed", "phone", "face", note="楼下住户，墙面同样受损")
BOTH = "刘桂珍、马俊均同意其参加"


@pytest.fixture
def wang(lin):
    return make_person(lin, YINGYUAN, name="王芳", number=THIRD_ID, phones=("19900000203",))


def join(case, by, person, *, side="third", consent=AGREED, **more):
    entry = more.pop("entry", None) or Entry(side, person=person)
    values = {"joined_at": ago(minutes=5), "agreed_by": BOTH, **more}
    return let_party_join(case, by=by, entry=entry, consent=consent, **values)


def test_a_third_party_joins_with_consent_and_rights_on_record(lin, mediated_case, wang):
    party = join(mediated_case, lin, wang)

    mediated_case.refresh_from_db()
    contact, notice = party.case.contacts.get(party=party), party.case.given_notices.get(party=party)
    assert (party.side, party.joined_on is not None, mediated_case.people_count) == ("third", True, 3)
    assert (contact.answer, contact.channel, notice.what) == ("agreed", "phone", "rights")
    told = list(mediated_case.events.order_by("seq").values_list("verb", flat=True))[-3:]
    assert told == ["party_joined", "consent_asked", "told"]
    assert waiting_for(mediated_case) == []


def test_a_missed_respondent_joins_by_the_director_and_stands_in_the_title(zhao, lin, mediated_case, wang):
    limit = mediated_case.limits.running().get().due_on
    join(mediated_case, zhao, wang, side="respondent")

    mediated_case.refresh_from_db()
    assert mediated_case.title == "刘桂珍与马俊、王芳漏水纠纷"
    assert mediated_case.limits.running().get().due_on == limit


@pytest.mark.parametrize(
    ("answer", "why"), [("refused", "不能列为当事人"), ("undecided", "取得同意"), ("", "取得同意")]
)
def test_without_consent_nobody_is_made_a_party(lin, mediated_case, wang, answer, why):
    with pytest.raises(Invalid, match=why) as refusal:
        join(mediated_case, lin, wang, consent=Consent(answer, "phone", "face"))

    assert refusal.value.field == "answer"
    assert mediated_case.parties.count() == 2


def test_what_those_in_the_case_say_is_asked(lin, mediated_case, wang):
    with pytest.raises(Invalid) as refusal:
        join(mediated_case, lin, wang, agreed_by=" ")
    assert refusal.value.field == "agreed_by"


def test_before_acceptance_the_director_is_led_to_the_plain_way(zhao, registered_case, wang):
    with pytest.raises(WrongState, match="在“当事人”栏直接增加"):
        join(registered_case, zhao, wang)


def test_after_the_end_nobody_joins(lin, mediated_case, wang):
    told = {"told_by": "face", "remedies": ("court",)}
    ended = fail_mediation(mediated_case, by=lin, happened_at=ago(minutes=10), **told)
    with pytest.raises(WrongState, match=r"调解已经结束.*请结案"):
        join(ended, lin, wang)


def test_while_an_agreement_is_being_signed_nobody_joins(lin, mediated_case, wang):
    sign_all(make_ready(mediated_case, lin), lin, but=("马俊",))

    with pytest.raises(WrongState, match="先作废这份协议稿"):
        join(mediated_case, lin, wang)


def test_who_is_on_a_side_does_not_join_another(lin, mediated_case):
    with pytest.raises(Invalid, match="不能出现两次"):
        join(mediated_case, lin, mediated_case.parties.get(side="respondent").person)


def test_a_minor_joins_with_a_guardian_alone(lin, mediated_case):
    child = make_person(lin, YINGYUAN, name="王小", number="310199201803070012", phones=())
    with pytest.raises(Invalid, match="监护人"):
        join(mediated_case, lin, child)


def test_a_mediator_tied_to_who_joins_is_to_be_replaced(lin, zhao, mediated_case, wang):
    declare_tie(lin, by=lin, area=YINGYUAN, kind="kin", declared_on=ON, person=wang)
    join(mediated_case, zhao, wang)

    request = mediated_case.replacement_requests.get()
    assert (request.assignment.account, request.reason) == (lin, "conflict")
    assert "近亲属" in request.note


def test_a_tie_that_does_not_bar_is_looked_into_first(lin, zhao, mediated_case):
    firm = make_organisation(lin, YINGYUAN, name="上海安居物业有限公司", legal_representative="陈明")
    declare_tie(lin, by=lin, area=YINGYUAN, kind="employer", declared_on=ON, organisation=firm)
    entry = Entry("third", organisation=firm)
    with pytest.raises(Invalid, match="任职") as refusal:
        join(mediated_case, zhao, None, entry=entry)
    assert refusal.value.field == "conflict_note"

    join(mediated_case, zhao, None, entry=entry, conflict_note="各方均知情并接受")
    assert not mediated_case.replacement_requests.exists()


def test_the_founder_of_the_committee_does_not_join(lin, mediated_case):
    firm = make_organisation(lin, YINGYUAN, name="迎园社区居民委员会", legal_representative="何敏")
    Body.objects.create(kind="residents_committee", name=firm.name, area_id=YINGYUAN, established_on="2020-01-01")

    with pytest.raises(WrongState, match="移交街道"):
        join(mediated_case, lin, None, entry=Entry("respondent", organisation=firm))


def test_members_and_neighbours_do_not_let_anybody_join(member, sun, mediated_case, wang):
    for outsider in (member, sun):
        with pytest.raises(NotPermitted):
            join(mediated_case, outsider, wang)


def test_who_acts_on_an_old_page_is_told_so(lin, mediated_case, wang):
    with pytest.raises(Stale):
        join(mediated_case, lin, wang, version=mediated_case.version - 1)


def test_papers_of_the_acceptance_keep_their_parties_and_remark_who_joined(lin, mediated_case, wang):
    join(mediated_case, lin, wang)

    printed = {}
    for form in ("F02", "F03"):
        offer = offer_of(mediated_case, f"{form}:", reads_file=True)
        printed[form] = filled(mediated_case, offer, taken_at=ago())[0].case
    assert [party.name for party in printed["F02"].parties] == ["刘桂珍", "马俊"]
    assert "王芳作为第三人参加调解" in printed["F02"].remark
    assert [party.name for party in printed["F03"].parties] == ["刘桂珍", "马俊", "王芳"]


# --- pages


def typed(case, **overrides):
    values = {
        "side": "third",
        "number": THIRD_ID,
        "name": "王芳",
        "members": "1",
        "happened_at": f"{minute_now():%Y-%m-%dT%H:%M}",
        "answer": "agreed",
        "channel": "face",
        "told_by": "face",
        "agreed_by": BOTH,
        "version": case.version,
    }
    return {**values, **overrides}


def test_the_page_registers_who_joins_and_goes_back_to_the_parties(client, lin, mediated_case):
    client.force_login(lin)
    url = reverse("cases:let_person_join", args=[mediated_case.pk])
    answer = client.post(url, typed(mediated_case), follow=True)

    assert answer.redirect_chain[-1][0] == f"{mediated_case.get_absolute_url()}#parties"
    assert "王芳" in answer.content.decode()
    assert "第三人" in answer.content.decode()


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"answer": "refused"}, "不能列为当事人"),
        ({"answer": ""}, "必填"),
        ({"agreed_by": "𠮷" * 201}, "200"),
        ({"happened_at": "2001-01-01T00:00"}, "早于"),
        ({"members": "0"}, "1"),
    ],
)
def test_what_is_typed_wrong_is_said_at_its_field_and_kept(client, lin, mediated_case, wrong, sentence):
    client.force_login(lin)
    url = reverse("cases:let_person_join", args=[mediated_case.pk])
    answer = client.post(url, typed(mediated_case, **wrong))

    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert "王芳" in answer.content.decode()
    assert mediated_case.parties.count() == 2


def test_the_page_of_one_case_offers_it_to_host_and_director_alone(client, lin, zhao, member, mediated_case):
    offered = {}
    for who in (lin, zhao, member):
        client.force_login(who)
        offered[who.username] = "个人参加调解" in client.get(mediated_case.get_absolute_url()).content.decode()

    assert offered == {"lin": True, "zhao": True, "member": False}


def test_an_organisation_joins_on_its_page(client, lin, zhao, committee):
    case = make_mediated(lin, zhao, committee)
    client.force_login(lin)
    url = reverse("cases:let_organisation_join", args=[case.pk])
    values = typed(
        case, kind="legal_person", name="上海安居物业有限公司", head="陈明", number="", credit_code="91310199MA1X00A10C"
    )

    assert client.post(url, values).status_code == 302
    assert case.parties.get(side="third").name == "上海安居物业有限公司"
