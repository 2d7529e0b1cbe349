"""What is told of a visit: that it found something, to whom the next act belongs."""

from cases.docket.models import Case
from cases.docket.wording import CASE
from governance.notices.rungs import rung
from governance.texts.wording import worded

FOUND = "visit.found"

rung(
    FOUND,
    "回访发现问题",
    "cases.Case",
    rows=lambda today: Case.objects.standing(),
    text=worded(
        FOUND,
        "回访发现问题",
        "{案件}：回访发现问题，请查看回访记录并办理。",
        lambda case, notice: {"案件": str(case)},
        CASE,
    ),
    url=lambda case: case.get_absolute_url() + "#visits",
    tone="warn",
)
