"""python manage.py verify_trail [--anchor N:digest]: is the trail whole? Names the first bad row, and exits with 1."""

import time

from django.core.management.base import BaseCommand, CommandError

from governance.audit.verifying import Anchor, verify


def anchor(text: str) -> Anchor:
    position, _, digest = text.partition(":")
    if not position.isdecimal() or len(digest) != 64:
        raise ValueError(text)
    return Anchor(int(position), digest)


class Command(BaseCommand):
    help = "核验操作留痕的封印链；可与先前记下的末端（编号:摘要，见日志 trail head）比对。"

    def add_arguments(self, parser):
        parser.add_argument("--anchor", type=anchor, help="先前记下的末端，形如 1200:9f…（64 位摘要）")

    def handle(self, *, anchor=None, **options):
        started = time.monotonic()
        report = verify(anchor)
        self.stdout.write(f"已核验 {report.links} 条（其中 {report.erased} 条的详情已依规清除），")
        self.stdout.write(f"待封印 {report.waiting} 条，用时 {time.monotonic() - started:.1f} 秒。")
        if report.fault:
            raise CommandError(f"留痕不完整：{report.fault}。")
        self.stdout.write(f"完整。末端 {report.links}:{report.digest}")
