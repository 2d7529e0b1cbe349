from celery import shared_task

from governance.notices.outside import sending


@shared_task
def deliver():
    """Send what is due outside: told by the act that raised it, and by the clock every half minute."""
    sending.deliver()
