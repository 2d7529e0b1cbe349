"""The lists of volumes and of their destruction as spreadsheets."""

from django.db.models import Count

from cases.archive.disposal.filters import DestructionFilter
from cases.archive.disposal.models import Destruction
from cases.archive.filters import VolumeCheckFilter, VolumeFilter
from cases.archive.models import Volume
from cases.archive.rows import checks_brought, checks_seen_by
from governance.jobs.exports import Column, export

COLUMNS = (
    Column("卷号", "number"),
    Column("卷名", "name"),
    Column("状态", lambda row: row.get_state_display()),
    Column("保管期限", lambda row: row.get_term_display()),
    Column("保管至", "kept_until"),
    Column("页数", "pages"),
    Column("立卷时间", "filed_at"),
    Column("立卷人", "account.name"),
)


@export("volumes", "案卷名单", page="cases:volumes", verb="case.read", columns=COLUMNS)
def volumes(actor, query):
    rows = Volume.objects.visible_to(actor).current().select_related("case", "account")
    return VolumeFilter(query, rows.order_by("-filed_at", "-id")).qs


CHECK_COLUMNS = (
    Column("评查时间", "checked_at"),
    Column("卷号", "volume.number"),
    Column("案件", "volume.case.title"),
    Column("类别", lambda row: "抽查" if row.is_spot else "归档评查"),
    Column("得分", "score"),
    Column("结果", lambda row: "合格" if row.has_passed else "不合格"),
    Column("整改期限", "rectify_by"),
    Column("整改日期", "rectified_on"),
    Column("评查人", "account.name"),
    Column("调委会", lambda row: str(row.volume.case.committee)),
)


@export("volume_checks", "案卷评查名单", page="cases:volume_checks", verb="case.view", columns=CHECK_COLUMNS)
def volume_checks(actor, query):
    rows = checks_brought().filter(pk__in=checks_seen_by(actor).values("pk"))
    return VolumeCheckFilter(query, rows.order_by("-checked_at", "-id")).qs


DESTRUCTION_COLUMNS = (
    Column("清册", str),
    Column("区域", "area.name"),
    Column("状态", lambda row: row.get_state_display()),
    Column("案卷", "count"),
    Column("提出时间", "proposed_at"),
    Column("提出人", "proposed_by.name"),
    Column("第一审批人", lambda row: row.first_by and row.first_by.name),
    Column("第二审批人", lambda row: row.second_by and row.second_by.name),
    Column("销毁时间", "done_at"),
    Column("销毁理由", "reason"),
)


@export("destructions", "销毁清册", page="cases:destructions", verb="archive.destroy", columns=DESTRUCTION_COLUMNS)
def destructions(actor, query):
    rows = Destruction.objects.visible_to(actor).for_list().annotate(count=Count("items"))
    return DestructionFilter(query, rows.order_by("-proposed_at", "-id")).qs
