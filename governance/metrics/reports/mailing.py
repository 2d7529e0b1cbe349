"""Mailing issues: aggregated figures as a spreadsheet, to whoever may still see them at that moment.

Two senders never take the same letter; one that dies leaves it to the next when its lease is over, unless it died while
handing it over: then nobody knows whether it went out, it is not sent twice, and the owner is told. Figures are read in
the scope that the recipient has then: who has it no longer gets nothing, and the owner is told.
"""

import logging
import tempfile
from datetime import datetime
from pathlib import Path

from django.db import models, transaction
from django.utils import timezone

from governance.areas.codes import ROOT
from governance.errors import RuleError
from governance.files.naming import safe_name
from governance.jobs.spreadsheets import write_xlsx
from governance.metrics.reports.asking import OUTSIDE, asked_by
from governance.metrics.reports.grid import make_grid
from governance.metrics.reports.models import CHANNEL, MOST_ATTEMPTS, LetterState, Report, ReportLetter
from governance.metrics.reports.showing import about, sheet_head, sheet_rows
from governance.notices.outside import channels
from governance.notices.outside.hours import hours_at
from governance.notices.outside.models import Address
from governance.notices.outside.sending import BACKOFF, LEASE
from governance.notices.raising import notify

logger = logging.getLogger(__name__)
NO_ADDRESS = "收件人没有启用的邮箱地址。"
CUT_OFF = "交给邮件服务器时中断，可能已经送达，没有重发。"


def send_due(now: datetime | None = None) -> int:
    """Mail every letter that is due. Returns how many went out."""
    sent = 0
    while CHANNEL in channels.open_channels():
        moment = now or timezone.now()
        letter = claim(moment)
        if letter is None:
            break
        sent += send(letter, moment)
    return sent


@transaction.atomic
def claim(now: datetime) -> ReportLetter | None:
    """Take a letter that no other sender holds; None when there is none."""
    due = ReportLetter.objects.filter(state=LetterState.WAITING, send_at__lte=now).order_by("send_at", "pk")
    held = due.select_for_update(of=("self",), skip_locked=True)
    letter = held.select_related("issue__report__account", "account").first()
    if letter is None:
        return None
    letter.attempts += 1
    letter.send_at = now + LEASE
    letter.save(update_fields=["attempts", "send_at"])
    return letter


def send(letter: ReportLetter, now: datetime) -> bool:
    """Hand one letter to the gateway, and note what came of it."""
    report = letter.issue.report
    if letter.handed_at:
        _end(letter, LetterState.IN_DOUBT, CUT_OFF)
        return False
    address = Address.objects.in_use([CHANNEL]).filter(account=letter.account).first()
    if address is None:
        return _withhold(letter, NO_ADDRESS)
    if not Report.objects.visible_to(letter.account).filter(pk=report.pk).exists():
        return _withhold(letter, OUTSIDE)
    with tempfile.TemporaryDirectory(prefix="report-") as folder:
        path = Path(folder, safe_name(f"{report.name}-{letter.issue.due_on}.xlsx"))
        try:
            grid = make_grid(asked_by(letter.account, report.query, letter.issue.due_on))
            write_xlsx(str(path), sheet_head(grid), sheet_rows(grid), about=about(grid, report.name))
            text = f"您订阅的统计报表（{letter.issue.due_on}）见附件，登录{channels.TITLE}可查看明细。"
            hand_over(letter, address, text, str(path), now)
        except RuleError as refusal:
            return _withhold(letter, refusal.message)
        except channels.NotSent as problem:
            logger.warning("report letter %s did not go out: %s", letter.pk, problem)
            return _try_later(letter, str(problem), now)
    _still_waiting(letter).update(state=LetterState.SENT, sent_at=now, problem="")
    return True


def hand_over(letter: ReportLetter, address: Address, text: str, path: str, now: datetime) -> None:
    """From here on it may have gone out, whatever becomes of the sender. Raises NotSent."""
    _still_waiting(letter).update(handed_at=now)
    channels.send(CHANNEL, address.address.open(), text, attached=path)


def _still_waiting(letter: ReportLetter) -> models.QuerySet:
    return ReportLetter.objects.filter(pk=letter.pk, state=LetterState.WAITING)


def _try_later(letter: ReportLetter, problem: str, now: datetime) -> bool:
    if letter.attempts < MOST_ATTEMPTS:
        again = timezone.localtime(now + BACKOFF[letter.attempts - 1])
        opening = hours_at([ROOT], now)[ROOT].next_open(again)
        _still_waiting(letter).update(send_at=opening, handed_at=None, problem=problem[:200])
    else:
        _end(letter, LetterState.GIVEN_UP, problem)
    return False


def _withhold(letter: ReportLetter, problem: str) -> bool:
    _end(letter, LetterState.WITHHELD, problem)
    return False


@transaction.atomic
def _end(letter: ReportLetter, state: str, problem: str) -> None:
    """It does not go out: its owner is told."""
    if _still_waiting(letter).update(state=state, problem=problem[:200]):
        owner = letter.issue.report.account
        notify(letter.issue, "report.withheld", [owner], occasion=f"{state} {letter.account_id}")
