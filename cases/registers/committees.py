"""Which committee a row means, by the names that registers give to committees."""

import re

from cases.committees.models import MediationCommittee
from cases.registers.values import folded
from governance.errors import Invalid

BODY = re.compile(r"(?:人民)?调解委员会$|调委会$")
PLACE = re.compile(r"(?:居民|村民)委员会$|[居村]委会$|社区$|街道办事处$|街道$|镇人民政府$")


def bare(name: str) -> str:
    """迎园社区人民调解委员会, 迎园社区居民委员会, 迎园居委会调委会: all 迎园."""
    plain = folded(name)
    for ending in (BODY, PLACE, PLACE):
        plain = ending.sub("", plain)
    return plain


class Committees:
    """The committees into which rows of a batch may go."""

    def __init__(self, only: MediationCommittee | None, reached: list[MediationCommittee]):
        self.only = only
        self.by_name: dict[str, MediationCommittee | None] = {}
        for one in reached:
            for name in {bare(one.body.name), bare(one.area.name), one.sign}:
                self.by_name[name] = None if name in self.by_name else one  # a name of two says nothing
            self.by_name[folded(one.body.name)] = one

    @classmethod
    def of(cls, only: int | None, by, verb: str) -> "Committees":
        """All where `by` holds `verb`, or of them `only` the one with this id."""
        reached = MediationCommittee.objects.visible_to(by, verb).select_related("body", "area").order_by("pk")
        inside = [one for one in reached if only in (None, one.pk)]
        return cls(next((one for one in inside if one.pk == only), None), inside)

    def find(self, text: str) -> MediationCommittee:
        """Raises Invalid."""
        if not text:
            if self.only:
                return self.only
            raise Invalid("请填写。")
        if found := self.by_name.get(folded(text)) or self.by_name.get(bare(text)):
            return found
        raise Invalid("与上传时选定的调委会不符。" if self.only else "不是您任职范围内的调委会，请写全称。")
