"""Find by a full number, reveal a masked one: within scope, with a trace, in measure."""

import pytest

from governance.audit.models import TrailEntry
from governance.errors import Invalid, NotPermitted, TooOften
from governance.lookup import actions
from governance.lookup.actions import look_up, reveal_birth_date, reveal_identifier, reveal_phone
from tests.factories import CHEN_ID, CHEN_PHONE, ON, YINGYUAN, make_organisation, make_person


@pytest.mark.parametrize(
    "typed",
    [
        CHEN_ID,
        "310199 19780314 9039",
        "310199780314903",
        CHEN_PHONE,
        "+86 199-0000-0101",
        "３１０１９９１９７８０３１４９０３９",
    ],
)
def test_a_person_is_found_by_any_full_number_of_theirs(lin, chen, typed):
    assert look_up(typed, by=lin, on=ON).persons == [chen]


def test_other_documents_phones_and_codes_find_their_owner(lin):
    foreigner = make_person(lin, YINGYUAN, name="John Smith", kind="passport", number="EA1234567", phones=())
    company = make_organisation(lin, YINGYUAN, phones=("021-61234567",))

    assert look_up("ea 1234567", by=lin, on=ON).persons == [foreigner]
    assert look_up("91310199ma1x00a10c", by=lin, on=ON).organisations == [company]
    assert look_up("02161234567", by=lin, on=ON).organisations == [company]


def test_a_part_of_a_number_finds_nobody(lin, chen):
    assert look_up("9039", by=lin, on=ON).count == 0
    assert look_up("1990000010", by=lin, on=ON).count == 0


@pytest.mark.parametrize("typed", ["", "陈志远", "12", "\x00\x00\x00\x00\x00", "1" * 10_000])
def test_what_is_no_number_is_not_looked_up(lin, typed):
    with pytest.raises(Invalid, match="完整"):
        look_up(typed, by=lin, on=ON)

    assert not TrailEntry.objects.exists()


def test_next_door_a_number_is_as_unknown_as_one_nobody_has(sun, chen, django_assert_max_num_queries):
    look_up("EA1234567", by=sun, on=ON)
    with django_assert_max_num_queries(100) as hidden:
        assert look_up(CHEN_ID, by=sun, on=ON).count == 0
    with django_assert_max_num_queries(100) as unknown:
        assert look_up("31019919890722902X", by=sun, on=ON).count == 0

    assert len(hidden) == len(unknown)


def test_a_look_up_is_recorded_with_a_digest_and_no_number(lin, chen, sun):
    look_up(CHEN_ID, by=lin, on=ON)
    look_up(CHEN_ID, by=sun, on=ON)

    hit, miss = TrailEntry.objects.filter(verb="person.looked_up").order_by("id")
    assert (hit.subject_type, hit.subject_id, hit.area_id) == ("person", str(chen.pk), YINGYUAN)
    assert (miss.subject_type, miss.account, miss.area_id) == ("account", sun, "310114001002")
    assert hit.detail.body == miss.detail.body
    assert list(hit.detail.body) == ["digest"]
    assert CHEN_ID not in str(hit.detail.body)


def test_looking_up_by_the_thousand_is_stopped(lin, chen, monkeypatch):
    monkeypatch.setattr(actions, "LOOKUP_LIMITS", ((actions.timedelta(minutes=1), 2),))
    look_up(CHEN_ID, by=lin, on=ON)
    look_up(CHEN_PHONE, by=lin, on=ON)

    with pytest.raises(TooOften, match="1 分钟内最多 2 次"):
        look_up(CHEN_ID, by=lin, on=ON)


def test_a_full_number_is_shown_for_a_reason_and_that_is_recorded(lin, chen):
    identifier, phone = chen.identifiers.get(), chen.phones.get()

    assert reveal_identifier(identifier, by=lin, reason="verify", explanation="核对申请书") == CHEN_ID
    assert reveal_phone(phone, by=lin, reason="contact", explanation="通知到场") == CHEN_PHONE
    assert reveal_birth_date(chen, by=lin, reason="document", explanation="制作协议书") == "1978-03-14"
    told = [entry.detail.body for entry in TrailEntry.objects.filter(verb="person.revealed").order_by("id")]
    assert told == [
        {"what": "居民身份证 310199********9039", "reason": "核对身份：核对申请书"},
        {"what": "电话 199****0101", "reason": "联系本人：通知到场"},
        {"what": "出生日期", "reason": "制作文书：制作协议书"},
    ]


@pytest.mark.parametrize(("reason", "explanation", "field"), [("", "核对", "reason"), ("verify", " ", "explanation")])
def test_without_a_reason_nothing_is_shown(lin, chen, reason, explanation, field):
    with pytest.raises(Invalid) as refusal:
        reveal_identifier(chen.identifiers.get(), by=lin, reason=reason, explanation=explanation)

    assert refusal.value.field == field
    assert not TrailEntry.objects.filter(verb="person.revealed").exists()


def test_who_may_not_reveal_is_refused(member, staff, sun, auditor, chen):
    for outsider in (member, staff, sun, auditor):
        with pytest.raises(NotPermitted):
            reveal_identifier(chen.identifiers.get(), by=outsider, reason="verify", explanation="核对")


def test_revealing_by_the_hundred_is_stopped(lin, chen, monkeypatch):
    monkeypatch.setattr(actions, "REVEAL_LIMITS", ((actions.timedelta(minutes=10), 1),))
    reveal_phone(chen.phones.get(), by=lin, reason="contact", explanation="通知")

    with pytest.raises(TooOften):
        reveal_phone(chen.phones.get(), by=lin, reason="contact", explanation="通知")
