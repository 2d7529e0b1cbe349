"""The portal's beat, but sweeping for notices several times a second; started by test_notices_broker.py alone."""

from governance.celery import app

app.conf.beat_schedule = {"sweep": {"task": "governance.notices.tasks.sweep", "schedule": 0.3}}
