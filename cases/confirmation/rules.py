"""Which courts there are, as an administrator keeps them (domain/mediation.md 1.5, marked [config])."""

from decimal import Decimal

from governance.rules.definitions import Default, Kind, Rule, define

COURTS = "confirmation.courts"
INTERMEDIATE_COURTS, INTERMEDIATE_AMOUNT = "confirmation.intermediate.courts", "confirmation.intermediate.amount"

define(
    Rule(
        COURTS,
        "可以申请司法确认的基层人民法院",
        Kind.TEXT_LIST,
        (Default(["310114 上海市嘉定区人民法院"], "本系统预置嘉定区，其他地方由管理员填写"),),
        "履行与回访",
        help="每行一所：六位区划代码、空格、法院全称。没有登记的区县，按区划名称推定，提示核对。",
    ),
    Rule(
        INTERMEDIATE_COURTS,
        "可以申请司法确认的中级人民法院",
        Kind.TEXT_LIST,
        (Default(["3101 上海市第二中级人民法院"], "本系统预置嘉定区所在辖区，其他地方由管理员填写"),),
        "履行与回访",
        help="每行一所：四位区划代码、空格、法院全称。用于金额达到中级人民法院一审标准的纠纷。",
    ),
    Rule(
        INTERMEDIATE_AMOUNT,
        "金额多少元以上，向中级人民法院申请司法确认",
        Kind.DECIMAL,
        (Default(Decimal(500_000_000), "法发〔2021〕27号：当事人住所地均在本省的，诉讼标的额 5 亿元以上"),),
        "履行与回访",
        "元",
        least=1_000_000,
        most=10_000_000_000,
    ),
)
