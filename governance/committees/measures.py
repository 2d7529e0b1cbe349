"""Bodies of a place as numbers (domain/indicators.md C01–C03; domain/mediation.md 5.2)."""

from governance.committees.kinds import KINDS, MEDIATION
from governance.committees.models import BodyFact
from governance.metrics.declaring import (
    Breakdown,
    Counter,
    Flow,
    Measure,
    Source,
    Stream,
    Unit,
    Watched,
    declare_measures,
    declare_sources,
)
from governance.metrics.touching import watch

COLUMNS = ("kind", "area_id", "established_on", "dissolved_on")
FACTS = """
    SELECT b.id AS subject, b.area_id, b.kind, b.established_on AS began_on, b.dissolved_on AS ended_on
    FROM governance_body b WHERE b.id IN ({chosen})
"""
MEDIATING = "f.kind IN ({})".format(", ".join(f"'{kind.code}'" for kind in KINDS.values() if kind.group == MEDIATION))
COUNTED = (
    ("mediating", "调解组织", MEDIATING),
    ("lawyers", "律师调解工作室", "f.kind = 'lawyers_mediation'"),
    ("points", "司法睦邻点", "f.kind = 'justice_point'"),
)
BODIES = Stream(
    "bodies",
    "组织",
    (Watched("governance.Body", "changed.id", columns=COLUMNS),),
    every="SELECT id FROM governance_body WHERE id > %(after)s ORDER BY id LIMIT %(most)s",
)
declare_sources(
    BODIES,
    Source(
        code="bodies",
        label="组织",
        stream=BODIES.code,
        facts=BodyFact,
        facts_of=FACTS,
        breakdowns=(
            Breakdown(
                "body_kind",
                "组织类型",
                "f.kind",
                {code: kind.label for code, kind in KINDS.items() if kind.group == MEDIATION},
            ),
        ),
        counters=tuple(
            Counter(f"{code}_{how}", f"{label}{said}", day, where)
            for code, label, where in COUNTED
            for how, said, day in (("began", "成立", "began_on"), ("ended", "终止", "ended_on"))
        ),
        page="committees:bodies",
        place="place",
    ),
)
watch(BODIES, "governance")


def _standing(code, label, what, formula, basis):
    counters = (f"bodies.{what}_began", f"-bodies.{what}_ended")
    return Measure(
        code,
        label,
        formula,
        "调解组织和队伍",
        counters,
        unit=Unit.BODIES,
        flow=Flow.STOCK,
        area="组织所在区域",
        day="期末存续",
        basis=basis,
    )


declare_measures(
    _standing("bodies.mediating", "调解组织", "mediating", "期末存续的调解组织", "indicators C01；队伍经费表"),
    _standing("bodies.lawyers", "律师调解工作室", "lawyers", "期末存续的律师调解工作室", "indicators C02"),
    _standing("bodies.points", "司法睦邻点", "points", "期末存续的司法睦邻点", "indicators C03"),
)
