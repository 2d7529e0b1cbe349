"""Celery's shell around the numberer."""

from celery import shared_task

from governance.feed import numbering


@shared_task
def number():
    numbering.number_all()
