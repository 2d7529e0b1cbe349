"""The two official tables of people's mediation (domain/mediation.md 5.1, 5.2), their columns in their order."""

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal

from django.db.models import Q

from cases.committees.models import MediationCommittee, Trade
from cases.docket.codes import ENTRUSTED, DisputeType, Source
from cases.mediation.mediators.models import Education, GradeLevel, Political
from cases.metrics import measures  # noqa: F401 - columns read them
from cases.metrics.identities import Broken, CaseTable, broken
from cases.metrics.return_papers import paper
from cases.risk.codes import Forecast
from governance.returns.declaring import Column, Entry, Group, TableKind, declare_table

RESULTS, ACCEPTED = "results", "accepted"
MONTH, QUARTER, HALF, YEAR = "month", "quarter", "half", "year"
WAN = 10_000
SIX = {
    "mediation_village": "村",
    "mediation_residents": "居",
    "mediation_town": "乡镇",
    "mediation_street": "街道",
    "mediation_enterprise": "企事业单位",
    "mediation_social": "社会团体和其他组织",
}
OTHERS = ("mediation_room", "mediation_studio", "justice_point", "lawyers_mediation")
NONE = Decimal(0)


def _handled(code, label, by="", parts=(), **more):
    """Of the cases of the period: with a result in it or accepted in it, as the basis says."""
    return Column(
        code, label, "件", "cases.mediated", by, tuple(parts), measures=((ACCEPTED, "cases.accepted"),), **more
    )


def _events(kind: Forecast, code: str):
    parts = (kind.value,)
    return (
        Column(f"{code}_cases", f"防止{kind.label}", "件", "preventions.cases", "event", parts),
        Column(f"{code}_people", f"防止{kind.label}涉及", "人", "preventions.people", "event", parts),
    )


CASES = (
    Group(
        "总体情况",
        (
            _handled("total", "调解案件总数", is_watched=True),
            Column("people", "涉及当事人数", "人", "cases.people", is_watched=True),
            Column("success", "调解成功", "件", "cases.success", is_watched=True),
            Column("complex", "疑难复杂案件", "件", "cases.complex"),
            Column("amount", "协议涉及金额", "万元", "cases.amount", scale=WAN, places=2, is_watched=True),
        ),
    ),
    Group(
        "按调解组织分",
        (
            *(_handled(code, f"{label}调委会", "kind", [code]) for code, label in SIX.items()),
            _handled("kind_other", "其他调解组织", "kind", OTHERS),
        ),
    ),
    Group(
        "按案件来源分",
        (
            _handled("initiative", "主动调解", "source", [Source.INITIATIVE.value]),
            _handled("application", "依申请调解", "source", [Source.APPLICATION.value]),
            _handled("entrusted", "接受委托移送", "source", [one.value for one in ENTRUSTED]),
            *(
                _handled(f"source_{one.value}", label, "source", [one.value])
                for one, label in zip(
                    ENTRUSTED, ("其中法院", "其中检察院", "其中公安机关", "其中信访部门", "其中其他部门"), strict=True
                )
            ),
        ),
    ),
    Group(
        "按纠纷类型分",
        tuple(_handled(one.value, one.label, "type", [one.value]) for one in DisputeType),
        sheet=2,
    ),
    Group(
        "协议形式",
        (
            Column("oral", "口头协议", "件", "cases.oral"),
            Column("written", "书面协议", "件", "cases.written"),
        ),
        sheet=3,
    ),
    Group(
        "履行和司法确认",
        (
            Column("performed", "履行完毕", "件", "cases.performed"),
            Column("applied", "申请司法确认", "件", "cases.applied"),
            Column("confirmed", "确认有效", "件", "cases.confirmed"),
        ),
        sheet=3,
    ),
    Group(
        "排查预防",
        (
            Column("screenings", "矛盾纠纷排查", "次", "screenings.made"),
            Column("prevented", "预防纠纷", "件", entry=Entry.COUNT),
        ),
        sheet=3,
    ),
    Group(
        "防止激化",
        (
            *_events(Forecast.SUICIDE, "suicide"),
            *_events(Forecast.CRIME, "crime"),
            *_events(Forecast.PETITION, "petition"),
            *_events(Forecast.FIGHT, "fight"),
        ),
        sheet=3,
    ),
)


def _bodies(code, label, kinds):
    return Column(code, label, "个", "bodies.mediating", "body_kind", tuple(kinds))


def _mediators(code, label, by="", parts=(), measure="mediators.all", **more):
    return Column(code, label, "人", measure, by, tuple(parts), **more)


def _keyed(code, label, unit, entry=Entry.COUNT):
    places = 2 if entry is Entry.MONEY else 0
    return Column(code, label, unit, entry=entry, places=places)


SENIOR_DOWN = [
    one.value
    for one in (Education.SECONDARY_TECHNICAL, Education.SENIOR_HIGH, Education.JUNIOR_HIGH, Education.PRIMARY)
] + [Education.OTHER.value]
STAFF = (
    Group(
        "人民调解委员会",
        (
            Column("bodies", "合计", "个", "bodies.mediating", "body_kind", tuple(SIX), is_watched=True),
            *(_bodies(code, f"{label}调委会", [code]) for code, label in SIX.items()),
        ),
    ),
    Group(
        "行业性、专业性调委会",
        (
            Column("trades", "合计", "个", "committees.trades"),
            *(
                Column(f"trade_{one.value}", one.label, "个", "committees.trades", "trade", (one.value,))
                for one in Trade
            ),
        ),
    ),
    Group(
        "派驻机构和场所",
        (
            _bodies("rooms", "派驻调解室", ["mediation_room"]),
            _bodies("studios", "个人调解工作室", ["mediation_studio"]),
            _keyed("premises", "规范化场所", "个"),
        ),
        sheet=2,
    ),
    Group(
        "人民调解员",
        (
            _mediators("mediators", "合计", is_watched=True),
            _mediators("full", "专职", "employment", ["full"]),
            _mediators("part", "兼职", "employment", ["part"]),
            _mediators("women", "女性", "sex", ["female"]),
            _mediators("minority", "少数民族", measure="mediators.minority"),
            _mediators("party", "中共党员", "political", [Political.MEMBER.value, Political.PROBATIONARY.value]),
            _mediators("postgraduate", "研究生", "education", [Education.POSTGRADUATE.value]),
            _mediators("bachelor", "大学本科", "education", [Education.BACHELOR.value]),
            _mediators("college", "大学专科", "education", [Education.COLLEGE.value]),
            _mediators("senior", "中专、高中及以下", "education", SENIOR_DOWN),
            _mediators("legal", "法律专业背景", measure="mediators.legal"),
            _mediators("bought", "政府购买服务", "bought", ["yes"]),
        ),
        sheet=2,
    ),
    Group(
        "等级",
        tuple(_mediators(f"grade_{one.value}", f"{one.label}调解员", "grade", [str(one.value)]) for one in GradeLevel),
        sheet=2,
    ),
    Group(
        "培训和表彰",
        (
            _keyed("trained", "培训人数", "人"),
            _keyed("trainings", "培训场次", "次"),
            _keyed("commended", "表彰", "人"),
            _keyed("injured", "因公受伤", "人"),
            _keyed("died", "因公死亡", "人"),
        ),
        sheet=3,
    ),
    Group(
        "经费保障",
        (
            _keyed("guidance", "指导经费", "元", Entry.MONEY),
            _keyed("committee_funds", "调委会补助经费", "元", Entry.MONEY),
            _keyed("mediator_funds", "调解员补贴经费", "元", Entry.MONEY),
            Column("paid", "以案定补发放", "元", "subsidies.amount", places=2, is_watched=True),
        ),
        sheet=3,
    ),
)


def units(first: date, last: date) -> set[str]:
    """Where a mediation committee stood on any day from `first` to `last`."""
    standing = Q(body__dissolved_on__isnull=True) | Q(body__dissolved_on__gt=first)
    found = MediationCommittee.objects.filter(standing, body__established_on__lte=last)
    return set(found.order_by().values_list("area_id", flat=True))


def of_cases(values: Mapping[str, Decimal], basis: str) -> list[Broken]:
    """The identities of domain/mediation.md 5.1, of a row or of the total."""
    found = {code: int(value) for code, value in values.items() if code != "amount"}
    return broken(
        CaseTable(
            total=found["total"],
            by_type={one.value: found[one.value] for one in DisputeType},
            by_kind={code: found[code] for code in (*SIX, "kind_other")},
            by_source={
                Source.INITIATIVE.value: found["initiative"],
                Source.APPLICATION.value: found["application"],
                **{one.value: found[f"source_{one.value}"] for one in ENTRUSTED},
            },
            entrusted=found["entrusted"],
            success=found["success"],
            oral=found["oral"],
            written=found["written"],
            performed=found["performed"],
            applied=found["applied"],
            confirmed=found["confirmed"],
            amount=values["amount"],
        )
    )


SUMS = (
    ("人民调解委员会合计", "bodies", "六类之和", tuple(SIX), True),
    ("行业性、专业性调委会合计", "trades", "各行业之和", tuple(f"trade_{one.value}" for one in Trade), True),
    ("调解员合计", "mediators", "专职与兼职之和", ("full", "part"), False),
    ("调解员合计", "mediators", "各文化程度之和", ("postgraduate", "bachelor", "college", "senior"), False),
)
LIMITS = tuple(
    (label, code, "调解员合计", "mediators")
    for code, label in (("women", "女性"), ("minority", "少数民族"), ("party", "中共党员"), ("legal", "法律专业背景"))
)


def of_staff(values: Mapping[str, Decimal], basis: str) -> Iterable[Broken]:
    """What must hold in the table of 5.2; mediators whose particulars are not filed leave a gap that needs a word."""
    for label, code, other, parts, is_certain in SUMS:
        right = sum((values.get(one, NONE) for one in parts), NONE)
        if values[code] != right:
            yield Broken(f"{label} {values[code]} 不等于{other} {right}", is_certain)
    for label, code, other, most in LIMITS:
        if values[code] > values[most]:
            yield Broken(f"{label} {values[code]} 大于{other} {values[most]}")


declare_table(
    TableKind(
        "mediation_cases",
        "人民调解案件情况统计表",
        CASES,
        (MONTH, QUARTER, HALF, YEAR),
        ((RESULTS, "期间内办结"), (ACCEPTED, "期间内受理")),
        units,
        of_cases,
        paper,
        headline="total",
        note="人数按受理日期，调解成功、金额、协议形式按结果日期，履行按最后一项义务履行之日，"
        "司法确认按申请、裁定日期，防止激化按主任确认日期。",
    )
)
declare_table(
    TableKind(
        "mediation_staff",
        "人民调解组织队伍经费保障情况统计表",
        STAFF,
        (HALF, YEAR),
        (("end", "期末存量、期间流量"),),
        units,
        of_staff,
        paper,
        headline="mediators",
        note="组织、人员为期末数，培训、表彰、伤亡、经费为期间合计。",
    )
)
