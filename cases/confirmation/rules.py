"""Which courts there are, as an administrator keeps them (domain/mediation.md 1.5, marked [config])."""

from governance.rules.definitions import Default, Kind, Rule, define

COURTS = "confirmation.courts"

define(
    Rule(
        COURTS,
        "可以申请司法确认的基层人民法院",
        Kind.TEXT_LIST,
        (Default(["310114 上海市嘉定区人民法院"], "本系统预置嘉定区，其他地方由管理员填写"),),
        "履行与回访",
        help="每行一所：六位区划代码、空格、法院全称。没有登记的区县，按区划名称推定，提示核对。",
    )
)
