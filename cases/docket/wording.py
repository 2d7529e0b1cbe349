"""Placeholders that the reminders of cases share, with what they say in the example case."""

from governance.texts.kinds import Placeholder

CASE = Placeholder("案件", "（2026）嘉迎人调字第8号 王秀英与赵磊邻里纠纷", "提醒应当写明是哪一件")
WHEN = Placeholder("何时", "还有 3 天到期")


def date_of(example: str = "04-07") -> Placeholder:
    return Placeholder("期限", example)
