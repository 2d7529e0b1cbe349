"""The job runner: tasks deliver what an action queued, or sweep for what is due."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "governance.settings")

app = Celery("governance")
app.config_from_object("django.conf:settings", namespace="CELERY")
FEATURES_WITH_TASKS = ["areas", "audit", "jobs", "people", "access", "watch", "rules", "files"]
app.autodiscover_tasks([f"governance.{feature}" for feature in FEATURES_WITH_TASKS])
