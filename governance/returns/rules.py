"""When tables are due, what they count, and from where on a figure looks odd: rules, dated and by place."""

from governance.areas.codes import COMMITTEE, COUNTRY, COUNTY, PREFECTURE, PROVINCE, STREET
from governance.rules.definitions import Default, Kind, Rule, define

GROUP = "统计报表"
SOURCE = "本系统建议值（domain/mediation.md 5 未定报送日），请按当地司法行政部门的报表制度设定"
BASIS_SOURCE = "domain/mediation.md 5.3：默认按期间内办结统计，须在表上注明"
DISTRICT_UP = (COUNTRY, PROVINCE, PREFECTURE, COUNTY)  # units below one district count alike
DUE = {COMMITTEE: "returns.due.committee", STREET: "returns.due.street", COUNTY: "returns.due.district"}
DEFAULT_DAYS = {COMMITTEE: 3, STREET: 5, COUNTY: 8}
UNITS = {COMMITTEE: "村（居）调委会", STREET: "街镇", COUNTY: "区县"}
JUMP_PERCENT, JUMP_LEAST = "returns.jump.percent", "returns.jump.least"
EVERY = (("month", "每月"), ("quarter", "每季度"), ("half", "每半年"), ("year", "每年"))


def due_key(level: int) -> str:
    return DUE.get(level, DUE[COUNTY])


define(
    *(
        Rule(
            key,
            f"{UNITS[level]}报表在期后第几个工作日前报送",
            Kind.INTEGER,
            (Default(DEFAULT_DAYS[level], SOURCE),),
            GROUP,
            "个工作日",
            levels=DISTRICT_UP,
            least=1,
            most=60,
        )
        for level, key in DUE.items()
    ),
    Rule(
        JUMP_PERCENT,
        "数据比上期、比上年同期变动多少以上须说明",
        Kind.INTEGER,
        (Default(50, SOURCE),),
        GROUP,
        "%",
        least=1,
        most=1000,
    ),
    Rule(
        JUMP_LEAST,
        "变动不足多少的不提示",
        Kind.INTEGER,
        (Default(5, SOURCE),),
        GROUP,
        least=1,
        most=100_000,
        help="件、人按个数；金额按元。",
    ),
)


def define_rules(kind) -> None:
    """How often a table is due, and on which basis, for each district."""
    how_often = tuple(one for one in EVERY if one[0] in kind.periods)
    define(
        Rule(
            kind.every_rule,
            f"{kind.label}多久报送一次",
            Kind.CHOICE,
            (Default(kind.periods[0], SOURCE),),
            GROUP,
            levels=DISTRICT_UP,
            choices=how_often,
        ),
        Rule(
            kind.basis_rule,
            f"{kind.label}的统计口径",
            Kind.CHOICE,
            (Default(kind.bases[0][0], BASIS_SOURCE),),
            GROUP,
            levels=DISTRICT_UP,
            choices=kind.bases,
        ),
    )
