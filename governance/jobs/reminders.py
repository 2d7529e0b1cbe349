"""What is told of jobs: that one could not be done. Its starter may long have left the page."""

from governance.notices.rungs import rung

rung(
    "job.failed",
    "任务未完成",
    "governance.Job",
    related=("area",),
    text=lambda job, notice: f"{job.title}：{job.message}",
    tone="bad",
)
