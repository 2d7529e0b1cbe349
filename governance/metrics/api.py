"""`/api/v1/metrics/`: measures at places in periods, many at once; `/api/v1/measures/`: what there is to ask."""

from dataclasses import dataclass
from decimal import Decimal
from itertools import product
from urllib.parse import quote

from django.http import Http404
from django.urls import reverse
from django.utils import timezone
from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_field
from rest_framework import serializers

from governance.access import reach
from governance.api import etags, lists
from governance.api.shapes import Choice, PlaceShape, Shape
from governance.api.views import Resource
from governance.api.wire import encode
from governance.areas import codes
from governance.areas.models import Area
from governance.errors import Invalid
from governance.metrics.declaring import MEASURES, Flow, Measure, Unit, breakdowns_of, source_of
from governance.metrics.drilling import TOP, Behind
from governance.metrics.periods import Period, parse
from governance.metrics.reading import Answer, Question, read
from governance.metrics.values import Figure, growth, ranks, share

MEASURE, PLACE, BELOW, PERIOD, BY, COMPARE, AREAS = "measure", "place", "below", "period", "by", "compare", "areas"
PARAMETERS = (MEASURE, PLACE, BELOW, PERIOD, BY, COMPARE, AREAS)
YEAR_BEFORE, ONE_BEFORE, NOW, THEN = "year", "previous", "now", "then"
MOST_PLACES, MOST_PERIODS, MOST_ANSWERS = 500, 120, 3000
FLOWS = [(Flow.FLOW.value, "期间数"), (Flow.STOCK.value, "期末数"), (Flow.NOW.value, "现在数")]
EXACT = (Unit.CASES, Unit.PEOPLE, Unit.TIMES, Unit.BODIES, Unit.POINTS)


class BreakdownShape(Shape):
    code = serializers.CharField(help_text="分组代码，用于 by")
    label = serializers.CharField(help_text="名称")  # type: ignore[assignment]


class MeasureShape(Shape):
    example = {
        "code": "cases.success_rate",
        "label": "调解成功率（口径A）",
        "group": "质效",
        "formula": "调解成功 ÷（调解成功＋调解不成＋终止）；撤回、移交、不予受理、作废不计",
        "unit": "%",
        "flow": {"code": "flow", "label": "期间数"},
        "variant": "A",
        "area": "调委会所在区域",
        "day": "结果日期",
        "basis": "",
        "is_ratio": True,
        "is_better": "up",
        "breakdowns": [{"code": "type", "label": "纠纷类型"}],
    }

    code = serializers.CharField(help_text="指标代码，用于 measure")
    label = serializers.CharField(source="told", help_text="名称；同名的以口径区别")  # type: ignore[assignment]
    group = serializers.CharField(help_text="所属一组")
    formula = serializers.CharField(help_text="计算方法")
    unit = serializers.CharField(source="unit.value", help_text="单位")
    flow = Choice(FLOWS, source="flow.value", help_text="期间数、期末数或者现在数")
    variant = serializers.CharField(help_text="口径；只有一种的为空")
    area = serializers.CharField(help_text="按谁的区域")
    day = serializers.CharField(help_text="按哪个日期计入期间")
    basis = serializers.CharField(help_text="出处")
    is_ratio = serializers.BooleanField(help_text="是否为比率：同时给出分子、分母")
    is_better = serializers.CharField(help_text="up：越高越好；down：越低越好；空：无所谓")
    breakdowns = BreakdownShape(many=True, source="offered", help_text="可用的分组")


class CatalogueShape(Shape):
    results = MeasureShape(many=True, help_text="全部指标")


@extend_schema_field({"type": ["integer", "string", "null"]})
class Amount(serializers.Field):
    """A whole number, else text with two decimals."""


class FigureShape(Shape):
    value = Amount(help_text="件数为整数，金额、比率、天数为两位小数的文本；没有为 null；不公布的为 <5 或 *")
    numerator = Amount(help_text="比率的分子，金额以元计；不是比率为 null")
    denominator = Amount(help_text="比率的分母，金额以元计；为 0 时 value 为 null")
    rows = serializers.CharField(allow_null=True, help_text="背后名单的地址（比率为分子）；没有名单为 null")


class PartShape(FigureShape):
    code = serializers.CharField(help_text="分组内的代码")
    label = serializers.CharField(help_text="名称")  # type: ignore[assignment]


class PeriodShape(Shape):
    code = serializers.CharField(help_text="期间的写法")
    label = serializers.CharField(help_text="名称")  # type: ignore[assignment]
    first = serializers.DateField(help_text="首日")
    last = serializers.DateField(help_text="末日")


class ComparisonShape(Shape):
    period = PeriodShape(help_text="相比的期间")
    value = Amount(help_text="那时的数值")
    growth = serializers.CharField(allow_null=True, help_text="增减百分比，两位小数；那时为 0 或没有为 null")


class AnswerShape(FigureShape):
    measure = serializers.CharField(help_text="指标代码")
    label = serializers.CharField(help_text="指标名称")  # type: ignore[assignment]
    unit = serializers.CharField(help_text="单位")
    place = PlaceShape(help_text="区域")
    period = PeriodShape(help_text="期间")
    parts = PartShape(many=True, help_text="分组；没有要求分组时为空")
    rank = serializers.IntegerField(allow_null=True, help_text="在 below 的各区域中的位次，最好的为 1；其他为 null")
    share = serializers.CharField(allow_null=True, help_text="占 below 所给区域的百分比；比率和其他为 null")
    compared = ComparisonShape(allow_null=True, help_text="同比或环比；没有要求时为 null")


class MetricsShape(Shape):
    results = AnswerShape(many=True, help_text="按指标、区域、期间的次序")
    pending = serializers.IntegerField(help_text="尚未计入的变动件数；平常为 0，大批导入时可能不为 0")


@dataclass(frozen=True)
class Asked:
    """What a request asks, checked."""

    measures: list[Measure]
    places: list[Area]
    periods: list[Period]
    by: str
    compare: str
    as_now: bool
    around: str = ""  # the place whose parts are asked for

    def around_them(self):
        """The whole of which the places are parts, in each period."""
        for measure, period in product(self.measures, self.periods):
            if self.around and not measure.is_sensitive:
                yield Question(measure.code, self.around, period, "", self.as_now)

    def questions(self, *, earlier: bool = False):
        for measure, place, period in product(self.measures, self.places, self.periods):
            when = self.before(period) if earlier else period
            yield Question(measure.code, place.code, when, "" if earlier else self.by, self.as_now)

    def before(self, period: Period) -> Period:
        return period.year_before() if self.compare == YEAR_BEFORE else period.one_before()


class Measures(Resource):
    """指标目录：每项指标怎样算、按哪个日期、可以怎样分组。"""

    label = "统计"
    reach = {"catalogue": reach.holding("figure.view")}

    @extend_schema(summary="统计：指标目录", responses=CatalogueShape)
    def catalogue(self, request):
        lists.require_known(request.query_params, ())
        body = encode({"results": [_told(measure) for measure in MEASURES.values()]})
        return self._answer_read(body, etags.content_tag(body))


class Metrics(Resource):
    """指标在区域、期间的数值。一次可问多项；数值精确到这一刻。范围之外的区域与不存在的区域答复相同（404）。"""

    label = "统计"
    reach = {"show": reach.holding("figure.view")}

    @extend_schema(
        summary="统计：指标的数值",
        responses=MetricsShape,
        parameters=[
            OpenApiParameter(MEASURE, str, required=True, description="指标代码，逗号分隔；见 measures"),
            OpenApiParameter(PLACE, str, description=f"区划代码，逗号分隔，最多 {MOST_PLACES} 个"),
            OpenApiParameter(BELOW, str, description="区划代码：其下一级的每个区域"),
            OpenApiParameter(
                PERIOD,
                str,
                required=True,
                description="期间，逗号分隔：2026、2026-H1、2026-Q1、2026-03、2026-W12、2026-03-05、2026-03-05..2026-04-10",
            ),
            OpenApiParameter(BY, str, description="分组代码：每项指标都须有这种分组"),
            OpenApiParameter(COMPARE, str, enum=[YEAR_BEFORE, ONE_BEFORE], description="year：同比；previous：环比"),
            OpenApiParameter(
                AREAS,
                str,
                enum=[THEN, NOW],
                description="then：当时的区域（默认）；now：按区域变更的占比折算到今天的区域",
            ),
        ],
    )
    def show(self, request):
        asked = _asked(request)
        today = timezone.localdate()
        here = list(asked.questions())
        before = list(asked.questions(earlier=True)) if asked.compare else []
        try:
            answers = read([*here, *before, *asked.around_them()], today=today)
        except Invalid as refusal:
            lists.refuse(refusal.field, refusal.message, "bad-value")
        told, earlier = answers[: len(here)], answers[len(here) : len(here) + len(before)]
        beside = _Beside(told, answers[len(here) + len(before) :])
        named = {place.code: place.name for place in asked.places}
        pairs = zip(told, earlier or [None] * len(told), strict=True)
        results = [{**_told_answer(one, then, named), **beside.of(one)} for one, then in pairs]
        body = encode({"results": results, "pending": max((one.pending for one in answers), default=0)})
        return self._answer_read(body, etags.content_tag(body))


class _Beside:
    """Each answer among those of the places beside it; nothing where no place was asked for its parts."""

    def __init__(self, answers: list[Answer], wholes: list[Answer]):
        self.wholes = {self._key(one): one.whole for one in wholes}
        self.ranks = {}
        for key in self.wholes:
            beside = [one for one in answers if self._key(one) == key]
            places = {one.question.place: one.whole for one in beside}
            self.ranks[key] = ranks(places, is_better=beside[0].measure.is_better) if beside else {}

    @staticmethod
    def _key(answer):
        return answer.question.measure, answer.question.period

    def of(self, answer: Answer):
        key = self._key(answer)
        part = share(answer.whole, self.wholes[key]) if key in self.wholes else None
        return {
            "rank": self.ranks.get(key, {}).get(answer.question.place),
            "share": None if part is None else str(Figure(part * 100).rounded(2)),
        }


def _asked(request) -> Asked:
    query = request.query_params
    lists.require_known(query, PARAMETERS)
    measures = [_measure(code) for code in _several(query, MEASURE)]
    periods = [_period(text) for text in _several(query, PERIOD)]
    by = query.get(BY, "")
    for measure in measures:
        if by and by not in {one.code for one in breakdowns_of(measure)}:
            lists.refuse(BY, f"“{measure.told}”没有“{by[:40]}”这种分组。", "unknown")
    compare = _choice(query, COMPARE, ("", YEAR_BEFORE, ONE_BEFORE))
    as_now = _choice(query, AREAS, ("", THEN, NOW)) == NOW
    places = _places(request, query, periods)
    if len(periods) > MOST_PERIODS:
        lists.refuse(PERIOD, f"一次最多 {MOST_PERIODS} 个期间。", "too-many")
    if len(measures) * len(periods) * len(places) > MOST_ANSWERS:
        lists.refuse(PLACE if PLACE in query else BELOW, f"一次最多 {MOST_ANSWERS} 个数值，请分几次读取。", "too-many")
    return Asked(measures, places, periods, by, compare, as_now, query.get(BELOW, ""))


def _several(query, name):
    texts = [text.strip() for text in query.get(name, "").split(",") if text.strip()]
    if not texts:
        lists.refuse(name, "请给出这个参数。", "required")
    return list(dict.fromkeys(texts))


def _measure(code):
    if code not in MEASURES:
        lists.refuse(MEASURE, f"没有“{code[:40]}”这项指标；见指标目录。", "unknown")
    return MEASURES[code]


def _period(text):
    try:
        return parse(text)
    except Invalid as refusal:
        lists.refuse(PERIOD, refusal.message, "bad-value")


def _choice(query, name, known):
    if query.get(name, "") not in known:
        lists.refuse(name, f"只能是 {'、'.join(filter(None, known))}。", "bad-value")
    return query.get(name, "")


def _places(request, query, periods):
    if (PLACE in query) == (BELOW in query):
        lists.refuse(PLACE, "请给出 place 或者 below，二者之一。", "required")
    name, most = (PLACE, MOST_PLACES) if PLACE in query else (BELOW, 1)
    asked = _several(query, name)
    if len(asked) > most:
        lists.refuse(name, f"一次最多 {most} 个区域。", "too-many")
    scope = request.user.scope("figure.view")
    if not all(codes.is_code(code) and scope.covers(code) for code in asked):
        raise Http404
    found = {area.code: area for area in Area.objects.filter(pk__in=asked)}
    if len(found) < len(asked):
        raise Http404
    if name == PLACE:
        return [found[code] for code in asked]
    begin, end = min(one.first for one in periods), max(one.last for one in periods)
    below = Area.objects.children_of(asked[0]).exclude(valid_to__lte=begin).exclude(valid_from__gt=end)
    return list(below[: MOST_ANSWERS + 1])


def _told(measure):
    shape = MeasureShape()
    told = {name: field for name, field in shape._readers() if name != "breakdowns"}
    offered = [{"code": one.code, "label": one.label} for one in breakdowns_of(measure)]
    return {**{name: tell(measure) for name, tell in told.items()}, "breakdowns": offered}


def _told_answer(answer: Answer, before: Answer | None, named):
    measure, question = answer.measure, answer.question
    parts = [
        {"code": code, "label": answer.labels[code], **_told_figure(answer, figure, f"{question.by}={code}")}
        for code, figure in answer.parts.items()
    ]
    return {
        "measure": measure.code,
        "label": measure.told,
        "unit": measure.unit.value,
        "place": {"code": question.place, "name": named[question.place]},
        "period": _told_period(question.period),
        **_told_figure(answer, answer.whole, ""),
        "parts": parts,
        "compared": before and _compared(answer, before),
    }


def _told_figure(answer: Answer, figure: Figure, part: str):
    return {
        "value": figure.withheld or _value(answer.measure, figure),
        "numerator": _number(figure.top, answer.measure.parts_scale),
        "denominator": _number(figure.bottom, answer.measure.parts_scale),
        "rows": rows_url(answer.question, part),
    }


def _compared(answer, before):
    grown = growth(answer.whole, before.whole)
    return {
        "period": _told_period(before.question.period),
        "value": _value(before.measure, before.whole),
        "growth": None if grown is None else str(Figure(grown * 100).rounded(2)),
    }


def _told_period(period: Period):
    return {"code": period.code, "label": period.label, "first": period.first, "last": period.last}


def _value(measure: Measure, figure: Figure):
    if figure.value is None:
        return None
    if measure.unit in EXACT and figure.value == int(figure.value):
        return int(figure.value)
    return str(figure.rounded(2))


def _number(value: Decimal | None, scale: int = 1):
    if value is None:
        return None
    told = value / scale
    return int(told) if told == int(told) else str(round(told, 2))


def rows_url(question: Question, part: str = "", side: str = TOP) -> str | None:
    """The list behind a figure; None where there is none, or where shares of places were added up."""
    measure = MEASURES[question.measure]
    source = source_of(measure)
    if not source.page or question.as_now or measure.is_sensitive:
        return None
    behind, place = Behind(measure, question.period, part, side), "at" if question.is_alone else source.place
    return f"{reverse(source.page)}?figure={quote(behind.text)}&{place}={question.place}"
