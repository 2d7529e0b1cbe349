"""Where a figure stands to its target and warning line, in words and with a sign, not by colour alone."""

from collections.abc import Iterable
from dataclasses import dataclass

from governance.metrics.declaring import Measure
from governance.metrics.targets import Lines, Verdict
from governance.metrics.values import Figure

TONES = {Verdict.MET: "good", Verdict.BETWEEN: "warn", Verdict.MISSED: "bad"}
SIGNS = {Verdict.MET: "check-circle", Verdict.BETWEEN: "exclamation-circle", Verdict.MISSED: "exclamation-triangle"}


@dataclass(frozen=True)
class Judged:
    """`said` is the verdict in words, `lines` what it is held against."""

    said: str
    lines: str
    tone: str
    icon: str


def judged(lines: Lines, measure: Measure, place: str, figure: Figure) -> Judged | None:
    """None of a measure without lines, and where there is no figure."""
    verdict, known = lines.judge(measure.code, place, figure), lines.at(measure.code, place)
    if verdict is Verdict.NONE or known is None:
        return None
    target, warning = (f"{line.normalize():f}{measure.unit.value}" for line in known)
    said = "超过警戒线" if verdict is Verdict.MISSED and measure.is_better == "down" else verdict.value
    return Judged(said, f"目标 {target}，警戒线 {warning}", TONES[verdict], SIGNS[verdict])


def told_lines(lines: Lines, place: str, measures: Iterable[Measure]) -> list[dict]:
    """The lines that a chart of `measures` shows; those that are the same for all are said once."""
    found: dict[tuple[str, float], list[str]] = {}
    measures = list(measures)
    for measure in measures:
        known = lines.at(measure.code, place)
        for word, line in zip(("目标", "警戒线"), known or (), strict=False):
            found.setdefault((word, float(line)), []).append(measure.label)
    return [
        {"name": word if len(named) == len(measures) else f"{'、'.join(named)}{word}", "value": line, "word": word}
        for (word, line), named in found.items()
    ]
