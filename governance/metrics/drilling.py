"""The rows behind a figure: which subjects a measure counts, as a filter that lists share.

`figure=cases.success_rate;2026-03;type=D02;bottom`: the measure, the period, the part (empty for the whole; several are
parted by "|"), of a ratio which side. The place is the list's own filter. The rows are those of this moment, folded or
not, as the figure is.
"""

from dataclasses import dataclass
from urllib.parse import quote

import django_filters
from django import forms
from django.core.exceptions import ValidationError
from django.db.models.expressions import RawSQL
from django.urls import reverse

from governance.areas.models import Area
from governance.errors import Invalid
from governance.metrics import sql
from governance.metrics.declaring import MEASURES, POPULATION, SOURCES, Flow, Measure, Source, breakdowns_of
from governance.metrics.periods import BEGINNING, Period, parse

TOP, BOTTOM = "top", "bottom"
SEVERAL = "|"  # between parts that are counted together


@dataclass(frozen=True)
class Behind:
    """What a figure counts: `part` is "type=D02", "source=S31|S32" or empty."""

    measure: Measure
    period: Period
    part: str = ""
    side: str = TOP

    def __str__(self) -> str:
        code, _, values = self.part.partition("=")
        offered = [one for one in breakdowns_of(self.measure) if one.code == code]
        named = ["、".join(one.labels.get(value, value) for value in values.split(SEVERAL)) for one in offered]
        side = "分母" if self.side == BOTTOM else "分子" if self.measure.bottom else ""
        return "，".join(filter(None, [self.measure.told, self.period.label, *named, side]))

    @property
    def source(self) -> Source:
        return SOURCES[self.counters[0].removeprefix("-").partition(".")[0]]

    @property
    def text(self) -> str:
        """As it stands in an address."""
        kept = [self.measure.code, self.period.code, self.part, self.side if self.side == BOTTOM else ""]
        return ";".join(kept).rstrip(";")

    @property
    def counters(self) -> tuple[str, ...]:
        return self.measure.bottom if self.side == BOTTOM else self.measure.rows or self.measure.top

    @classmethod
    def of(cls, text: str) -> "Behind":
        """Read it from an address. Raises Invalid."""
        code, period, part, side = (*text.split(";", 3), "", "", "", "")[:4]
        measure = MEASURES.get(code)
        if measure is None or measure.is_sensitive:
            raise Invalid("没有这项指标。", field="figure")
        offered = [one.code for one in breakdowns_of(measure)]
        if (part and part.partition("=")[0] not in offered) or side not in ("", TOP, BOTTOM):
            raise Invalid("这项指标没有这样的分组。", field="figure")
        if side == BOTTOM and (not measure.bottom or POPULATION in measure.bottom):
            raise Invalid("这项指标没有可列出的分母。", field="figure")
        return cls(measure, parse(period), part, side or TOP)

    def subjects(self) -> RawSQL:
        """The ids of what is counted, for `pk__in`: those added and, of a stock, not taken off again."""
        added = [name for name in self.counters if not name.startswith("-")]
        taken = [name.removeprefix("-") for name in self.counters if name.startswith("-")]
        parameters: list = []
        text = " UNION ".join(self._of_counter(name, parameters) for name in added)
        if taken:
            text = f"({text}) EXCEPT ({' UNION '.join(self._of_counter(name, parameters) for name in taken)})"
        return RawSQL(text, parameters)  # noqa: S611 - declared in code; what callers ask are parameters

    def _of_counter(self, name, parameters):
        code, _, counter_code = name.partition(".")
        source = SOURCES[code]
        counter = source.counter(counter_code)
        touched = f"SELECT subject FROM governance_metrictouch WHERE source = '{source.stream}'"
        wanted = f"f.{counter.day} BETWEEN %s AND %s AND ({counter.where})"
        first = self.period.first if self.measure.flow is Flow.FLOW else BEGINNING
        values = [first, self.period.last]
        if self.part:
            breakdown = source.breakdown(self.part.partition("=")[0])
            named = self.part.partition("=")[2].split(SEVERAL)
            met = (
                f"{breakdown.key} && %s::text[]" if breakdown.is_many else f"({breakdown.key})::text = ANY(%s::text[])"
            )
            wanted, values = f"{wanted} AND {met}", [*values, named]
        parameters += values + values
        return f"""
            SELECT f.subject FROM {source.table} f WHERE {wanted} AND f.{source.key} NOT IN ({touched})
            UNION SELECT f.subject FROM ({sql.facts_of(source, touched)}) f WHERE {wanted}
        """


class BehindField(forms.CharField):
    """Cleans to a `Behind` of a figure that counts facts of `source`, or None."""

    widget = forms.HiddenInput
    is_said_by_its_value = True

    def __init__(self, *, source, **options):
        super().__init__(max_length=300, **options)
        self.source = source

    def clean(self, value):
        text = super().clean(value)
        try:
            behind = Behind.of(text) if text else None
        except Invalid as refusal:
            raise ValidationError(refusal.message) from None
        if behind and behind.source.code != self.source:
            raise ValidationError("这项指标的明细在另一份名单。")
        return behind

    def origin(self, cleaned) -> str:
        """The board of the place and period that a list shows."""
        behind = next((value for value in cleaned.values() if isinstance(value, Behind)), None)
        place = next((value for value in cleaned.values() if isinstance(value, Area)), None)
        if behind is None or place is None:
            return ""
        return f"{reverse('metrics:board')}?place={place.code}&period={quote(behind.period.code)}"


class BehindFilter(django_filters.Filter):
    """The rows of a list that a figure counts: those of which `source` has facts."""

    field_class = BehindField

    def __init__(self, *, source, **options):
        super().__init__(label="统计数字", source=source, **options)

    def filter(self, rows, behind):
        return rows if behind is None else self.of_subjects(rows, behind.subjects())

    def of_subjects(self, rows, subjects: RawSQL):
        """The rows that show the subjects, one each."""
        return rows.filter(pk__in=subjects)
