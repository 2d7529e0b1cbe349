"""Verifying the trail: reads the chain from its first link to its last, in constant memory, and names what is wrong."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NamedTuple

from django.db import connection, transaction

from governance.audit import chain
from governance.audit.models import TrailEntry, TrailHead
from governance.audit.trail import details_digest

CLOCK_STEP = timedelta(minutes=2)  # the database's clock may be set back so far; more is called back-dating
CHUNK = 2000

LINKS = """
    SELECT s.position, s.entry_id AS sealed_id, s.digest, s.sealed_at, s.horizon,
           e.id, e.transaction, e.recorded_at, e.happened_at, e.verb, e.subject_type, e.subject_id, e.area_id,
           e.account_id, e.client_id, e.posting_id, host(e.origin) AS origin, e.request_id, e.details_digest,
           d.salt, d.body
    FROM governance_trailseal s
    LEFT JOIN governance_trailentry e ON e.id = s.entry_id
    LEFT JOIN governance_traildetail d ON d.entry_id = e.id
    ORDER BY s.position
"""
OUTSIDE = """
    SELECT e.id FROM governance_trailentry e LEFT JOIN governance_trailseal s ON s.entry_id = e.id
    WHERE s.entry_id IS NULL AND (e.transaction, e.id) <= (%s, %s) ORDER BY e.id LIMIT 1
"""


class Link(NamedTuple):
    """A seal with its entry and detail; the entry's columns are None when it is gone, the detail's when erased."""

    position: int
    sealed_id: int
    digest: str
    sealed_at: datetime
    horizon: int
    id: int | None
    transaction: int
    recorded_at: datetime
    happened_at: datetime
    verb: str
    subject_type: str
    subject_id: str
    area_id: str
    account_id: int | None
    client_id: int | None
    posting_id: int | None
    origin: str | None
    request_id: str
    details_digest: str
    salt: str | None
    body: dict | None

    def computed(self, key: bytes, previous: str) -> str:
        return chain.link(
            key, previous, entry=self, position=self.position, sealed_at=self.sealed_at, horizon=self.horizon
        )


@dataclass(frozen=True)
class Anchor:
    """A head noted earlier, outside the database: link `position` had this digest."""

    position: int
    digest: str


@dataclass
class Report:
    """What the verifier found; `fault` is the first bad row in words, empty when the trail is whole."""

    links: int = 0
    erased: int = 0
    waiting: int = 0
    digest: str = chain.GENESIS
    fault: str = ""


class Broken(Exception):
    """The first bad row, in words."""


def verify(anchor: Anchor | None = None) -> Report:
    """Check every link, and that no entry stands beside the chain. Reads one snapshot; writers go on."""
    report = Report()
    with transaction.atomic():
        if not connection.savepoint_ids:
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        try:
            _check_links(report, anchor)
            _check_ends(report, anchor)
        except Broken as broken:
            report.fault = str(broken)
    return report


def _check_links(report: Report, anchor: Anchor | None) -> None:
    key, before = chain.key(), None
    for row in _links():
        if row.position != report.links + 1:
            raise Broken(f"第 {report.links + 1} 号封印缺失")
        if row.id is None:
            raise Broken(f"留痕 {row.sealed_id} 已被删除（第 {row.position} 号封印）")
        if row.computed(key, report.digest) != row.digest:
            raise Broken(f"留痕 {row.id} 与第 {row.position} 号封印不符：留痕或封印被改动")
        _check_detail(report, row)
        if before and row.transaction >= before.horizon and row.recorded_at < before.sealed_at - CLOCK_STEP:
            raise Broken(f"留痕 {row.id} 的记录时间早于其事务开始：倒签插入（第 {row.position} 号封印）")
        if anchor and row.position == anchor.position and row.digest != anchor.digest:
            raise Broken(f"第 {row.position} 号封印与所记摘要不符：整条链被改写")
        report.links, report.digest, before = row.position, row.digest, row


def _check_detail(report: Report, row: Link) -> None:
    if row.salt is not None:
        if details_digest(row.salt, row.body or {}) != row.details_digest:
            raise Broken(f"留痕 {row.id} 的详情被改动")
    elif TrailEntry.objects.erasure_of(row.id).exists():
        report.erased += 1
    else:
        raise Broken(f"留痕 {row.id} 的详情被删除，且没有清除记录")


def _check_ends(report: Report, anchor: Anchor | None) -> None:
    head = TrailHead.objects.filter(pk=1).first() or TrailHead()
    if (head.position, head.digest) != (report.links, report.digest):
        raise Broken(f"链的末端缺失：封印止于第 {report.links} 号，应到第 {head.position} 号")
    if anchor and anchor.position > report.links:
        raise Broken(f"链的末端缺失：封印止于第 {report.links} 号，曾到第 {anchor.position} 号")
    with connection.cursor() as cursor:
        cursor.execute(OUTSIDE, [head.transaction, head.entry_id])
        beside = cursor.fetchone()
    if beside:
        raise Broken(f"留痕 {beside[0]} 不在链中：绕过数据库规则插入")
    report.waiting = TrailEntry.objects.behind(head).count()


def _links() -> Iterator[Link]:
    with connection.chunked_cursor() as cursor:
        cursor.execute(LINKS)
        while rows := cursor.fetchmany(CHUNK):
            yield from map(Link._make, _read(rows))


def _read(rows):
    """psycopg gives jsonb as text here, since Django reads it itself."""
    for row in rows:
        yield (*row[:-1], chain.read_body(row[-1]))
