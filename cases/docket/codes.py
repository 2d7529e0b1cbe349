"""Code lists of people's mediation (domain/mediation.md 1.4, 4.2–4.4). Codes are ours, names follow official usage."""

from dataclasses import dataclass

from django.db.models import IntegerChoices, TextChoices


class DisputeType(TextChoices):
    """纠纷类型: the 18 of the statistics sheet; exactly one a case."""

    D01 = "D01", "婚姻家庭纠纷"
    D02 = "D02", "邻里纠纷"
    D03 = "D03", "房屋宅基地纠纷"
    D04 = "D04", "合同纠纷"
    D05 = "D05", "生产经营纠纷"
    D06 = "D06", "损害赔偿纠纷"
    D07 = "D07", "山林土地纠纷"
    D08 = "D08", "征地拆迁纠纷"
    D09 = "D09", "环境污染纠纷"
    D10 = "D10", "拖欠农民工工资纠纷"
    D11 = "D11", "其他劳动争议纠纷"
    D12 = "D12", "旅游纠纷"
    D13 = "D13", "电子商务纠纷"
    D14 = "D14", "其他消费纠纷"
    D15 = "D15", "医疗纠纷"
    D16 = "D16", "道路交通事故纠纷"
    D17 = "D17", "物业纠纷"
    D99 = "D99", "其他纠纷"


SUBTYPES: dict[str, tuple[str, ...]] = {
    "D01": ("离婚财产", "赡养", "子女抚养", "探望", "继承", "家庭暴力后续", "婚约财产"),
    "D02": ("噪音", "漏水", "宠物", "空调滴水", "树木采光通风", "公共走道", "垃圾", "邻里停车", "口角"),
    "D03": ("共有", "违法搭建", "边界"),
    "D04": ("租赁", "民间借贷", "买卖", "装修", "中介", "服务"),
    "D06": ("人身损害", "宠物致害", "高空坠物", "财产损害"),
    "D09": ("光", "烟", "经营噪声"),
    "D14": ("预付卡",),
    "D17": ("物业费", "维修", "公共收益", "停车", "业委会", "充电桩"),
    "D99": ("村务", "校园", "虚拟财产"),
}


class Source(TextChoices):
    """案件来源. S3x together are 接受委托移送."""

    APPLICATION = "S1", "依申请调解"
    INITIATIVE = "S2", "主动调解"
    COURT = "S31", "法院委托移送"
    PROCURATORATE = "S32", "检察院委托移送"
    POLICE = "S33", "公安机关委托移送"
    PETITION = "S34", "信访部门委托移送"
    OTHER = "S39", "其他部门委托移送"


ENTRUSTED = (Source.COURT, Source.PROCURATORATE, Source.POLICE, Source.PETITION, Source.OTHER)


class SourceForm(TextChoices):
    """How an application came."""

    WRITTEN = "written", "书面申请"
    ORAL = "oral", "口头申请"
    ONLINE = "online", "网上申请"
    HOTLINE = "hotline", "热线申请"


class Casualties(TextChoices):
    """有无死亡: whether the dispute is about somebody hurt or killed; blank as long as nobody said."""

    NONE = "none", "无人伤亡"
    INJURED = "injured", "有人受伤"
    DEAD = "dead", "有人死亡"


class Difficulty(IntegerChoices):
    """难易程度; 疑难复杂 in the statistics from 3 on."""

    SIMPLE = 1, "简易"
    ORDINARY = 2, "一般"
    COMPLEX = 3, "疑难复杂"
    MAJOR = 4, "重大"


class Result(TextChoices):
    """案件结果."""

    SUCCESS = "10", "调解成功"
    FAILED = "20", "调解不成"
    BY_APPLICANT = "31", "申请人终止"
    BY_RESPONDENT = "32", "被申请人终止"
    ABSENT = "33", "当事人不到场"
    EXTINCT = "34", "当事人死亡或终止"
    UNLAWFUL = "35", "违法或虚假调解"
    SUED = "36", "已起诉或申请仲裁"
    EXPIRED = "37", "期限届满未延长"
    WITHDRAWN = "41", "撤回申请"
    SETTLED_PRIVATELY = "42", "自行和解撤回"
    MOVED_UP = "51", "移交上级"
    MOVED_OUT = "52", "移交其他组织"
    NOT_ACCEPTED = "61", "不予受理"
    VOID = "62", "编号作废"


TERMINATIONS = (
    Result.BY_APPLICANT,
    Result.BY_RESPONDENT,
    Result.ABSENT,
    Result.EXTINCT,
    Result.UNLAWFUL,
    Result.SUED,
    Result.EXPIRED,
)


class SettledLevel(TextChoices):
    """化解层级: how far up the ladder a dispute was settled."""

    COMMUNITY = "community", "社区化解"
    STREET = "street", "街镇化解"
    DISTRICT = "district", "区级化解"


class Channel(TextChoices):
    """How one spoke with somebody."""

    FACE = "face", "当面"
    PHONE = "phone", "电话"
    VIDEO = "video", "视频"
    ONLINE = "online", "网上"
    LETTER = "letter", "信函"


@dataclass(frozen=True)
class RefusalReason:
    """不予受理 reason; `instead` is what the notice and the refusal say to do."""

    code: str
    label: str
    basis: str
    instead: str


REFUSAL_REASONS = {
    reason.code: reason
    for reason in (
        RefusalReason(
            "R01",
            "法律、法规规定只能由专门机关管辖处理，或者禁止采用民间调解方式解决",
            "《人民调解工作若干规定》第二十二条第一项",
            "请向有管辖权的机关申请处理。",
        ),
        RefusalReason(
            "R02",
            "人民法院、公安机关或者其他行政机关已经受理或者解决，且未委托调解",
            "《人民调解工作若干规定》第二十二条第二项",
            "请在已受理的机关继续办理。",
        ),
        RefusalReason(
            "R03",
            "一方当事人明确拒绝调解",
            "《人民调解法》第十七条",
            "可以依法申请仲裁、行政处理或者向人民法院起诉。",
        ),
        RefusalReason(
            "R04",
            "不属于民间纠纷（涉及刑事责任、行政争议或者纪律处分）",
            "《人民调解工作若干规定》第二十条",
            "请向公安、行政复议等有权机关反映。",
        ),
        RefusalReason(
            "R05",
            "涉及婚姻效力、亲子、收养等身份关系的确认",
            "法释〔2011〕5号第四条",
            "请向人民法院起诉。",
        ),
        RefusalReason(
            "R06",
            "没有明确的对方当事人，或者申请人与纠纷没有利害关系",
            "实践做法",
            "明确对方当事人后可以再次申请。",
        ),
        RefusalReason("R07", "涉法涉诉信访事项，法律程序尚未终结", "实践做法", "请先完成正在进行的法律程序。"),
        RefusalReason(
            "R08",
            "不属于本调委会的地域或者行业范围",
            "《人民调解工作若干规定》第二十一条",
            "不作不予受理：请移送有管辖的调委会。",
        ),
        RefusalReason("R09", "同一纠纷已有生效的调解协议", "实践做法", "请在原案办理协议变更或者恢复调解。"),
        RefusalReason("R10", "疑似虚假调解、目的不法，或者损害他人、公共利益", "实践做法", "请停止申请并配合核实。"),
        RefusalReason("R11", "此前因拒绝调解而终止，且没有新情况", "实践做法", "有新情况的，可以再次申请。"),
        RefusalReason("R99", "其他原因", "", ""),
    )
}
