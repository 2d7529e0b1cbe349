"""What is forced on the trail, by whoever owns its tables, is found by the verifier and named."""

import pytest
from django.core.management import CommandError, call_command

from governance.audit.models import TrailEntry, TrailSeal
from governance.audit.verifying import Anchor, verify
from tests.governance.chain import act, by_force, head, seal

pytestmark = pytest.mark.django_db(transaction=True)


def fault():
    """The verifier's words, without the number of the entry."""
    with pytest.raises(CommandError) as refused:
        call_command("verify_trail")
    return str(refused.value)


@pytest.mark.parametrize(
    "change",
    [
        "verb = 'test.other'",
        "recorded_at = recorded_at - interval '1 day'",
        "happened_at = happened_at - interval '1 day'",
        "account_id = NULL",
        "posting_id = NULL",
        "area_id = '310104003001'",
        "subject_id = '0'",
        "origin = '10.0.0.1'",
        "request_id = 'x'",
        "transaction = transaction - 1",
        "details_digest = repeat('0', 64)",
    ],
)
def test_an_altered_entry_is_named(sealed, change):
    by_force(f"UPDATE governance_trailentry SET {change} WHERE id = {sealed[2].pk}")

    assert f"留痕 {sealed[2].pk} 与第 3 号封印不符" in fault()


def test_an_altered_detail_is_named(sealed):
    by_force(f'UPDATE governance_traildetail SET body = \'{{"note": "没有这回事"}}\' WHERE entry_id = {sealed[2].pk}')

    assert fault() == f"留痕不完整：留痕 {sealed[2].pk} 的详情被改动。"


def test_a_detail_that_was_deleted_without_record_is_named(sealed):
    by_force(f"DELETE FROM governance_traildetail WHERE entry_id = {sealed[2].pk}")

    assert fault() == f"留痕不完整：留痕 {sealed[2].pk} 的详情被删除，且没有清除记录。"


def delete_entry(pk):
    return [
        f"DELETE FROM governance_traildetail WHERE entry_id = {pk}",
        f"DELETE FROM governance_trailentry WHERE id = {pk}",
    ]


def test_a_deleted_entry_is_named(sealed):
    by_force(*delete_entry(sealed[1].pk))

    assert fault() == f"留痕不完整：留痕 {sealed[1].pk} 已被删除（第 2 号封印）。"


def test_an_entry_deleted_with_its_seal_is_named(sealed):
    by_force(*delete_entry(sealed[1].pk), "DELETE FROM governance_trailseal WHERE position = 2")

    assert fault() == "留痕不完整：第 2 号封印缺失。"


def test_closing_the_gap_of_a_deleted_seal_does_not_help(sealed):
    by_force(
        *delete_entry(sealed[1].pk),
        "DELETE FROM governance_trailseal WHERE position = 2",
        "UPDATE governance_trailseal SET position = -(position - 1) WHERE position > 2",
        "UPDATE governance_trailseal SET position = -position WHERE position < 0",
        "UPDATE governance_trailhead SET position = position - 1",
    )

    assert f"留痕 {sealed[2].pk} 与第 2 号封印不符" in fault()


def delete_tail(sealed):
    by_force(
        *delete_entry(sealed[3].pk),
        *delete_entry(sealed[4].pk),
        "DELETE FROM governance_trailseal WHERE position > 3",
    )


def test_a_deleted_tail_with_its_seals_is_named(sealed):
    delete_tail(sealed)

    assert fault() == "留痕不完整：链的末端缺失：封印止于第 3 号，应到第 5 号。"


def test_a_deleted_tail_whose_head_was_set_back_too_is_found_by_the_head_noted_earlier(sealed):
    noted = Anchor(head().position, head().digest)
    delete_tail(sealed)
    third = TrailSeal.objects.get(position=3)
    by_force(
        f"UPDATE governance_trailhead SET position = 3, digest = '{third.digest}', entry_id = {sealed[2].pk},"
        f" transaction = {sealed[2].transaction}"
    )

    assert verify().fault == ""  # nothing inside the database can tell
    assert verify(noted).fault == "链的末端缺失：封印止于第 3 号，曾到第 5 号"
    with pytest.raises(CommandError, match="曾到第 5 号"):
        call_command("verify_trail", f"--anchor={noted.position}:{noted.digest}")


def test_a_chain_rewritten_with_the_key_is_found_by_the_head_noted_earlier(sealed):
    noted = Anchor(3, "f" * 64)

    assert verify(noted).fault == "第 3 号封印与所记摘要不符：整条链被改写"


def test_a_head_noted_earlier_is_part_of_a_longer_chain(sealed, wang):
    noted = Anchor(head().position, head().digest)
    act(wang)
    seal()

    assert verify(noted).fault == ""


def inserted(like, **values):
    """SQL that copies an entry under a new id with other values."""
    columns = [field.column for field in TrailEntry._meta.concrete_fields]
    told = [str(values.get(column, column)) for column in columns]
    return (
        f"INSERT INTO governance_trailentry ({', '.join(columns)}) SELECT {', '.join(told)}"
        f" FROM governance_trailentry WHERE id = {like}"
    )


def test_a_row_inserted_among_sealed_ones_is_named(sealed):
    by_force(inserted(sealed[2].pk, id=999_999, transaction=sealed[2].transaction - 1))

    assert fault() == "留痕不完整：留痕 999999 不在链中：绕过数据库规则插入。"


def test_a_back_dated_row_that_got_itself_sealed_is_named(sealed, wang):
    number = 999_999
    by_force(
        inserted(
            sealed[2].pk,
            id=number,
            transaction="pg_current_xact_id()::text::bigint",
            recorded_at="recorded_at - interval '1 year'",
        ),
        f"INSERT INTO governance_traildetail SELECT {number}, salt, body FROM governance_traildetail"
        f" WHERE entry_id = {sealed[2].pk}",
    )
    seal()

    assert fault() == f"留痕不完整：留痕 {number} 的记录时间早于其事务开始：倒签插入（第 6 号封印）。"


def test_rows_that_changed_places_are_named(sealed):
    one, two = sealed[1].pk, sealed[3].pk
    by_force(
        f"UPDATE governance_trailentry SET id = -1 WHERE id = {one}",
        f"UPDATE governance_trailentry SET id = {one} WHERE id = {two}",
        f"UPDATE governance_trailentry SET id = {two} WHERE id = -1",
    )

    assert f"留痕 {one} 与第 2 号封印不符" in fault()


def test_seals_that_changed_places_are_named(sealed):
    by_force(
        "UPDATE governance_trailseal SET position = -2 WHERE position = 2",
        "UPDATE governance_trailseal SET position = 2 WHERE position = 4",
        "UPDATE governance_trailseal SET position = 4 WHERE position = -2",
    )

    assert "与第 2 号封印不符" in fault()


@pytest.mark.parametrize(
    "change",
    [
        "digest = repeat('a', 64)",
        "sealed_at = sealed_at + interval '1 second'",
        "horizon = horizon + 1",
    ],
)
def test_an_edited_seal_is_named(sealed, change):
    by_force(f"UPDATE governance_trailseal SET {change} WHERE position = 3")

    assert "与第 3 号封印不符" in fault()


def test_an_edited_last_seal_is_named(sealed):
    by_force("UPDATE governance_trailseal SET digest = repeat('a', 64) WHERE position = 5")

    assert "与第 5 号封印不符" in fault()


def test_a_chain_made_without_the_key_is_named_at_its_first_link(sealed, settings):
    settings.TRAIL_KEY = "QUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUE="

    assert "与第 1 号封印不符" in fault()


def test_what_is_not_sealed_yet_is_counted_and_is_no_fault(sealed, wang):
    act(wang, count=2)

    report = verify()

    assert (report.fault, report.links, report.waiting) == ("", 5, 2)
