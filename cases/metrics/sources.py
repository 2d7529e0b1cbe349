"""The sources of the wing: what is counted of a case, and by what it can be divided."""

from cases.agreements.models import AgreementForm
from cases.committees.models import Trade
from cases.docket.codes import TERMINATIONS, Difficulty, DisputeType, Result, SettledLevel
from cases.docket.codes import Source as Origin
from cases.mediation.mediators.models import Education, Employment, GradeLevel, OtherIdentity, Political
from cases.metrics import facts, models
from cases.parties.models import SpecialGroup
from cases.risk.codes import Forecast, RiskLevel
from cases.subsidies.models import Grade
from cases.visits.models import Satisfaction
from governance.committees.kinds import KINDS, MEDIATION
from governance.identifiers.resident_id import Sex
from governance.metrics.declaring import Breakdown, Counter, Source, Stream, declare_sources
from governance.metrics.touching import watch
from governance.people.models import Account


def _labels(choices):
    return {str(code): str(label) for code, label in choices}


def _names_of(keys):
    return {str(pk): name for pk, name in Account.objects.filter(pk__in=keys).values_list("pk", "name")}


SUCCESS = f"f.result = '{Result.SUCCESS.value}'"
DECIDED = "f.result IN ({})".format(
    ", ".join(f"'{code.value}'" for code in (Result.SUCCESS, Result.FAILED, *TERMINATIONS))
)
LEVEL = "CASE WHEN right(f.area_id, 6) = '000000' THEN 'district' WHEN right(f.area_id, 3) = '000' THEN 'street'"
POINTS = "CASE f.difficulty WHEN 1 THEN 1 WHEN 2 THEN 3 WHEN 3 THEN 6 ELSE 15 END"  # as subsidies are graded
COMMON = ("kind", "source", "type", "difficulty", "form", "level")
LISTED = (*COMMON, "host")

BREAKDOWNS = (
    Breakdown(
        "kind", "调解组织类型", "f.kind", {code: kind.label for code, kind in KINDS.items() if kind.group == MEDIATION}
    ),
    Breakdown("source", "案件来源", "f.source", _labels(Origin.choices)),
    Breakdown("type", "纠纷类型", "f.dispute_type", _labels(DisputeType.choices)),
    Breakdown("difficulty", "难易程度", "f.difficulty", _labels(Difficulty.choices)),
    Breakdown("form", "协议形式", "nullif(f.form, '')", _labels(AgreementForm.choices)),
    Breakdown("level", "化解层级", f"{LEVEL} ELSE 'community' END", _labels(SettledLevel.choices)),
    Breakdown("result", "结果", "nullif(f.result, '')", _labels(Result.choices), is_common=False),
    Breakdown("risk", "风险等级", "f.risk", _labels(RiskLevel.choices), is_common=False),
    Breakdown("host", "主持调解员", "f.host", name_of=_names_of, is_apart=True, is_common=False),
    Breakdown("days", "天数", "f.days", is_common=False),
)

COUNTERS = (
    Counter("registered", "登记", "registered_on", "NOT f.is_clue"),
    Counter("decided_in_time", "及时决定受理或不予受理", "registered_on", "NOT f.is_clue AND f.is_decided_in_time"),
    Counter("clues", "排查线索", "registered_on", "f.is_clue"),
    Counter("accepted", "受理", "accepted_on", breakdowns=LISTED),
    Counter("people", "涉及人数", "accepted_on", value="f.people"),
    Counter("entrusted", "接受委托移送", "accepted_on", "f.source LIKE 'S3%%'"),
    Counter("results", "办结", "result_on", breakdowns=(*LISTED, "result")),
    Counter("accepted_results", "受理案件的结果", "result_on", "f.accepted_on IS NOT NULL"),
    Counter("success", "调解成功", "result_on", SUCCESS, breakdowns=LISTED),
    Counter("concluded", "成功、不成和终止", "result_on", DECIDED, breakdowns=LISTED),
    Counter("settled_privately", "自行和解撤回", "result_on", f"f.result = '{Result.SETTLED_PRIVATELY.value}'"),
    Counter("complex", "疑难复杂", "result_on", f"{SUCCESS} AND f.difficulty >= {Difficulty.COMPLEX.value}"),
    Counter("points", "难度加权", "result_on", SUCCESS, POINTS, breakdowns=LISTED),
    Counter("amount", "协议金额", "result_on", SUCCESS, "f.amount"),
    Counter("written", "书面协议", "result_on", f"{SUCCESS} AND f.form = '{AgreementForm.WRITTEN.value}'"),
    Counter("oral", "口头协议", "result_on", f"{SUCCESS} AND f.form = '{AgreementForm.ORAL.value}'"),
    Counter(
        "written_applied",
        "书面协议中已申请司法确认",
        "result_on",
        f"{SUCCESS} AND f.form = '{AgreementForm.WRITTEN.value}' AND f.applied_on IS NOT NULL",
    ),
    Counter("in_community", "社区化解", "result_on", f"{SUCCESS} AND right(f.area_id, 3) <> '000'"),
    Counter(
        "in_street",
        "社区和街镇化解",
        "result_on",
        f"{SUCCESS} AND right(f.area_id, 6) <> '000000'",
    ),
    Counter("timed", "有办理期限的结果", "result_on", "f.is_on_time IS NOT NULL"),
    Counter("on_time", "按期办结", "result_on", "f.is_on_time"),
    Counter("with_days", "有受理日期的结果", "result_on", "f.days IS NOT NULL", breakdowns=(*COMMON, "days")),
    Counter("days", "调解天数合计", "result_on", "f.days IS NOT NULL", "f.days"),
    Counter("performed", "履行完毕", "performed_on", SUCCESS),
    Counter("all_due", "全部义务到期的协议", "all_due_on", SUCCESS),
    Counter("due_performed", "到期协议中已履行", "all_due_on", f"{SUCCESS} AND f.performed_on IS NOT NULL"),
    Counter("settled_due", "到期且履行完毕的协议", "settled_due_on", SUCCESS),
    Counter("amount_due", "全部到期的协议金额", "all_due_on", SUCCESS, "f.amount"),
    Counter("amount_settled", "到期且履行完毕的协议金额", "settled_due_on", SUCCESS, "f.amount"),
    Counter("late_began", "开始逾期", "late_from", SUCCESS),
    Counter("late_ended", "逾期结束", "late_to", f"{SUCCESS} AND f.late_from IS NOT NULL"),
    Counter("applied", "申请司法确认", "applied_on", SUCCESS),
    Counter("ruled", "司法确认已裁定", "ruled_on", SUCCESS),
    Counter("confirmed", "确认有效", "ruled_on", f"{SUCCESS} AND f.is_confirmed"),
    Counter("at_risk", "有风险", "registered_on", "f.is_followed AND f.risk > 0", breakdowns=(*COMMON, "risk")),
)

OF_CASES = Stream(
    "cases",
    "调解案件",
    facts.CASES_WATCHED,
    every="SELECT id FROM cases_case WHERE id > %(after)s ORDER BY id LIMIT %(most)s",
)
MEDIATORS = Stream(
    "mediators",
    "调解员",
    facts.MEDIATORS_WATCHED,
    every="SELECT id FROM governance_account WHERE id > %(after)s ORDER BY id LIMIT %(most)s",
)


def _star(code, label, model, fresh, breakdowns, counters, page=""):
    """A star of what hangs on cases."""
    made = facts.of_cases(fresh, model, "case_id")
    return Source(code, label, OF_CASES.code, model, made, breakdowns, counters, key="case_id", page=page)


def _one(code, label, key, choices, **more):
    return Breakdown(code, label, key, _labels(choices), **more)


declare_sources(
    OF_CASES,
    Source(
        code="cases",
        label="调解案件",
        stream=OF_CASES.code,
        facts=models.CaseFact,
        facts_of=facts.of_cases(facts.NUMBERED, models.CaseFact, "subject"),
        breakdowns=BREAKDOWNS,
        counters=COUNTERS,
        page="cases:cases",
    ),
    _star(
        "preventions",
        "防止激化",
        models.PreventionFact,
        facts.PREVENTIONS,
        (_one("event", "防止的事件", "f.kind", Forecast.choices),),
        (
            Counter("cases", "件数", "confirmed_on"),
            Counter("people", "人数", "confirmed_on", value="f.people"),
        ),
        page="cases:preventions",
    ),
    _star(
        "visits",
        "到期的回访",
        models.VisitFact,
        facts.VISITS,
        (),
        (Counter("due", "到期的回访", "due_on"), Counter("in_time", "按期回访", "due_on", "f.is_in_time")),
        page="cases:visits_due",
    ),
    _star(
        "answers",
        "回访满意度",
        models.AnswerFact,
        facts.ANSWERS,
        (_one("score", "满意度", "f.satisfaction", Satisfaction.choices),),
        (
            Counter("visits", "回访", "visited_on"),
            Counter("answered", "作答", "visited_on", "f.satisfaction <> 9"),
            Counter("satisfied", "满意和非常满意", "visited_on", "f.satisfaction <= 2"),
        ),
        page="cases:visits",
    ),
    _star(
        "checks",
        "案卷评查",
        models.VolumeCheckFact,
        facts.CHECKS,
        (),
        (Counter("checked", "评查", "checked_on"), Counter("passed", "合格", "checked_on", "f.has_passed")),
        page="cases:volume_checks",
    ),
    _star(
        "subsidies",
        "以案定补",
        models.SubsidyFact,
        facts.SUBSIDIES,
        (_one("grade", "补贴等级", "f.grade", Grade.choices),),
        (Counter("paid", "发放件数", "paid_on"), Counter("amount", "发放金额", "paid_on", value="f.amount")),
        page="cases:subsidy_claims",
    ),
    _star(
        "groups",
        "特殊群体",
        models.GroupFact,
        facts.GROUPS,
        (
            _one(
                "group",
                "特殊群体",
                "(SELECT array_agg(part) FROM jsonb_array_elements_text(f.groups) part)",
                SpecialGroup.choices,
                is_many=True,
            ),
        ),
        (Counter("people", "特殊群体当事人", "accepted_on"),),
    ),
)
COMMITTEES = Stream(
    "committees",
    "调委会",
    facts.COMMITTEES_WATCHED,
    every="SELECT id FROM cases_mediationcommittee WHERE id > %(after)s ORDER BY id LIMIT %(most)s",
)
SCREENINGS = Stream(
    "screenings",
    "矛盾纠纷排查",
    facts.SCREENINGS_WATCHED,
    every="SELECT id FROM cases_check WHERE id > %(after)s ORDER BY id LIMIT %(most)s",
)
declare_sources(
    COMMITTEES,
    Source(
        code="committees",
        label="调委会",
        stream=COMMITTEES.code,
        facts=models.CommitteeFact,
        facts_of=facts.COMMITTEES,
        breakdowns=(_one("trade", "行业、专业类型", "nullif(f.trade, '')", Trade.choices),),
        counters=(
            Counter("trades_began", "行业性、专业性调委会成立", "began_on", "f.trade <> ''"),
            Counter("trades_ended", "行业性、专业性调委会终止", "ended_on", "f.trade <> ''"),
        ),
        page="cases:committees",
        place="place",
    ),
)
declare_sources(
    SCREENINGS,
    Source(
        code="screenings",
        label="矛盾纠纷排查",
        stream=SCREENINGS.code,
        facts=models.ScreeningFact,
        facts_of=facts.SCREENINGS,
        breakdowns=(),
        counters=(Counter("made", "排查", "checked_on"),),
        page="cases:checks",
    ),
)
BOUGHT = (("yes", "政府购买服务"), ("no", "非购买服务"))
LEGAL = "'lawyer', 'legal_worker', 'notary', 'retired_justice'"
declare_sources(
    MEDIATORS,
    Source(
        code="mediators",
        label="调解员",
        stream=MEDIATORS.code,
        facts=models.MediatorFact,
        facts_of=facts.MEDIATORS,
        breakdowns=(
            _one("employment", "专兼职", "nullif(f.employment, '')", Employment.choices),
            _one("grade", "等级", "f.grade", GradeLevel.choices),
            _one("sex", "性别", "nullif(f.sex, '')", Sex.choices),
            _one(
                "identity",
                "其他身份",
                "(SELECT array_agg(part) FROM jsonb_array_elements_text(f.identities) part)",
                OtherIdentity.choices,
                is_many=True,
            ),
            _one("education", "文化程度", "nullif(f.education, '')", Education.choices),
            _one("political", "政治面貌", "nullif(f.political, '')", Political.choices),
            _one("bought", "政府购买服务", "CASE WHEN f.is_bought THEN 'yes' ELSE 'no' END", BOUGHT),
        ),
        counters=tuple(
            Counter(f"{which}_{how}" if which else how, f"{label}{said}", day, where)
            for which, label, where in (
                ("", "调解员", "true"),
                ("minority", "少数民族调解员", "f.ethnicity NOT IN ('', '01')"),
                ("lawyer", "律师调解员", "f.identities ? 'lawyer'"),
                ("legal", "有法律专业背景的调解员", f"f.identities ?| ARRAY[{LEGAL}]"),
            )
            for how, said, day in (("began", "开始", "began_on"), ("ended", "结束", "ended_on"))
        ),
        page="cases:mediators",
        place="place",
    ),
)
for stream in (OF_CASES, MEDIATORS, COMMITTEES, SCREENINGS):
    watch(stream, "cases")
