"""SIGKILL of a real worker in the midst of a mailing: nobody gets a letter twice, and none is lost without a word."""

from datetime import date, timedelta
from email import message_from_string, policy

import pytest
from django.utils import timezone

from governance.metrics.reports import issuing, tasks
from governance.metrics.reports.models import ReportLetter
from governance.notices.models import Notice
from governance.notices.outside.models import Address
from tests.cases.test_kept_reports import at, post, saved, scheduled
from tests.factories import XINCHENGLU, make_account, make_places
from tests.governance.broker import kill, until
from tests.governance.conftest import broker, celery_process
from tests.governance.test_notices_outside import serve

pytestmark = pytest.mark.django_db(transaction=True)
FIXTURES = (broker, celery_process, post, serve)


@pytest.fixture
def letters(transactional_db, post):
    """Three of a street wait for the report of the first of them; their letters are due in this order."""
    from governance.areas.models import Area

    make_places()
    readers = [make_account(f"reader{number}", "street_staff", XINCHENGLU) for number in (1, 2, 3)]
    scheduled(saved(readers[0], area=Area.objects.get(pk=XINCHENGLU)), *readers)
    for account in readers:
        Address.objects.create(account=account, channel="email", address=f"{account.username}@example.cn")
    issuing.issue_due(at(date(2026, 12, 1)))
    for number, account in enumerate(readers):
        due = timezone.now() - timedelta(minutes=30 - number)
        ReportLetter.objects.filter(account=account).update(send_at=due)
    return readers


@pytest.fixture
def killed_in(celery_process, settings, tmp_path):
    """Kills the worker that mails where `place` says; another goes on when the lease of the first is over."""

    def do(place):
        mark = tmp_path / place
        own = {"LINGER_IN": place, "LINGER_MARK": str(mark), "NOTICE_EMAIL_URL": settings.NOTICE_CHANNELS["email"]}
        arguments = ("--concurrency=1", "--include=tests.cases.lingering", "--without-mingle")
        worker = celery_process("worker", *arguments, **own)
        tasks.send.delay()
        until(mark.exists, f"lingers in {place}")
        kill(worker)
        ReportLetter.objects.filter(state="waiting").update(send_at=timezone.now() - timedelta(minutes=1))
        celery_process("worker", *arguments, **own)
        tasks.send.delay()
        until(lambda: not ReportLetter.objects.filter(state="waiting").exists(), "nothing waits")

    return do


def mailed(post):
    """To whom the report went; the notices that name it come without it."""
    mails = [(to, message_from_string(letter, policy=policy.default)) for to, letter in post.taken]
    return sorted(to for to, mail in mails if list(mail.iter_attachments()))


def states():
    return dict(ReportLetter.objects.values_list("account__username", "state"))


def test_a_letter_that_was_being_made_goes_out_once_with_the_next_worker(killed_in, letters, post):
    killed_in("letter")

    assert mailed(post) == [f"reader{number}@example.cn" for number in (1, 2, 3)]
    assert states() == {"reader1": "sent", "reader2": "sent", "reader3": "sent"}


def test_a_letter_that_went_out_unnoted_is_not_sent_again_and_its_owner_is_told(killed_in, letters, post):
    killed_in("mailed")

    assert mailed(post) == [f"reader{number}@example.cn" for number in (1, 2, 3)]
    assert states() == {"reader1": "sent", "reader2": "in_doubt", "reader3": "sent"}
    assert Notice.objects.get(rung="report.withheld").recipient == letters[0]
    assert Notice.objects.filter(rung="report.issued").count() == 3
