"""governance/database/kept.py: the SQL of a shape is put together once; whatever differs in text has its own."""

from contextlib import contextmanager

import pytest
from django.db import connection, transaction
from django.db.models import Count, Exists, F, OuterRef, Q, Subquery, Value
from django.db.models.functions import Lower

from governance.areas.models import Area
from governance.database import kept
from governance.database.compiler import DjangosCompiler
from governance.people.models import Account, Posting
from tests.factories import CANGCHANG, JIADING, XINCHENGLU, YINGYUAN

AREAS, POSTINGS = Area.objects.order_by(), Posting.objects.order_by()
EACH_DIFFERENT = {
    "all": AREAS,
    "by name": AREAS.order_by("name"),
    "by name, downward": AREAS.order_by("-name"),
    "by an expression": AREAS.order_by(F("valid_to").asc(nulls_last=True)),
    "the first": AREAS[:1],
    "the second": AREAS[1:2],
    "once each": AREAS.distinct(),
    "names": AREAS.values("name"),
    "names by another name": AREAS.values(called=F("name")),
    "codes and names": AREAS.values_list("code", "name"),
    "only": AREAS.only("name"),
    "without": AREAS.defer("name"),
    "with the parent": AREAS.select_related("parent"),
    "with both above": AREAS.select_related("parent__parent"),
    "equal": AREAS.filter(name="迎园"),
    "not equal": AREAS.exclude(name="迎园"),
    "one of one": AREAS.filter(name__in=["迎园"]),
    "one of two": AREAS.filter(name__in=["迎园", "仓场"]),
    "one of those of others": AREAS.filter(pk__in=POSTINGS.values("area")),
    "one of those of other mediators": AREAS.filter(pk__in=POSTINGS.filter(role="mediator").values("area")),
    "from": AREAS.filter(code__gte=YINGYUAN),
    "after": AREAS.filter(code__gt=YINGYUAN),
    "standing": AREAS.filter(valid_to=None),
    "ended": AREAS.filter(valid_to__isnull=False),
    "either": AREAS.filter(Q(name="迎园") | Q(level=5)),
    "both": AREAS.filter(Q(name="迎园") & Q(level=5)),
    "either, one of them never": AREAS.filter(Q(pk__in=[]) | Q(level=5)),
    "beneath": AREAS.filter(parent__name="新成路街道"),
    "inside the name": AREAS.filter(name__contains="园"),
    "of those that are active": POSTINGS.filter(account__is_active=True),
    "of those that are not": POSTINGS.filter(account__is_active=False),
    "counted": AREAS.annotate(n=Count("postings")),
    "by an unseen annotation": AREAS.alias(low=Lower("name")).order_by("low"),
    "by another unseen annotation": AREAS.alias(low=Lower("code")).order_by("low"),
    "with a constant": AREAS.annotate(n=Value(1)),
    "with who works there": AREAS.annotate(who=Subquery(POSTINGS.filter(area=OuterRef("pk")).values("role")[:1])),
    "with who mediates there": AREAS.annotate(
        who=Subquery(POSTINGS.filter(area=OuterRef("pk"), role="mediator").values("role")[:1])
    ).filter(level=5),
    "with who works there, twice": AREAS.annotate(
        who=Subquery(POSTINGS.filter(area=OuterRef("pk"), role="mediator").values("role")[:1]),
        other=Subquery(POSTINGS.filter(area=OuterRef("pk"), role="director").values("role")[:1]),
    ).values("other", "who"),
    "where somebody works": AREAS.filter(Exists(POSTINGS.filter(area=OuterRef("pk")))),
}


@contextmanager
def nothing_kept(monkeypatch):
    with monkeypatch.context() as patched:
        patched.setattr(kept, "_kept", {})
        yield kept._kept


def sent(queryset):
    return queryset.query.get_compiler("default").as_sql()


def put_together(queryset):
    text, values = DjangosCompiler.as_sql(queryset.query.get_compiler("default"))
    return text, list(values)


@pytest.mark.django_db
@pytest.mark.parametrize("name", EACH_DIFFERENT)
def test_each_query_is_sent_as_django_puts_it_together_whatever_was_kept_before(name, monkeypatch):
    with nothing_kept(monkeypatch):
        for other in EACH_DIFFERENT.values():
            sent(other.all())

        text, values = sent(EACH_DIFFERENT[name].all())

    assert (text, list(values)) == put_together(EACH_DIFFERENT[name].all())


@pytest.mark.django_db
def test_a_shape_is_put_together_once_and_sent_with_the_values_of_each(places, monkeypatch):
    with nothing_kept(monkeypatch) as known:
        names = [Area.objects.select_related("parent").get(pk=code).parent.name for code in (YINGYUAN, XINCHENGLU)]

        assert (names, len(known)) == (["新成路街道", "嘉定区"], 1)


@pytest.mark.django_db
def test_the_text_of_a_query_says_the_values_of_a_kept_statement_as_it_said_those_of_the_first(db):
    told = [str(Area.objects.filter(name="迎园社区").query) for _ in range(3)]

    assert "= 迎园社区" in told[0]
    assert len(set(told)) == 1


def test_rows_read_by_a_kept_statement_are_what_the_first_ones_were(lin, sun, monkeypatch):
    with nothing_kept(monkeypatch):
        read = [
            [
                (one.area.name, one.account.name)
                for one in Posting.objects.select_related("area", "account").filter(pk=pk)
            ]
            for pk in (*lin.postings.values_list("pk", flat=True), *sun.postings.values_list("pk", flat=True))
        ]

    assert read == [[("迎园社区居委会", lin.name)], [("仓场社区居委会", sun.name)]]


@pytest.mark.django_db
def test_what_is_brought_along_asks_for_as_many_keys_as_there_are(places, monkeypatch):
    with nothing_kept(monkeypatch):
        above = [
            {area.parent.code for area in Area.objects.filter(code__in=codes).prefetch_related("parent")}
            for codes in ([YINGYUAN, CANGCHANG], [XINCHENGLU, YINGYUAN], [XINCHENGLU])
        ]

    assert above == [{XINCHENGLU}, {JIADING, XINCHENGLU}, {JIADING}]


@pytest.mark.django_db
def test_values_that_stand_behind_those_of_the_choice_are_not_taken_for_them(places, monkeypatch):
    def held(role, area_role):
        busy = Area.objects.alias(who=Subquery(POSTINGS.filter(area=OuterRef("pk"), role=role).values("role")[:1]))
        return busy.filter(postings__role=area_role).order_by("who")

    with nothing_kept(monkeypatch):
        sent(held("mediator", "mediator"))
        text, values = sent(held("director", "mediator"))

    assert (text, list(values)) == put_together(held("director", "mediator"))


@pytest.mark.django_db(transaction=True)
def test_a_row_is_still_not_locked_outside_a_transaction(monkeypatch):
    with nothing_kept(monkeypatch):
        with transaction.atomic():
            Account.objects.select_for_update().first()

        with pytest.raises(transaction.TransactionManagementError):
            Account.objects.select_for_update().first()


@pytest.mark.django_db
def test_no_more_shapes_are_kept_than_it_may_be(monkeypatch):
    monkeypatch.setattr(kept, "MOST", 2)
    with nothing_kept(monkeypatch) as known:
        for most in range(1, 6):
            list(AREAS[:most])

        assert len(known) <= 2


@pytest.mark.django_db
def test_the_tests_compare_what_is_kept_with_what_is_put_together_anew(monkeypatch):
    with nothing_kept(monkeypatch) as known:
        list(AREAS[:1])
        (only,) = known.values()
        only.text = only.text.replace("LIMIT 1", "LIMIT 2")

        with pytest.raises(AssertionError):
            list(AREAS[:1])


def test_the_portal_takes_this_backend():
    assert connection.settings_dict["ENGINE"] == "governance.database"
