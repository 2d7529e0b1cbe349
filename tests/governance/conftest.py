"""What several features of the ground floor need: a browser, people, a sealed trail, a broker with workers."""

import pytest

from governance.audit.models import TrailEntry
from governance.celery import app
from governance.notices import rungs
from tests.factories import JIADING, YINGYUAN, make_account, make_person, make_places, make_posting
from tests.governance.broker import forget_connections, kill, start_celery
from tests.governance.chain import act, seal
from tests.governance.swept import ENDS


@pytest.fixture
def at(client):
    """A browser at which somebody is signed in."""

    def sign_in(account):
        client.force_login(account, backend="allauth.account.auth_backends.AuthenticationBackend")
        return client

    return sign_in


@pytest.fixture
def chen(lin):
    return make_person(lin, YINGYUAN)


@pytest.fixture
def wang(transactional_db):
    make_places()
    return make_account("wang", "administrator", JIADING, name="王管")


@pytest.fixture
def sealed(wang):
    """Five sealed entries, in order."""
    for _ in range(5):
        act(wang)
    seal()
    return list(TrailEntry.objects.order_by("transaction", "id"))


@pytest.fixture
def ground_floor_rungs(monkeypatch):
    """A month of sweeps for the rungs of every wing would take a minute."""
    ours = {each.code: each for each in rungs.all_rungs() if each.subject.startswith("governance.")}
    monkeypatch.setattr(rungs, "RUNGS", ours)


@pytest.fixture
def ending(supervisor):
    """A mediator's posting in 迎园社区 that ends in 30 days; the street's supervisor gave it."""
    holder = make_account("ending", name="丁到期")
    return make_posting(holder, "mediator", YINGYUAN, ends_on=ENDS, granted_by=supervisor)


@pytest.fixture
def broker(settings):
    """The broker of this test run, with an empty queue before and after."""
    app.control.purge()
    yield
    forget_connections(settings.REDIS_URL)
    app.control.purge()


@pytest.fixture
def celery_process(broker, settings, tmp_path):
    """Starts `celery worker` or `celery beat`; whatever still runs at the end is killed."""
    started = []

    def start(*arguments, **own):
        own = {"REDIS_URL": settings.REDIS_URL, "FILES_ROOT": str(tmp_path), **own}
        started.append(start_celery(*arguments, **own))
        return started[-1]

    yield start
    for process in started:
        kill(process)
