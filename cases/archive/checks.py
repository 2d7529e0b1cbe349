"""What is looked at when a volume is checked (案卷评查, F24), of a hundred points."""

ITEMS = (
    ("lawful", "受理合法：属于受理范围，各方自愿，权利义务已告知", 15),
    ("complete", "材料齐全：应有的文书没有缺漏", 20),
    ("forms", "文书规范：使用规定格式，填写完整，签名盖章齐全", 15),
    ("evidence", "调查取证：事实清楚，证据能够支持", 10),
    ("agreement", "协议或者终止：内容合法明确，可以履行；终止的已告知救济途径", 20),
    ("visit", "回访和督促履行及时", 10),
    ("binding", "装订规范：顺序、页码、目录、封面正确", 10),
)
POINTS = {code: points for code, _, points in ITEMS}
LABELS = {code: text for code, text, _ in ITEMS}


def score_of(lost: dict[str, int]) -> int:
    return 100 - sum(lost.values())
