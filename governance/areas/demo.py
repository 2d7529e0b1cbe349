"""A street to look at, 嘉定区 新成路街道: figures, estates, grids, building groups, a split done and a rename to come.

Everything goes through the actions, as staff and the district would do it. The numbers are made up.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db import transaction
from django.utils import timezone

from governance.areas.changes.actions import Approval, register_change
from governance.areas.changes.checks import next_free_codes
from governance.areas.changes.plans import Part
from governance.areas.codes import COMMITTEE
from governance.areas.models import Area
from governance.areas.partitions.actions import add_building_group, add_grid
from governance.areas.partitions.estates import add_estate
from governance.areas.population.actions import enter_population
from governance.areas.population.models import AreaPopulation
from governance.people.models import Account

DISTRICT, STREET = "310114000000", "310114001000"
SPLIT, RENAMED = "310114001010", "310114001006"  # 嘉乐社区, 新成社区
HOUSEHOLDS = {
    "310114001001": 2680,
    "310114001002": 1850,
    "310114001006": 1420,
    "310114001009": 1760,
    SPLIT: 4160,
    "310114001012": 1980,
    "310114001013": 1530,
    "310114001014": 3420,
    "310114001015": 1290,
    "310114001016": 1610,
    "310114001017": 2350,
    "310114001201": 640,
}
LEADERS = ("王芳", "李建华", "陈秀英", "张伟", "刘洋", "杨丽", "黄勇", "赵静", "吴磊", "徐敏", "孙涛", "朱红")


@dataclass(frozen=True)
class EstateLook:
    name: str
    kind: str
    built_year: int
    households: int
    committees: tuple[str, ...]


ESTATES = (
    EstateLook("迎园一坊", "sold_public", 1991, 860, ("310114001001",)),
    EstateLook("迎园二坊", "sold_public", 1993, 920, ("310114001001",)),
    EstateLook("迎园公寓", "commercial", 2004, 640, ("310114001001",)),
    EstateLook("仓场新村", "sold_public", 1988, 980, ("310114001002",)),
    EstateLook("嘉宏花园", "commercial", 2006, 740, ("310114001002", "310114001009")),
    EstateLook("爱里舍花园", "commercial", 2009, 2100, ("310114001014",)),
    EstateLook("爱里舍家园", "resettlement", 2012, 1320, ("310114001014",)),
    EstateLook("墅沟雅苑", "affordable", 2015, 1480, ("310114001017",)),
)


@transaction.atomic
def make_demo() -> None:
    """Fill the street once; a second time does nothing."""
    if AreaPopulation.objects.filter(area_id=STREET).exists():
        return
    staff = Account.objects.get(username="jiedao")
    officer = Account.objects.get(username="qugong")
    today = timezone.localdate()
    _old_figures(staff, today)
    new = _split(officer, today)
    _new_figures(staff, today, new)
    _estates(staff, today)
    _grids_and_groups(staff, today)
    _rename(officer, today)


def _old_figures(staff, today):
    for years_ago, share in ((3, Decimal("0.94")), (2, Decimal("0.97")), (1, Decimal(1))):
        for code, households in HOUSEHOLDS.items():
            _figures(staff, code, date(today.year - years_ago, 12, 31), round(households * share), today)


def _new_figures(staff, today, new):
    as_of = date(today.year, 6, 30)
    households = {**{code: count for code, count in HOUSEHOLDS.items() if code != SPLIT}, **new}
    for code, count in households.items():
        _figures(staff, code, as_of, round(count * Decimal("1.01")), today)
    _figures(staff, STREET, as_of, sum(households.values()), today)


def _figures(staff, code, as_of, households, today):
    if as_of > today:
        return
    figures = {
        "households": households,
        "registered": round(households * 1.9),
        "permanent": round(households * 2.4),
        "floating": round(households * 0.6),
        "over_60": round(households * 0.82),
        "over_80": round(households * 0.13),
        "children": round(households * 0.31),
    }
    enter_population(
        area_code=code,
        as_of=as_of,
        source="街道统计站",
        confidence="reported",
        figures=figures,
        today=today,
        by=staff,
    )


def _split(officer, today):
    """嘉乐社区 was too large: split in two since the first day of this year. Returns households by new code."""
    first, second = next_free_codes(SPLIT, 2)
    parts = (
        Part(SPLIT, first, "嘉乐第一社区居委会", Decimal(55), 2288),
        Part(SPLIT, second, "嘉乐第二社区居委会", Decimal(45), 1872),
    )
    done = date(today.year, 1, 1)
    approval = _approval(
        f"嘉府〔{today.year - 1}〕86号", date(today.year - 1, 11, 20), done, "户数超过三千户，予以拆分。"
    )
    register_change(kind="split", parts=parts, approval=approval, today=today, by=officer)
    return {first: 2288, second: 1872}


def _rename(officer, today):
    part = Part(RENAMED, RENAMED, "新成路社区居委会")
    approval = _approval(f"嘉府〔{today.year}〕73号", today, date(today.year + 1, 1, 1), "与所在道路名称一致。")
    register_change(kind="rename", parts=(part,), approval=approval, today=today, by=officer)


def _approval(document_no, approved_on, effective_on, reason):
    district, street = Area.objects.get(pk=DISTRICT), Area.objects.get(pk=STREET)
    return Approval(district, document_no, approved_on, effective_on, street, reason)


def _estates(staff, today):
    for look in ESTATES:
        add_estate(
            areas=Area.objects.filter(pk__in=look.committees),
            starts_on=date(2020, 1, 1),
            today=today,
            by=staff,
            name=look.name,
            kind=look.kind,
            address=f"嘉定区{look.name}",
            built_year=look.built_year,
            floor_area=Decimal(look.households * 82),
            households=look.households,
            property_firm="嘉定示例物业服务有限公司",
        )


def _grids_and_groups(staff, today):
    leaders = iter(LEADERS * 12)
    committees = Area.objects.on(today).children_of(STREET).filter(level=COMMITTEE)
    for area in committees:
        starts_on = max(date(2020, 1, 1), area.valid_from or date.min)
        for number in (1, 2, 3):
            add_grid(
                area=area,
                starts_on=starts_on,
                today=today,
                by=staff,
                code=f"{area.code[9:]}-{number:02d}",
                name=f"第{number}网格",
                leader=next(leaders),
                households=HOUSEHOLDS.get(area.code, 2000) // 3,
            )
        for number in (1, 2):
            add_building_group(
                area=area,
                starts_on=starts_on,
                today=today,
                by=staff,
                estate=None,
                name=f"{number}号楼",
                leader=next(leaders),
                households=36,
                has_party_group=number == 1,
                is_justice_point=number == 2,
            )
