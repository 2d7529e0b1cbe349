"""A case has one state, the one its life led to by the table of steps; its tracks agree; it is due when its limits say.

Destroyed cases keep no life: of these only the bare record is looked at.
"""

from cases.docket.states import RESULTS, TRANSITIONS, UNDER_WAY, Performance, Procedure
from cases.docket.time_limits import A_RIGHT, INSIDE
from governance.invariants.registry import Finding, invariant

STEPS = [(step.code, before, step.after) for step in TRANSITIONS.values() for before in step.before]
P = Procedure
ENDED_HERE = (*RESULTS, P.CLOSED, P.ARCHIVED)
NUMBERED = (*UNDER_WAY, *ENDED_HERE)

LIVES = """
WITH told AS (
    SELECT e.case_id, e.seq, e.step, e.before, e.after,
           lag(e.after, 1, '') OVER life AS previous, row_number() OVER life AS place
    FROM cases_caseevent e WINDOW life AS (PARTITION BY e.case_id ORDER BY e.seq)
), allowed (step, before, after) AS (SELECT * FROM unnest(%(codes)s::text[], %(befores)s::text[], %(afters)s::text[]))
SELECT told.case_id, c.area_id, told.seq,
       CASE WHEN told.seq <> told.place THEN 'gap' WHEN told.before <> told.previous THEN 'jump' ELSE 'step' END
FROM told JOIN cases_case c ON c.id = told.case_id
WHERE c.archive <> 'destroyed' AND (told.seq <> told.place OR told.before <> told.previous
   OR CASE WHEN told.step = '' THEN told.before <> told.after
           ELSE NOT EXISTS (SELECT FROM allowed a
                            WHERE (a.step, a.before, a.after) = (told.step, told.before, told.after)) END)
ORDER BY told.case_id, told.seq
"""
NOW = """
SELECT c.id, c.area_id FROM cases_case c
LEFT JOIN LATERAL (SELECT seq, after FROM cases_caseevent WHERE case_id = c.id ORDER BY seq DESC LIMIT 1) last ON true
WHERE c.archive <> 'destroyed'
  AND (c.procedure, c.event_count) IS DISTINCT FROM (last.after, coalesce(last.seq, 0)) ORDER BY c.id
"""
FAULTS = {"gap": "办理记录的序号不连续", "jump": "与上一条办理记录不衔接", "step": "程序变化不在流转表内"}


@invariant("cases.procedure", "案件程序", "每件案件只有一个现行程序状态，就是其办理记录按流转表逐步走到的状态")
def procedure(look):
    look.counts("SELECT count(*) FROM cases_case")
    codes, befores, afters = zip(*STEPS, strict=True)
    steps = {"codes": list(codes), "befores": list(befores), "afters": list(afters)}
    for case, area, seq, fault in look.select(LIVES, steps):
        yield of_case(case, area, f"第 {seq} 条办理记录：{FAULTS[fault]}")
    for case, area in look.select(NOW):
        yield of_case(case, area, "程序状态或者记录数与最后一条办理记录不符")


IN_FORCE = "EXISTS (SELECT FROM cases_agreement a WHERE a.case_id = c.id AND a.state = 'effective')"
WRITTEN = (
    "EXISTS (SELECT FROM cases_agreement a"
    " WHERE a.case_id = c.id AND a.state IN ('effective', 'replaced') AND a.form = 'written')"
)
VOLUME = "EXISTS (SELECT FROM cases_volume v WHERE v.case_id = c.id AND v.state = 'archived')"
FROM_REGISTER = "EXISTS (SELECT FROM cases_registerrow r WHERE r.case_id = c.id)"  # its agreement is on paper alone
WITHOUT_FORM = "EXISTS (SELECT FROM cases_registerrow r WHERE r.case_id = c.id AND r.form = '')"
TRACKS = (
    # what is wrong, where it is wrong
    ("程序与案号不符", "(c.procedure = ANY(%(numbered)s)) <> (c.number <> '')"),
    ("程序与结果不符", "c.voided_at IS NULL AND (c.procedure = ANY(%(ended)s)) <> (c.result <> '')"),
    ("程序与结案日期不符", "(c.procedure IN ('closed', 'archived')) <> (c.closed_on IS NOT NULL)"),
    ("程序与归档状态不符", "(c.procedure = 'archived') <> (c.archive IN ('archived', 'destroyed'))"),
    ("未结案而有归档状态", "c.archive <> 'none' AND c.procedure NOT IN ('closed', 'archived')"),
    ("已结案而无归档状态", "c.archive = 'none' AND c.procedure IN ('closed', 'archived')"),
    ("履行状态与履行完毕日期不符", "(c.performance = %(done)s) <> (c.performed_on IS NOT NULL)"),
    ("归档状态与案卷不符", f"c.archive = 'archived' AND NOT {VOLUME}"),
    (
        "履行状态与生效协议不符",
        f"c.archive <> 'destroyed' AND (c.performance <> 'na') <> {IN_FORCE} AND NOT {FROM_REGISTER}",
    ),
    ("有履行状态而登记簿没有协议", f"c.performance <> 'na' AND {WITHOUT_FORM}"),
    ("达成协议而没有生效的协议", f"c.archive <> 'destroyed' AND c.procedure = 'agreed' AND NOT {IN_FORCE}"),
    ("有司法确认状态而没有书面协议", f"c.archive <> 'destroyed' AND c.confirmation <> 'na' AND NOT {WRITTEN}"),
)


@invariant("cases.tracks", "案件各项状态", "程序、结果、履行、司法确认和归档各自的状态互相一致")
def tracks(look):
    look.counts("SELECT count(*) FROM cases_case")
    values = {"numbered": list(NUMBERED), "ended": [P.REJECTED, *ENDED_HERE], "done": Performance.DONE}
    wrong = " OR ".join(f"({condition})" for _, condition in TRACKS)
    which = ", ".join(condition for _, condition in TRACKS)
    found = f"SELECT c.id, c.area_id, ARRAY[{which}] FROM cases_case c WHERE {wrong} ORDER BY c.id"  # noqa: S608 - written above
    for case, area, faults in look.select(found, values):
        said = "；".join(what for (what, _), holds in zip(TRACKS, faults, strict=True) if holds)
        yield of_case(case, area, said)


DUE = """
SELECT c.id, c.area_id FROM cases_case c
LEFT JOIN LATERAL (
    SELECT l.due_on, l.key FROM cases_timelimit l
    WHERE l.case_id = c.id AND l.met_on IS NULL AND l.dropped_on IS NULL AND l.stopped_on IS NULL
      AND l.key <> ALL(%(aside)s) ORDER BY l.due_on, l.id LIMIT 1
) next ON true
WHERE (c.due_on, c.due_key) IS DISTINCT FROM (next.due_on, coalesce(next.key, '')) ORDER BY c.id
"""
DERIVED = """
SELECT l.id, l.case_id, c.area_id FROM cases_timelimit l JOIN cases_case c ON c.id = l.case_id
WHERE l.derivation ->> 'due_on' IS DISTINCT FROM l.due_on::text ORDER BY l.id
"""


@invariant("cases.due", "案件的期限", "案件所示期限是其正在计算的期限中最早的一项；每项期限与其推算过程一致")
def due(look):
    look.counts("SELECT count(*) FROM cases_case")
    for case, area in look.select(DUE, {"aside": [*A_RIGHT, *INSIDE]}):
        yield of_case(case, area, "所示期限不是最早的未办期限")
    for limit, case, area in look.select(DERIVED):
        yield of_case(case, area, f"期限 {limit} 的到期日与推算过程不符")


def of_case(case: int, area: str, what: str) -> Finding:
    return Finding(f"案件 {case}：{what}", area, f"/cases/{case}/")
