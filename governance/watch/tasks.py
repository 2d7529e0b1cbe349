"""The heartbeat that beat sends and a worker runs; both also report as soon as they have started."""

from celery import shared_task
from celery.signals import after_task_publish, worker_ready

from governance.watch import heartbeat

NAME = "governance.watch.tasks.beat_heart"


@shared_task(name=NAME)
def beat_heart():
    heartbeat.note(heartbeat.WORKER)


@after_task_publish.connect(sender=NAME)
def beat_has_sent(**_):
    heartbeat.note(heartbeat.BEAT)


@worker_ready.connect
def worker_has_started(**_):
    heartbeat.note(heartbeat.WORKER)
