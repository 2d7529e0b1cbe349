"""What `celery beat` runs: it sends tasks by their names, so it knows when each is due and nothing of what they do.

The worker's application would bring every feature along, for as much memory again.
"""

import os

from celery import Celery

import governance.watch.tasks  # noqa: F401 - notes that beat has sent its heartbeat

os.environ.setdefault("CELERY_SKIP_CHECKS", "1")  # they import every page; web and worker run them
app = Celery("governance")
app.config_from_object("django.conf:settings", namespace="CELERY")
