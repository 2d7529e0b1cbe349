"""Real Celery processes on the test's own database and broker, and ways to end them."""

import os
import signal
import subprocess
import sys
import time

from django.db import connection
from kombu import pools

from governance.celery import app

PATIENCE = 120  # seconds; the machine may be busy


def database_url():
    values = connection.settings_dict
    return f"postgres://{values['USER']}:{values['PASSWORD']}@{values['HOST']}:{values['PORT']}/{values['NAME']}"


def start_celery(*arguments, application="governance", **settings):
    own = {"DATABASE_URL": database_url(), **settings}
    return subprocess.Popen(
        [sys.executable, "-m", "celery", "--app", application, *arguments],
        env={**os.environ, **own},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )


def kill(process):
    """With all its children, and with no warning."""
    if process.poll() is None:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def cut_connections():
    """As when PostgreSQL restarts: every connection to this database but the test's own is cut."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND usename = current_user AND pid <> pg_backend_pid()"
        )


def until(true, what):
    end = time.monotonic() + PATIENCE
    while not true():
        assert time.monotonic() < end, f"not in time: {what}"
        time.sleep(0.1)


def waiting_messages(queue):
    return app.connection_for_read().default_channel.client.llen(queue)


def forget_connections(url):
    """The broker is now at `url`, as after its restart: pooled connections are of no use."""
    pools.reset()
    app._pool = app.amqp._producer_pool = None
    app.conf.broker_url = app.conf.broker_read_url = app.conf.broker_write_url = url
