import pytest

from governance.celery import app
from tests.governance.broker import forget_connections, kill, start_celery


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
