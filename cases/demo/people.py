"""Invented residents and invented staff. Numbers lie in 310199, which is allotted to nobody; phones are 1990000xxxx."""

from datetime import date, timedelta
from random import Random

from governance.identifiers.resident_id import check_character

SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡林郭何高罗郑梁谢宋唐许邓冯韩曹曾彭萧蔡潘田董袁于余叶蒋杜苏魏程吕丁沈任姚卢"
    "傅钟姜崔谭廖范汪陆金石戴贾韦夏邱方侯邹熊孟秦白江阎薛尹段雷黎史龙陶贺顾毛郝龚邵万钱严"
)
# fmt: off
GIVEN = [
    "建国", "秀兰", "志强", "桂英", "文斌", "丽华", "永康", "美玲", "海涛", "雪梅", "国平", "淑珍", "晓东", "婷婷",
    "俊杰", "玉梅", "德明", "慧敏", "立新", "凤英", "子涵", "雨桐", "浩然", "思远", "嘉怡", "明轩", "佳琪", "宇航",
    "欣怡", "天宇", "春燕", "卫民", "爱华", "金凤", "长江", "小红", "振华", "月娥", "宝根", "阿妹", "若兰", "承志",
    "光辉", "彩云", "学文", "素芬", "家豪", "诗涵", "一鸣", "静怡",
]
# fmt: on


def invented_name(rng: Random) -> str:
    return rng.choice(SURNAMES) + rng.choice(GIVEN)


class Numbers:
    """Resident IDs that differ from one another and belong to nobody."""

    def __init__(self, rng: Random):
        self.rng = rng
        self.given: set[str] = set()

    def next(self, *, born_from: date, born_to: date) -> str:
        while True:
            day = born_from + timedelta(days=self.rng.randrange((born_to - born_from).days))
            first_17 = f"310199{day:%Y%m%d}{self.rng.randrange(1, 899):03d}"
            if first_17 not in self.given:
                self.given.add(first_17)
                return first_17 + check_character(first_17)
