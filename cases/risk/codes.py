"""How dangerous a dispute is and by which signs (domain/mediation.md 1.8)."""

from django.db.models import IntegerChoices, TextChoices


class RiskLevel(IntegerChoices):
    """风险等级."""

    NONE = 0, "无风险"
    YELLOW = 1, "黄色"
    ORANGE = 2, "橙色"
    RED = 3, "红色"


class Sign(TextChoices):
    """风险征兆: the least level that each calls for is in SIGNS."""

    QUARRELS = "quarrels", "反复争吵"
    POLICE_CALLS = "police_calls", "30 天内报警 2 次以上"
    THREATS = "threats", "言语威胁"
    DAMAGE = "damage", "毁坏财物"
    LIGHT_VIOLENCE = "light_violence", "推搡等轻微暴力"
    GROUP = "group", "聚集 5 人以上"
    ALCOHOL = "alcohol", "酗酒"
    DRUGS = "drugs", "吸毒"
    KILL_THREAT = "kill_threat", "扬言伤害或者杀害"
    WEAPON = "weapon", "持有凶器"
    SELF_HARM = "self_harm", "自残、自杀倾向"
    DOMESTIC_VIOLENCE = "domestic_violence", "家庭暴力"
    MENTAL_VIOLENCE = "mental_violence", "精神障碍并有暴力倾向"
    COLLECTIVE = "collective", "群体性行动"


SIGNS: dict[int, tuple[Sign, ...]] = {
    RiskLevel.YELLOW: (Sign.QUARRELS, Sign.POLICE_CALLS),
    RiskLevel.ORANGE: (Sign.THREATS, Sign.DAMAGE, Sign.LIGHT_VIOLENCE, Sign.GROUP, Sign.ALCOHOL, Sign.DRUGS),
    RiskLevel.RED: (
        Sign.KILL_THREAT,
        Sign.WEAPON,
        Sign.SELF_HARM,
        Sign.DOMESTIC_VIOLENCE,
        Sign.MENTAL_VIOLENCE,
        Sign.COLLECTIVE,
    ),
}


def level_of(signs) -> int:
    """The least level that these signs call for."""
    return max((level for level, of_level in SIGNS.items() if set(signs) & set(of_level)), default=RiskLevel.NONE)


class Forecast(TextChoices):
    """案件预测: what the dispute may turn into; also the kinds of events that are counted as prevented (1.8, 5.1)."""

    NONE = "0", "无"
    SUICIDE = "1", "自杀"
    CRIME = "2", "民转刑"
    PETITION = "3", "群体性上访"
    FIGHT = "4", "群体性械斗"


class ReportOrgan(TextChoices):
    """To whom a risk is reported."""

    POLICE = "police", "公安机关"
    CENTRE = "centre", "综治中心"
    STREET = "street", "街道（乡镇）"
    WOMEN = "women", "妇联"
    OTHER = "other", "其他部门"
