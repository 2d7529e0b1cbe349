"""What is told of reports: that one was issued, that somebody did not get it, that one goes out no more."""

from governance.metrics.reports.models import ReportIssue
from governance.notices.rungs import rung


def _not_mailed(issue: ReportIssue, notice) -> str:
    return f"报表“{issue.report.name}”{issue.due_on} 一期有邮件未发出或未能确认送达，请核对收件人的任职和邮箱。"


rung(
    "report.issued",
    "报表已生成",
    "governance.ReportIssue",
    related=("report",),
    text=lambda issue, notice: f"报表“{issue.report.name}”{issue.due_on} 一期已生成。",
)
rung(
    "report.withheld",
    "报表邮件未发出",
    "governance.ReportIssue",
    related=("report",),
    text=_not_mailed,
    url=lambda issue: issue.report.get_absolute_url(),
    tone="warn",
)
rung(
    "report.stopped",
    "报表停止定时发送",
    "governance.Report",
    place="area_id",
    text=lambda report, notice: f"报表“{report.name}”不再定时发送：条件失效或您不再有权查看其中的区域。",
    tone="warn",
)
