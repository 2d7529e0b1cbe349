"""What several features of the ground floor need: a browser, a person, a sealed trail, a broker with workers."""

import pytest

from governance.audit.models import TrailEntry
from governance.celery import app
from tests.factories import JIADING, YINGYUAN, make_account, make_person, make_places
from tests.governance.broker import forget_connections, kill, start_celery
from tests.governance.chain import act, seal


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
