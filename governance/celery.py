"""The job runner: tasks deliver what an action queued, or sweep for what is due."""

import gc
import logging
import os
from pathlib import Path

from celery import Celery
from celery.signals import setup_logging, worker_init
from django.conf import settings
from django_structlog.celery.steps import DjangoStructLogInitStep
from kombu.exceptions import OperationalError
from redis.exceptions import ConnectionError as BrokerGone
from redis.exceptions import TimeoutError as BrokerSlow

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "governance.settings")

app = Celery("governance")
app.steps["worker"].add(DjangoStructLogInitStep)  # a task's log lines carry the id of the request that queued it
app.config_from_object("django.conf:settings", namespace="CELERY")


def features_with(module: str) -> list[str]:
    """The features that have such a module: `governance.areas.loads` for governance/areas/loads/tasks.py."""
    house = Path(__file__).parent.parent
    found = (path for wing in settings.WINGS for path in (house / wing).rglob(module))
    return sorted(".".join(path.parent.relative_to(house).parts) for path in found)


app.autodiscover_tasks(features_with("tasks.py"))
app.autodiscover_tasks(features_with("exports.py"), related_name="exports")
app.autodiscover_tasks(features_with("reminders.py"), related_name="reminders")
app.autodiscover_tasks(features_with("watched.py"), related_name="watched")
app.autodiscover_tasks(features_with("invariants.py"), related_name="invariants")
app.autodiscover_tasks(features_with("feed.py"), related_name="feed")


@setup_logging.connect
def use_the_portals_logging(**_):
    """Celery leaves logging alone when somebody answers this: settings.LOGGING is already in force."""


@worker_init.connect
def share_what_was_imported(**_):
    """Before the processes are forked: the collector leaves it alone, and so shared."""
    gc.collect()
    gc.freeze()


def queue(task, *args) -> bool:
    """Tell a worker. False when the broker cannot be reached: the request goes on, a sweep does it later."""
    try:
        task.apply_async(args, retry=False)
    except (OperationalError, BrokerGone, BrokerSlow) as error:
        logging.getLogger(__name__).warning("%s is left to the sweep: %s", task.name, error)
        return False
    return True
