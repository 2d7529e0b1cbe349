"""The words of old registers for the codes of the portal."""

from cases.agreements.models import AgreementForm
from cases.docket.codes import SUBTYPES, Difficulty, DisputeType, Result, Source
from cases.docket.states import Performance
from cases.registers.values import NOTHING, folded
from governance.errors import Invalid

RESULTS = {
    Result.SUCCESS: ("成功", "达成协议", "调成", "已调解", "调解达成协议", "调解达成"),
    Result.FAILED: ("失败", "调解失败", "未成功", "不成功", "未达成协议", "未达成", "调解未成功"),
    Result.BY_APPLICANT: ("申请人要求终止",),
    Result.BY_RESPONDENT: ("被申请人要求终止", "被申请人拒绝调解"),
    Result.ABSENT: ("不到场", "当事人未到场"),
    Result.EXTINCT: ("当事人死亡",),
    Result.UNLAWFUL: ("虚假调解",),
    Result.SUED: ("已起诉", "已申请仲裁", "起诉"),
    Result.EXPIRED: ("期限届满", "超期"),
    Result.WITHDRAWN: ("撤回", "撤销申请", "撤诉"),
    Result.SETTLED_PRIVATELY: ("自行和解", "和解撤回", "和解"),
    Result.MOVED_UP: ("移交街镇", "移交区", "上报"),
    Result.MOVED_OUT: ("移交其他部门", "移送其他部门", "移送"),
    Result.VOID: ("作废", "案号作废"),
}
SOURCES = {
    Source.APPLICATION: ("依申请", "当事人申请", "申请", "申请调解", "依当事人申请", "群众申请"),
    Source.INITIATIVE: ("主动", "主动介入", "排查", "排查发现", "依职权", "主动排查"),
    Source.COURT: ("法院", "法院委托", "法院委派", "法院移送", "诉前委派"),
    Source.PROCURATORATE: ("检察院", "检察院委托", "检察院移送"),
    Source.POLICE: ("公安", "派出所", "公安委托", "公安移送", "110", "警民联调", "派出所移送", "派出所委托"),
    Source.PETITION: ("信访", "信访委托", "信访移送", "信访部门"),
    Source.OTHER: (
        "其他",
        "其他部门",
        "其他委托",
        "12345",
        "12345热线",
        "街道交办",
        "综治中心",
        "接受委托",
        "委托移送",
    ),
}
FORMS = {AgreementForm.ORAL: ("口头", "口头调解"), AgreementForm.WRITTEN: ("书面", "书面调解", "协议书")}
PERFORMED = {
    Performance.DONE: ("履行", "已履行完毕", "履行完毕", "当场履行", "全部履行", "是", "已兑现", "即时履行"),
    Performance.PARTIAL: ("部分", "部分已履行"),
    Performance.IN_PROGRESS: ("正在履行", "分期履行"),
    Performance.NOT_DUE: ("未到履行期",),
    Performance.OVERDUE: ("未履行", "逾期", "否", "没有履行"),
    Performance.REFUSED: ("拒不履行", "不履行"),
    Performance.SUED: ("起诉",),
    Performance.ENFORCED: ("申请强制执行",),
}
DIFFICULTIES = {
    Difficulty.SIMPLE: ("简单",),
    Difficulty.ORDINARY: ("普通",),
    Difficulty.COMPLEX: ("疑难", "复杂", "疑难案件"),
    Difficulty.MAJOR: ("特别重大", "重大疑难"),
}
NOT_OF_A_REGISTER = (Result.NOT_ACCEPTED,)  # what was not accepted has no number
TYPES_OF_OLD = {  # what the list of 18 calls otherwise
    "婚姻": "D01", "家庭": "D01", "婚姻家庭": "D01", "继承": "D01", "邻里": "D02", "相邻关系": "D02", "房屋": "D03",
    "宅基地": "D03", "房屋宅基地": "D03", "赔偿": "D06", "损害赔偿": "D06", "人身损害": "D06", "山林": "D07",
    "土地": "D07", "征地": "D08", "拆迁": "D08", "环保": "D09", "环境": "D09", "农民工工资": "D10", "欠薪": "D10",
    "劳动": "D11", "劳动争议": "D11", "消费": "D14", "消费者权益": "D14", "医患": "D15", "交通事故": "D16",
    "道路交通": "D16", "物业管理": "D17", "其它": "D99",
}  # fmt: skip


def _by_word(choices, words) -> dict[str, str]:
    found: dict[str, str] = {}
    for one in choices:
        for word in (str(one.value), one.label, *words.get(one, ())):
            found[folded(word)] = one.value
    return found


RESULT_OF = _by_word([one for one in Result if one not in NOT_OF_A_REGISTER], RESULTS)
SOURCE_OF = _by_word(Source, SOURCES)
FORM_OF = _by_word(AgreementForm, FORMS)
PERFORMANCE_OF = _by_word([one for one in Performance if one in PERFORMED], PERFORMED)
DIFFICULTY_OF = _by_word(Difficulty, DIFFICULTIES)
TYPE_OF = {
    **TYPES_OF_OLD,
    **{word: code for code, subtypes in SUBTYPES.items() for word in subtypes},
    **{folded(one.label).removesuffix("纠纷"): one.value for one in DisputeType},
    **{one.value: one.value for one in DisputeType},
}
SUBTYPE_WORDS = {word for subtypes in SUBTYPES.values() for word in subtypes}


def code_of(text: str, known: dict, *, lists: str) -> str | int | None:
    """The code for a word of the register; None for nothing. Raises Invalid, naming what may stand there."""
    word = folded(text)
    if word in NOTHING:
        return None
    if word not in known:
        raise Invalid(f"没有这一项，请从模板的下拉列表中选择（{lists}）。")
    return known[word]


def dispute_of(text: str) -> tuple[str, str]:
    """Type and, where the register named no more than it, subtype of the dispute. Raises Invalid."""
    word = folded(text).upper()
    bare = word.removesuffix("纠纷").removesuffix("类")
    found = TYPE_OF.get(word) or TYPE_OF.get(bare)
    if found is None:
        raise Invalid("不是统计表的 18 类，请从模板的下拉列表中选择。")
    return found, bare if bare in SUBTYPE_WORDS and bare in SUBTYPES[found] else ""
