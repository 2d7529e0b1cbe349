"""Kinds of bodies: what each is, where it may stand. As data, from the field's pages.

Source: domain/committees-and-deliberation.md 2.2 and 2.3, domain/mediation.md 4.1.
"""

from dataclasses import dataclass

from governance.areas.codes import COMMITTEE, COUNTY, PREFECTURE, STREET

LOCAL = (COMMITTEE,)
STREETS = (STREET,)
BOTH = (STREET, COMMITTEE)
DISTRICT_DOWN = (PREFECTURE, COUNTY, STREET, COMMITTEE)


@dataclass(frozen=True)
class BodyKind:
    """`levels`: of places where it may stand. `only_one`: one at a place at a time. `of_estate`: one of an estate."""

    code: str
    label: str
    group: str
    levels: tuple[int, ...]
    only_one: bool = False
    of_estate: bool = False


SELF_GOVERNANCE, SUB, OWNERS, MEDIATION, COUNCIL, PARTY = (
    "基层群众自治组织",
    "居委会下属委员会",
    "业主组织",
    "调解组织",
    "议事协商机制",
    "党组织",
)

KINDS = {
    kind.code: kind
    for kind in (
        BodyKind("residents_committee", "居民委员会", SELF_GOVERNANCE, LOCAL, only_one=True),
        BodyKind("villagers_committee", "村民委员会", SELF_GOVERNANCE, LOCAL, only_one=True),
        BodyKind("residents_meeting", "居民会议", SELF_GOVERNANCE, LOCAL),
        BodyKind("residents_representatives", "居民代表会议", SELF_GOVERNANCE, LOCAL),
        BodyKind("supervision_committee", "居（村）务监督委员会", SELF_GOVERNANCE, LOCAL),
        BodyKind("residents_group", "居民小组", SELF_GOVERNANCE, LOCAL),
        BodyKind("sub_security", "治安保卫（综合治理）委员会", SUB, LOCAL),
        BodyKind("sub_health", "公共卫生委员会", SUB, LOCAL),
        BodyKind("sub_welfare", "社会保障（福利）委员会", SUB, LOCAL),
        BodyKind("sub_culture", "文化体育（科教）委员会", SUB, LOCAL),
        BodyKind("sub_environment", "环境和物业管理委员会", SUB, LOCAL),
        BodyKind("sub_elders_women_children", "老年人和妇女儿童工作委员会", SUB, LOCAL),
        BodyKind("sub_waste", "垃圾分类专业委员会", SUB, LOCAL),
        BodyKind("owners_assembly", "业主大会", OWNERS, LOCAL, of_estate=True),
        BodyKind("owners_committee", "业主委员会", OWNERS, LOCAL, of_estate=True),
        BodyKind("property_management_committee", "物业管理委员会", OWNERS, LOCAL, of_estate=True),
        BodyKind("mediation_village", "村人民调解委员会", MEDIATION, LOCAL),
        BodyKind("mediation_residents", "居民区人民调解委员会", MEDIATION, LOCAL),
        BodyKind("mediation_town", "乡镇人民调解委员会", MEDIATION, STREETS),
        BodyKind("mediation_street", "街道人民调解委员会", MEDIATION, STREETS),
        BodyKind("mediation_enterprise", "企事业单位人民调解委员会", MEDIATION, DISTRICT_DOWN),
        BodyKind("mediation_social", "社会团体和其他组织人民调解委员会（含行业性专业性）", MEDIATION, DISTRICT_DOWN),
        BodyKind("mediation_room", "派驻调解室", MEDIATION, DISTRICT_DOWN),
        BodyKind("mediation_studio", "个人调解工作室", MEDIATION, DISTRICT_DOWN),
        BodyKind("justice_point", "司法睦邻点", MEDIATION, LOCAL),
        BodyKind("lawyers_mediation", "律师调解工作室", MEDIATION, DISTRICT_DOWN),
        BodyKind("community_council", "社区委员会", COUNCIL, BOTH),
        BodyKind("community_assembly", "社区代表会议", COUNCIL, STREETS),
        BodyKind("joint_meeting", "共治联席会（1+5+X）", COUNCIL, BOTH),
        BodyKind("stewards_council", "管家议事会", COUNCIL, LOCAL),
        BodyKind("stewards_group", "管家执行组", COUNCIL, LOCAL),
        BodyKind("five_societies", "五社联动委员会", COUNCIL, BOTH),
        BodyKind("council", "议事会", COUNCIL, BOTH),
        BodyKind("leading_group", "领导小组", COUNCIL, DISTRICT_DOWN),
        BodyKind("party_branch", "党组织", PARTY, BOTH),
        BodyKind("party_working_group", "党的工作小组", PARTY, LOCAL),
        BodyKind("community_party_committee", "社区大党委", PARTY, BOTH),
        BodyKind("party_alliance", "街道党建联盟", PARTY, STREETS),
    )
}


def grouped_choices() -> list[tuple[str, list[tuple[str, str]]]]:
    """The kinds for a select, by group."""
    groups = list(dict.fromkeys(kind.group for kind in KINDS.values()))
    return [(group, [(k.code, k.label) for k in KINDS.values() if k.group == group]) for group in groups]


ONLY_ONE = tuple(kind.code for kind in KINDS.values() if kind.only_one)
