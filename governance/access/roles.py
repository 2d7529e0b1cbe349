"""Who may do what: the seats of the portal and their verbs, as data that an auditor can read.

A verb is `thing.act`. A posting holds a role at a place; the role's verbs reach that place and all below it.
Source of the defaults: domain/mediation.md 2.9 and domain/committees-and-deliberation.md 8.
"""

from dataclasses import dataclass

from governance.areas.codes import COMMITTEE, COUNTRY, COUNTY, PREFECTURE, PROVINCE, STREET

VERBS = {
    "place.view": "查看区域内的人口、小区、网格、楼组和组织",
    "place.edit": "维护小区、网格、楼组、人口数据和组织",
    "place.change": "登记区域的设立、拆分、合并、更名、撤销",
    "place.load": "载入全国区划代码",
    "figure.view": "查看统计数据",
    "return.view": "查看统计报表",
    "return.file": "填报本级统计报表",
    "return.review": "审核下级统计报表",
    "return.release": "发布统计报表（区司法局）",
    "person.view": "查看人员（证件与电话为掩码）",
    "person.register": "登记和修改人员",
    "person.reveal": "查看完整证件号码和电话（须说明理由并留痕）",
    "organisation.view": "查看单位",
    "organisation.register": "登记和修改单位",
    "account.view": "查看账号",
    "account.manage": "开通、停用账号，重置登录",
    "posting.view": "查看任职",
    "posting.grant": "授予和结束任职",
    "client.view": "查看接口客户端",
    "client.manage": "管理接口客户端",
    "webhook.manage": "通过接口管理变更推送地址（客户端限自己的）",
    "rule.view": "查看规则参数",
    "rule.edit": "修改规则参数",
    "trail.view": "查看操作留痕",
    "trail.erase": "清除留痕中的个人信息文本（须说明理由并留痕）",
    "matrix.view": "查看权限总表",
    "check.view": "查看数据核对结果",
    "check.run": "发起数据核对",
    "text.view": "查看文书和提醒用语",
    "text.edit": "修改文书和提醒用语",
    "case.view": "查看调解案件（当事人、案由、进度、期限）",
    "case.read": "查阅案卷（陈述、笔录、证据、协议）",
    "case.register": "登记案件、联系当事人、代当事人提出",
    "case.mediate": "承办调解案件（限被指派的）",
    "case.follow": "督促履行、回访当事人（限本调委会）",
    "case.decide": "受理、不予受理、移送、指派、批准（限本调委会）",
    "case.remind": "催办案件",
    "case.number": "作废案号",
    "case.archive": "评查、归档案卷，办理借阅",
    "archive.spot_check": "抽查已归档的案卷",
    "archive.destroy": "提出和审批案卷销毁，解除暂缓销毁",
    "register.view": "查看登记簿导入批次（不含各行内容）",
    "register.import": "导入旧登记簿，更正、撤销导入（限任职范围）",
    "risk.lower": "降低案件风险等级（须说明理由并留痕）",
    "mediation.manage": "维护调委会的编号简称和任期",
    "subsidy.claim": "申报本人承办案件的补贴",
    "subsidy.view": "查看以案定补的申报、批次和追回",
    "subsidy.check": "复核补贴申报（司法所）",
    "subsidy.approve": "审批补贴批次，登记发放，决定追回",
}


@dataclass(frozen=True)
class Role:
    """A seat: where it may be held (`levels` of the tree) and what it may do."""

    code: str
    label: str
    levels: tuple[int, ...]
    verbs: frozenset[str]
    for_clients: bool = False

    @property
    def needs_second_factor(self) -> bool:
        """Roles that reveal identifiers or administer sign in with a second factor."""
        return not self.for_clients and bool(self.verbs & SENSITIVE_VERBS)


SENSITIVE_VERBS = frozenset(
    {"person.reveal", "account.manage", "posting.grant", "client.manage", "place.load", "trail.erase"}
)

LOOKS = frozenset(
    {"place.view", "figure.view", "person.view", "organisation.view", "rule.view", "text.view", "case.view"}
)
REGISTERS = LOOKS | {"person.register", "organisation.register", "case.register"}
REVEALS = REGISTERS | {"person.reveal"}
FOLLOWS = frozenset({"case.follow"})
MEDIATES = REVEALS | FOLLOWS | {"case.mediate", "subsidy.claim"}
OVERSEES = frozenset({"posting.view", "account.view"})
STREET_WORK = REGISTERS | OVERSEES | {"place.edit", "case.remind"}
GUIDES = frozenset({"case.read"})
IMPORTS = frozenset({"register.view", "register.import"})
SUBSIDIES = frozenset({"subsidy.view", "subsidy.check"})
FILES = frozenset({"return.view", "return.file"})
REVIEWS = frozenset({"return.view", "return.review"})
GRANTS = frozenset({"posting.grant", "account.manage"})
CLIENTS = frozenset({"client.view", "client.manage", "webhook.manage"})
DISTRICT_WORK = (
    REVEALS | STREET_WORK | GRANTS | CLIENTS | GUIDES
    | {"place.change", "rule.edit", "matrix.view", "case.number", "mediation.manage", "archive.destroy"}
    | {"archive.spot_check"}
    | {"register.view", "text.edit", "subsidy.view", "subsidy.approve"}
    | FILES | REVIEWS | {"return.release"}
)  # fmt: skip
# the work of an office: whoever administers does not do it, and bestows it all the same, for others must
NOT_FOR_ADMINISTRATORS = frozenset(
    {
        *("case.read", "case.register", "case.mediate", "case.follow", "case.decide", "case.archive"),
        *("archive.destroy", "archive.spot_check", "risk.lower", "register.import", "case.remind"),
        *("subsidy.claim", "subsidy.check", "subsidy.approve"),
        *("return.file", "return.review", "return.release"),
    }
)

ALL_LEVELS = (COUNTRY, PROVINCE, PREFECTURE, COUNTY, STREET, COMMITTEE)
COUNTY_UP = (COUNTRY, PROVINCE, PREFECTURE, COUNTY)


def _role(code, label, levels, verbs, **more):
    return Role(code, label, levels, frozenset(verbs), **more)


ROLES = {
    role.code: role
    for role in (
        _role("committee_member", "居委会成员", (COMMITTEE,), REGISTERS | FOLLOWS),
        _role("mediator", "人民调解员", (COUNTY, STREET, COMMITTEE), MEDIATES),
        _role(
            "mediation_director",
            "调委会主任",
            (COUNTY, STREET, COMMITTEE),
            MEDIATES
            | OVERSEES
            | GUIDES
            | IMPORTS
            | FILES
            | {"case.decide", "case.archive", "case.remind", "subsidy.view"},
        ),
        _role("street_staff", "街道工作人员", (STREET,), STREET_WORK | {"return.view"}),
        _role(
            "street_justice_officer",
            "司法所工作人员",
            (STREET,),
            STREET_WORK
            | REVEALS
            | GUIDES
            | IMPORTS
            | SUBSIDIES
            | FILES
            | REVIEWS
            | {"mediation.manage", "risk.lower", "case.archive"},
        ),
        _role(
            "street_supervisor",
            "街道分管负责人",
            (STREET,),
            STREET_WORK | REVEALS | GUIDES | IMPORTS | GRANTS | SUBSIDIES | REVIEWS,
        ),
        _role(
            "district_viewer",
            "区级查看人员",
            COUNTY_UP,
            {"place.view", "figure.view", "return.view", "organisation.view", "rule.view"},
        ),
        _role("district_officer", "区级工作人员", COUNTY_UP, DISTRICT_WORK),
        _role(
            "auditor",
            "审计员",
            COUNTY_UP,
            LOOKS
            | OVERSEES
            | {"client.view", "register.view", "trail.view", "matrix.view", "subsidy.view", "check.view"}
            | {"return.view"},
        ),
        _role("administrator", "系统管理员", COUNTY_UP, VERBS.keys() - NOT_FOR_ADMINISTRATORS),
        _role(
            "api_client",
            "接口客户端",
            ALL_LEVELS,
            REGISTERS
            | OVERSEES  # a posting names its holder
            | {"place.edit", "subsidy.view", "return.view", "webhook.manage"},
            for_clients=True,
        ),
    )
}
