"""The wing's panels of the board (domain/mediation.md 5.4: what such boards commonly show)."""

from cases.metrics import measures  # noqa: F401 - panels stand on them
from governance.metrics.board.panels import Kind, Panel, declare_panels

declare_panels(
    Panel(
        "heads",
        "主要指标",
        Kind.FIGURES,
        (
            *("cases.accepted", "cases.mediated", "cases.success", "cases.success_rate", "cases.on_time_rate"),
            *("cases.median_days", "cases.amount", "cases.performance_rate", "cases.under_way", "cases.at_risk"),
        ),
        is_wide=True,
    ),
    Panel("trend", "逐月走势", Kind.TREND, ("cases.accepted", "cases.success"), note="受理按受理日期，成功按结果日期"),
    Panel(
        "quality",
        "质效走势",
        Kind.TREND,
        ("cases.success_rate", "cases.on_time_rate"),
        note="按结果日期，横线为目标值和警戒线",
    ),
    Panel("types", "纠纷类型", Kind.PARTS, ("cases.accepted",), by="type", note="受理案件"),
    Panel("sources", "案件来源", Kind.PARTS, ("cases.accepted",), by="source", note="受理案件"),
    Panel("levels", "在哪一级化解", Kind.PARTS, ("cases.success",), by="level", note="调解成功的案件"),
    Panel("results", "调解结果", Kind.PARTS, ("cases.mediated",), by="result", note="有结果的案件"),
    Panel(
        "loads",
        "调解员办案量",
        Kind.PARTS,
        ("cases.mediated", "cases.success"),
        by="host",
        note="有结果的案件",
        most=10,
    ),
    Panel("risks", "风险等级", Kind.PARTS, ("cases.at_risk",), by="risk", note="现在仍在跟进的案件"),
    Panel(
        "follow",
        "履行、司法确认和回访",
        Kind.FIGURES,
        (
            *("cases.performance_rate", "cases.overdue", "cases.applied", "cases.applied_rate"),
            *("cases.confirmed_rate", "visits.rate", "visits.satisfaction", "checks.pass_rate"),
        ),
        is_wide=True,
    ),
    Panel(
        "places",
        "下辖区域",
        Kind.PLACES,
        (
            *("cases.accepted", "cases.mediated", "cases.success_rate", "cases.on_time_rate"),
            *("cases.median_days", "cases.performance_rate", "cases.overdue", "cases.at_risk"),
        ),
        is_wide=True,
    ),
)
