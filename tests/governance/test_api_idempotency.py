"""The same request sent twice acts once: forms of pages (`once`) and the store behind the API's keys."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from django.db import connection
from django.test import RequestFactory
from django.utils import timezone

from governance.api.idempotency import Answer, InFlight, KeyMissing, KeyReused, answer_once, once, required_key
from governance.api.models import KeptAnswer
from governance.api.tasks import forget_answers
from governance.errors import Invalid
from governance.people.models import Account
from tests.factories import make_account

TOKEN = "0123456789abcdef0123456789abcdef"


def submitted(account, path="/persons/new/", **typed):
    request = RequestFactory().post(path, {"submission": TOKEN, **typed})
    request.user = account
    return request


def open_account():
    return f"/accounts/{make_account(f'made{Account.objects.count()}').pk}/"


def test_a_form_sent_twice_makes_one_row_and_shows_the_first_result(lin):
    first = once(submitted(lin, name="甲", csrfmiddlewaretoken="a"), open_account)
    again = once(submitted(lin, name="甲", csrfmiddlewaretoken="b"), open_account)

    assert again == first
    assert Account.objects.filter(username__startswith="made").count() == 1


def test_a_form_sent_again_with_other_words_is_refused(lin):
    once(submitted(lin, name="甲"), open_account)

    with pytest.raises(KeyReused, match="已经用于另一份内容"):
        once(submitted(lin, name="乙"), open_account)


def test_the_same_token_of_somebody_else_is_another_submission(lin, sun):
    assert once(submitted(lin), open_account) != once(submitted(sun), open_account)


def test_a_refused_act_leaves_its_token_free(lin):
    def refuse():
        make_account("half-made")
        raise Invalid("姓名不正确。", field="name")

    with pytest.raises(Invalid):
        once(submitted(lin), refuse)

    assert not Account.objects.filter(username="half-made").exists()
    assert once(submitted(lin), open_account)


def test_a_form_without_a_token_still_acts(lin):
    request = RequestFactory().post("/persons/new/")
    request.user = lin

    assert once(request, lambda: "/done/") == "/done/"


@pytest.mark.parametrize("key", [None, "", " ", '""', "键", "a b", "a" * 256, "a\x00b"])
def test_a_key_that_is_missing_or_unusable_is_refused(key):
    with pytest.raises(KeyMissing):
        required_key(key)


@pytest.mark.parametrize("header", ["8e03978e-40d5", '"8e03978e-40d5"', " 8e03978e-40d5 "])
def test_a_key_comes_with_or_without_quotes(header):
    assert required_key(header) == "8e03978e-40d5"


def test_after_a_day_a_key_is_new_again_and_the_sweep_forgets_it(lin):
    once(submitted(lin), lambda: "/first/")
    KeptAnswer.objects.update(kept_at=timezone.now() - timedelta(hours=24, seconds=1))

    assert once(submitted(lin), lambda: "/second/") == "/second/"

    KeptAnswer.objects.update(kept_at=timezone.now() - timedelta(hours=24, seconds=1))
    forget_answers()
    assert not KeptAnswer.objects.exists()


def in_threads(number, run):
    def one(_):
        try:
            return run()
        finally:
            connection.close()

    with ThreadPoolExecutor(number) as pool:
        return list(pool.map(one, range(number)))


@pytest.mark.django_db(transaction=True)
def test_a_double_click_waits_for_the_first_and_gets_its_result():
    account = make_account("lin")
    results = in_threads(3, lambda: once(submitted(account), open_account))

    assert len(set(results)) == 1
    assert Account.objects.filter(username__startswith="made").count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_key_in_flight_is_refused_and_a_key_of_a_dead_request_is_free():
    at_work, asked_meanwhile = Barrier(2), Barrier(2)

    def slow_and_dying():
        at_work.wait(10)
        asked_meanwhile.wait(10)
        raise ConnectionAbortedError

    def die():
        with pytest.raises(ConnectionAbortedError):
            answer_once("api client:1", "k", "asked", slow_and_dying)
        connection.close()

    with ThreadPoolExecutor(1) as pool:
        dying = pool.submit(die)
        at_work.wait(10)
        with pytest.raises(InFlight):
            answer_once("api client:1", "k", "asked", lambda: Answer(201))
        asked_meanwhile.wait(10)
        dying.result()

    assert answer_once("api client:1", "k", "asked", lambda: Answer(201)) == Answer(201)
