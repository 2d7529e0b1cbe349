"""What administrators are told: that the nightly check found something wrong, or did not come to its end."""

from governance.invariants.actions import BROKEN_OFF, FAULTY
from governance.notices.rungs import rung

rung(
    FAULTY,
    "数据核对发现问题",
    "governance.VerificationRun",
    text=lambda run, notice: f"{run.started_at:%m-%d} 的数据核对发现 {run.fault_count} 处问题，请查看并处理。",
    verb="check.view",
    tone="bad",
)
rung(
    BROKEN_OFF,
    "数据核对未完成",
    "governance.VerificationRun",
    text=lambda run, notice: f"{run.started_at:%m-%d} 的数据核对中途停止，没有完成，请查看任务的说明。",
    verb="check.view",
    tone="bad",
)
