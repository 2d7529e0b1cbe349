"""Every period of people's mediation (domain/mediation.md 1.3), as rules; and which step starts and ends which.

What the law gives a fixed length only the country may set; the rest are our values, for each place to change. How far
all parties may extend is `case.extension.days` (cases/mediation/rules.py).
"""

from cases.docket.codes import DisputeType
from governance.calendars.allowances import days, months, working_days, years
from governance.calendars.basis import BY_LAW, TimeLimit
from governance.calendars.time_limits import declare

OURS = "本系统建议值，可按当地规定修改"
PLATFORM = "上海市一站式解纷平台：1 个工作日；其他地方可按当地规定修改"
PROMPTLY = f"人民调解工作若干规定 第二十四条：及时受理；{OURS}"
A_MONTH = "人民调解工作若干规定 第三十三条：一般在一个月内调结"
COURTS = "诉调对接做法，双方同意可以延长"
LABOUR_LAW_14 = "劳动争议调解仲裁法 第十四条"
LABOUR_LAW_27 = "劳动争议调解仲裁法 第二十七条"
MEDICAL_38 = "医疗纠纷预防和处理条例 第三十八条"
CONFIRMATION = "人民调解法 第三十三条；民事诉讼法 第二百零五条"
COURT_ACCEPTS = "法释〔2011〕5号 第四条"
COURT_RULES = "民事诉讼法 第一百八十七条：30 日；法释〔2011〕5号：15 日，可延长 10 日"
COURT_OBJECTS = "民事诉讼法司法解释 第三百七十二条"
ENFORCEMENT = "民事诉讼法 第二百五十条"
URGING = f"人民调解工作若干规定 第三十八条：督促履行；{OURS}"
VISITING = f"人民调解工作若干规定 第三十七条：适时回访；{OURS}"
REPORTING = f"人民调解法 第二十五条：及时报告；{OURS}"
TERM = "人民调解法 第九条"
LIMITATION = "民法典 第一百八十八条、第一百九十五条"

NOBODY: tuple[int, ...] = ()  # shown, and for no place to change
ROLLS, STAYS = True, False  # what a rest day at its end does; a period of working days never ends on one

# fmt: off
LIMITS = (
    #         key                label                      since              allowance         at its end, source
    TimeLimit("contact",         "首次联系当事人",          "收到申请",        working_days(1),  STAYS, PLATFORM),
    TimeLimit("accept_decide",   "决定是否受理",            "收到申请",        working_days(3),  STAYS, PROMPTLY),
    TimeLimit("assign",          "指派调解员",              "受理",            working_days(3),  STAYS, OURS),
    TimeLimit("replace",         "更换调解员",              "提出回避",        working_days(1),  STAYS, OURS),
    TimeLimit("mediate",         "调解办结",                "受理",            months(1),        ROLLS, A_MONTH,
              "可改为“30日”。"),
    TimeLimit("court_pre",       "立案前委派的调解",        "受理",            days(30),         ROLLS, COURTS),
    TimeLimit("court_in",        "诉讼中委托的调解",        "移交",            days(15),         ROLLS, COURTS),
    TimeLimit("court_summary",   "简易程序中委托的调解",    "移交",            days(7),          ROLLS, COURTS),
    TimeLimit("labour",          "劳动争议调解",            "收到申请",        days(15),         ROLLS, LABOUR_LAW_14,
              "期满未达成协议的，当事人可以申请仲裁。", BY_LAW),
    TimeLimit("medical",         "医疗纠纷调解",            "受理",            working_days(30), STAYS, MEDICAL_38,
              "鉴定时间不计入；期满未达成协议的，视为调解不成。", BY_LAW),
    TimeLimit("jc_apply",        "申请司法确认",            "协议生效",        days(30),         ROLLS, CONFIRMATION,
              "须由各方当事人共同申请。", BY_LAW),
    TimeLimit("jc_court_accept", "法院受理司法确认",        "法院收到申请",    days(3),          STAYS, COURT_ACCEPTS,
              "只登记法院的日期，不判断是否逾期。", NOBODY),
    TimeLimit("jc_court_rule",   "法院裁定司法确认",        "法院受理",        days(30),         STAYS, COURT_RULES,
              "只登记法院的日期，不判断是否逾期。", NOBODY),
    TimeLimit("jc_object",       "当事人对确认裁定的异议",  "收到裁定",        days(15),         ROLLS, COURT_OBJECTS,
              "是否逾期由法院审查。", NOBODY),
    TimeLimit("jc_object_others", "利害关系人对确认裁定的异议", "知道或应当知道", months(6),      ROLLS, COURT_OBJECTS,
              "是否逾期由法院审查。", NOBODY),
    TimeLimit("enforce",         "申请强制执行",            "履行期限届满",    years(2),         STAYS, ENFORCEMENT,
              "经司法确认的协议；分期履行的自最后一期届满起算。", BY_LAW),
    TimeLimit("urge",            "催促逾期未履行的一方",    "履行期限届满",    working_days(3),  STAYS, URGING),
    TimeLimit("visit",           "回访",                    "履行完毕或到期",  days(15),         STAYS, VISITING),
    TimeLimit("visit_agreement", "书面协议的回访",          "协议生效",        days(30),         STAYS, OURS),
    TimeLimit("visit_regular",   "履行期长的定期回访",      "协议生效或上次回访", days(90),      STAYS, OURS,
              "履行期限超过此期限，或者没有截止日的，履行完毕以前定期回访。"),
    TimeLimit("visit_risk_1",    "有风险案件的第一次加访",  "达成协议",        days(10),         STAYS, OURS),
    TimeLimit("visit_risk_2",    "有风险案件的第二次加访",  "达成协议",        days(30),         STAYS, OURS),
    TimeLimit("feedback",        "向移送部门反馈结果",      "有结果",          working_days(5),  STAYS, OURS),
    TimeLimit("archive",         "整理归档",                "结案",            working_days(15), STAYS, OURS,
              "结案后仍在跟进履行、司法确认或者回访的，自跟进结束起算。"),
    TimeLimit("police_report",   "补记向公安机关的报告",    "发现风险",        days(1),          STAYS, REPORTING,
              "发现后立即报告，24 小时内补记；到期的时刻见案件的风险一栏。"),
    TimeLimit("centre_report",   "补记向街道综治中心的报告", "发现风险",       days(1),          STAYS, OURS,
              "红色风险立即报告街道综治中心，24 小时内补记。"),
    TimeLimit("term",            "调委会和调解员任期",      "选举或聘任",      years(3),         STAYS, TERM,
              "", BY_LAW),
    TimeLimit("limit_civil",     "诉讼时效",                "知道或应当知道",  years(3),         STAYS, LIMITATION,
              "向调委会提出请求，自提出之日起中断。", BY_LAW),
    TimeLimit("limit_labour",    "劳动争议仲裁时效",        "知道或应当知道",  years(1),         STAYS, LABOUR_LAW_27,
              "在职期间的工资争议自劳动关系终止起算。", BY_LAW),
)

GIVEN = {"organ_due": "来函要求办结"}  # a day that somebody else set: no period, no rule
CONCLUDING = ("mediate", "court_pre", "court_in", "court_summary", "medical")  # one of these runs while it is mediated
VISIT = "visit"  # with it begin the keys of all visits
VISITS = (VISIT, "visit_agreement", "visit_regular", "visit_risk_1", "visit_risk_2")
LABOUR_DISPUTES = (DisputeType.D10, DisputeType.D11)
A_RIGHT = ("jc_apply", "labour", "enforce")  # nobody of the committee is late when these pass: no case is due
INSIDE = ("assign",)  # begun by the acceptance; reminds the director, while the case is due by its time to mediate
ENDED = (*CONCLUDING, "labour", "assign", "replace", "organ_due")
HANDED_OVER = ("court_in", "court_summary")  # counted from the hand-over, not from acceptance
# run after an agreement
FOLLOWING = ("urge", "enforce", *VISITS)
DROPPED: dict[str, tuple[str, ...]] = {
    "T21": FOLLOWING,  # a bound volume is not followed any more
    "T23": (*FOLLOWING, "jc_apply", "archive"),  # what is mediated anew waits for its new agreement
}
STARTED: dict[str, tuple[str, ...]] = {
    "T2":  ("contact", "accept_decide", "labour"),  # labour: of labour disputes
    "T3":  ("contact", "accept_decide", "labour", "organ_due"),  # organ_due: where the letter names a day
    "T5":  ("mediate", "assign"),                   # mediate: the one of CONCLUDING that its source and type call for
    "T6":  ("feedback",),                           # feedback: of what an organ entrusted
    "T7":  ("feedback",),                           # T7T: the letters go along, the receiver answers them
    "T14": ("feedback",),                           # jc_apply begins with the agreement (cases/agreements/effect.py)
    "T15": ("feedback",),
    "T16": ("feedback",),
    "T17": ("feedback",),
    "T18": ("feedback",),
    "T20": (),                                      # archive begins once nothing is followed any more
    "T23": ("mediate",),
}
MET: dict[str, tuple[str, ...]] = {
    "T4":  ("contact",),
    "T5":  ("contact", "accept_decide"),
    "T6":  ("contact", "accept_decide", "labour", "organ_due"),
    "T7":  ("contact", "accept_decide", "labour", "organ_due"),
    "T7T": ("contact", "accept_decide", "labour", "organ_due"),
    "T8":  ("assign",),
    "T14": ENDED,
    "T15": ENDED,
    "T16": ENDED,
    "T17": ENDED,
    "T18": ENDED,
    "T19": ENDED,
    "T21": ("archive",),
}
# fmt: on

declare("调解期限", *LIMITS)
