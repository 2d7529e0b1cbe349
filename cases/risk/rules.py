"""Numbers of the risk scheme (domain/mediation.md 1.8, marked [config])."""

from cases.risk.codes import RiskLevel
from governance.rules.definitions import Default, Kind, Rule, define

SOURCE = "本系统建议值，可按当地规定修改"
REVIEW = {RiskLevel.YELLOW: 14, RiskLevel.ORANGE: 7, RiskLevel.RED: 3}  # days, at most
REPORT_FIRST = "risk.red.reports_first"
TWO_MEDIATORS = "risk.two_mediators"


def review_key(level: int) -> str:
    return f"risk.review.{RiskLevel(level).name.lower()}"


define(
    *(
        Rule(
            review_key(level),
            f"{level.label}风险最迟多少天复评",
            Kind.DAYS,
            (Default(days, SOURCE),),
            "案件风险",
            "天",
            least=1,
            most=90,
        )
        for level, days in REVIEW.items()
    ),
    Rule(
        REPORT_FIRST,
        "红色风险向公安机关报告之前，不办理其他步骤",
        Kind.BOOLEAN,
        (Default(True, SOURCE),),
        "案件风险",
        help="报告和联系当事人除外。人民调解法第二十五条：应当及时向当地公安机关或者有关部门报告。",
    ),
    Rule(
        TWO_MEDIATORS,
        "橙色以上风险的案件至少由两名调解员承办",
        Kind.BOOLEAN,
        (Default(True, SOURCE),),
        "案件风险",
    ),
)
