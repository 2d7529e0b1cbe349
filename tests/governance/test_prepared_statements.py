"""governance/database/prepared.py: the server keeps plans of what is asked or written by a key, and of nothing else."""

import psycopg
import pytest
from django.db import DatabaseError, connection, connections, transaction
from django.db.models import Q, Value
from django.test.utils import CaptureQueriesContext

from governance.areas.models import Area
from governance.database.prepared import Prepared
from governance.people.models import Account, Posting
from governance.rules.models import RuleValue
from tests.factories import XINCHENGLU, YINGYUAN

KEPT = "SELECT statement FROM pg_prepared_statements"
THING = Prepared("SELECT name FROM thing WHERE id = %s")


@pytest.fixture
def aside(db):
    """A connection with a table of its own."""
    found = connections["aside"] = connection.copy("aside")
    with found.cursor() as cursor:
        cursor.execute("CREATE TEMPORARY TABLE thing (id integer PRIMARY KEY, name varchar(20))")
        cursor.execute("INSERT INTO thing VALUES (1, '一')")
    yield found
    found.close()
    found.close_pool()
    del connections["aside"]


def prepared(line=connection):
    with line.cursor() as cursor:
        cursor.execute(KEPT)
        return [text for (text,) in cursor.fetchall()]


def asked(line, statement, *values):
    with line.cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.fetchone()[0]


def new_of(act):
    """The statements that the server keeps since `act`, done three times."""
    before = prepared()
    for _ in range(3):
        act()
    return [text for text in prepared() if text not in before]


def postings(*keys, **conditions):
    return list(Posting.objects.only("role", "reason").filter(*keys, **conditions))


BY_KEY = {
    "one row": lambda who: Account.objects.only("username", "version").get(pk=who.pk),
    "one row, if it is in reach": lambda who: Account.objects.filter(Q(name="林") | Q(name="林晓")).get(pk=who.pk),
    "by a name that only one has": lambda who: Account.objects.only("username", "version").get(username="lin"),
    "one of two": lambda who: list(Account.objects.only("username", "version").filter(pk__in=[who.pk, 0])),
    "what hangs on one": lambda who: postings(account=who),
    "what hangs on one, from a day on": lambda who: postings(account=who, starts_on__gte="2026-01-01"),
    "what hangs on one, but some": lambda who: postings(~Q(role="director"), account=who),
    "whether something hangs on one": lambda who: Posting.objects.filter(account=who, role="director").exists(),
}
OTHERWISE = {
    "from a day on": lambda who: postings(starts_on__gte="2026-01-01"),
    "of many": lambda who: postings(pk__in=range(1, 50)),
    "of a place, which may have millions": lambda who: postings(area=YINGYUAN),
    "all but those of one": lambda who: postings(~Q(account=who)),
    "those of one, or others": lambda who: postings(Q(account=who) | Q(role="director")),
    "those of one that are in reach": lambda who: postings(Q(area=YINGYUAN) | Q(role="director"), account=who),
    "those of one, by a word": lambda who: postings(account=who, reason__contains="聘任"),
    "with a constant": lambda who: list(Posting.objects.annotate(n=Value(1)).filter(account=who)),
    "changed together": lambda who: Account.objects.filter(name="无").update(name="没有"),
}


@pytest.mark.parametrize("name", BY_KEY)
def test_what_is_asked_by_a_key_is_planned_once(lin, name):
    (text,) = new_of(lambda: BY_KEY[name](lin))

    assert "$1" in text


@pytest.mark.parametrize("name", OTHERWISE)
def test_what_is_asked_otherwise_is_planned_for_its_values(lin, name):
    assert new_of(lambda: OTHERWISE[name](lin)) == []


def test_a_row_is_saved_by_one_statement_whether_fields_are_empty_or_not(places):
    area = Area.objects.get(pk=YINGYUAN)

    def saved():
        for area.valid_to, area.parent_id in ((None, None), ("2026-01-01", XINCHENGLU), (None, XINCHENGLU)):
            area.save(update_fields=["valid_to", "parent"])

    (text,) = new_of(saved)

    assert text.startswith('UPDATE "governance_area" SET "parent_id" = $1, "valid_to" = $2 WHERE')
    assert Area.objects.values_list("valid_to", "parent").get(pk=YINGYUAN) == (None, XINCHENGLU)


def test_a_refusal_leaves_the_plans(aside):
    with transaction.atomic("aside"):
        asked(aside, THING, 1)
        transaction.set_rollback(True, "aside")

    assert prepared(aside) == [THING.replace("%s", "$1")]
    assert asked(aside, THING, 1) == "一"


def test_no_more_plans_are_kept_than_may_be_and_those_least_in_use_go(aside):
    aside.connection.prepared_max = 2
    for number in (1, 2, 1, 3):
        asked(aside, Prepared(f"SELECT id + {number} FROM thing WHERE id = %s"), 1)
    asked(aside, "SELECT 1")

    assert sorted(text[12:13] for text in prepared(aside)) == ["1", "3"]


def test_a_plan_that_a_migration_made_wrong_fails_once(aside):
    asked(aside, THING, 1)
    with aside.cursor() as cursor:
        cursor.execute("ALTER TABLE thing ALTER COLUMN name TYPE text")

    with pytest.raises(DatabaseError) as refused:
        asked(aside, THING, 1)

    assert isinstance(refused.value.__cause__, psycopg.errors.FeatureNotSupported)
    assert asked(aside, THING, 1) == "一"


def test_what_was_sent_is_told_with_its_values(lin):
    with CaptureQueriesContext(connection) as sent:
        for _ in range(2):
            Account.objects.only("username").get(pk=lin.pk)

    assert [each["sql"].partition(" WHERE ")[2] for each in sent.captured_queries] == [
        f'"governance_account"."id" = {lin.pk} LIMIT 21'
    ] * 2


def test_json_is_sent_with_its_characters_as_they_are(lin, places):
    told = {"key": "limit.mediate", "area_id": YINGYUAN, "starts_on": "2026-01-01", "reason": "试", "set_by": lin}
    with CaptureQueriesContext(connection) as sent:
        row = RuleValue.objects.create(value="1个月\n“一”\\", **told)

    assert "1个月" in sent.captured_queries[-1]["sql"]
    assert RuleValue.objects.get(pk=row.pk).value == "1个月\n“一”\\"
