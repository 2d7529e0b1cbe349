"""Reports of the wing to begin with."""

from governance.metrics.reports.ready import Ready, declare_ready

declare_ready(
    Ready(
        "下辖区域上月办案情况",
        "受理、办结、成功率、按期办结率，与上年同期比较",
        "measure=cases.accepted&measure=cases.mediated&measure=cases.success_rate&measure=cases.on_time_rate"
        "&spread=below&period=last-month&compare=year",
    ),
    Ready(
        "今年逐月受理",
        "逐月受理案件，与去年同月比较",
        "measure=cases.accepted&period=this-year&split=month&compare=year",
    ),
    Ready(
        "纠纷类型构成",
        "今年各类纠纷的受理和成功",
        "measure=cases.accepted&measure=cases.success&by=type&period=this-year",
    ),
    Ready(
        "下辖区域逐季成功率",
        "去年各季度调解成功率",
        "measure=cases.success_rate&spread=below&period=last-year&split=quarter",
    ),
    Ready(
        "案件来源逐月变化",
        "今年各种来源逐月受理案件",
        "measure=cases.accepted&by=source&period=this-year&split=month",
    ),
    Ready(
        "履行、确认和回访",
        "上季度协议履行、司法确认、回访，与上一季度比较",
        "measure=cases.performance_rate&measure=cases.overdue&measure=cases.applied_rate&measure=cases.confirmed_rate"
        "&measure=visits.rate&measure=visits.satisfaction&spread=below&period=last-quarter&compare=previous",
    ),
)
