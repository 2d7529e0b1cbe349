"""What may be asked of a report, and who gets it: addresses and forms to clean values."""

from dataclasses import dataclass
from datetime import date

from django import forms
from django.core.exceptions import ValidationError
from django.http import Http404, QueryDict

from governance.access.roles import ROLES
from governance.areas import codes
from governance.areas.models import Area
from governance.errors import Invalid
from governance.metrics.comparing import ONE_BEFORE, YEAR_BEFORE
from governance.metrics.declaring import MEASURES, Flow, Measure, breakdowns_of
from governance.metrics.periods import days
from governance.metrics.reports.models import SEEING, VERB, Every
from governance.metrics.reports.question import DIMENSIONS, ReportQuestion, all_breakdowns
from governance.metrics.reports.spans import MOST, RANGE, RELATIVE, UNITS, WRITTEN, divided, written
from governance.pages.fields import PlaceField
from governance.pages.forms import PageForm

MOST_PLACES, MOST_MEASURES = 200, 30
NO_PLACE = "没有这个区域，或者不在您的管辖范围内。"
FLOWS = {Flow.FLOW: "期间数", Flow.STOCK: "期末数", Flow.NOW: "现在数"}
SHARED_ROLES = [(code, ROLES[code].label) for code in SEEING]
WEEKDAYS = [(f"week-{number}", f"每周{name}") for number, name in enumerate("一二三四五六日", start=1)]
MONTH_DAYS = [(f"month-{number}", f"每月 {number} 日" if number < 31 else "每月最后一天") for number in range(1, 32)]


@dataclass(frozen=True)
class Tick:
    """One measure to choose."""

    measure: Measure
    is_chosen: bool

    @property
    def flow(self) -> str:
        return FLOWS[self.measure.flow]


class ReportForm(PageForm):
    """The question of a report, as it stands in its address. Cleans to `question`.

    Places outside the reader's scope are not there: Http404, as for the API. Without any it is the reader's own.
    """

    measure = forms.MultipleChoiceField(
        label="指标",
        error_messages={"required": "请至少选一项指标。", "invalid_choice": "有的指标已不存在，请重新选择。"},
    )
    by = forms.ChoiceField(label="分组", required=False)
    add = PlaceField(label="添加区域", required=False)
    spread = forms.ChoiceField(
        label="列出", required=False, choices=[("", "所选区域本身"), ("below", "所选区域的下一级各区域")]
    )
    period = forms.ChoiceField(label="期间", required=False)
    written = forms.CharField(
        label="写出期间",
        required=False,
        max_length=600,
        help_text="可写几个，以逗号隔开：2026、2026-H1、2026-Q1、2026-03、2026-W12、2026-03-05",
    )
    first = forms.DateField(label="自", required=False, widget=forms.DateInput(attrs={"type": "date"}))
    last = forms.DateField(label="至", required=False, widget=forms.DateInput(attrs={"type": "date"}))
    split = forms.ChoiceField(
        label="划分", required=False, choices=[("", "不划分"), *((code, f"逐{name}") for code, name in UNITS.items())]
    )
    compare = forms.ChoiceField(
        label="比较",
        required=False,
        choices=[("", "不比较"), (YEAR_BEFORE, "同比（上年同期）"), (ONE_BEFORE, "环比（上一期）")],
    )
    areas = forms.ChoiceField(
        label="区域口径", required=False, choices=[("", "当时的区域"), ("now", "折算到今天的区域")]
    )
    across = forms.ChoiceField(
        label="列", required=False, choices=[("", "自动"), *((code, name) for code, name in DIMENSIONS.items())]
    )

    def __init__(self, data: QueryDict, *, reader, own: Area | None, today: date):
        self.is_asked = "measure" in data or "period" in data
        filled = data.copy()
        filled["period"] = data.get("period") or "this-year"
        super().__init__(filled)
        self.reader, self.own, self.today = reader, own, today
        self.question: ReportQuestion | None = None
        self.fields["measure"].choices = [(code, one.told) for code, one in MEASURES.items()]
        self.fields["by"].choices = [("", "不分组"), *all_breakdowns().items()]
        relative = [(code, one.label) for code, one in RELATIVE.items()]
        self.fields["period"].choices = [*relative, (WRITTEN, "写出期间…"), (RANGE, "自定起止日期…")]
        self.fields["add"].error_messages["unknown"] = NO_PLACE
        self.scope = reader.scope(VERB)
        self.places = self._places(list(dict.fromkeys(filter(None, data.getlist("place")))))

    def _places(self, asked: list[str]) -> list[Area]:
        """Those of the address. Raises Http404 where one is not in scope."""
        if not all(codes.is_code(code) and self.scope.covers(code) for code in asked):
            raise Http404
        found = Area.objects.in_bulk(asked) if asked else {}
        if len(found) < len(asked):
            raise Http404
        return [found[code] for code in asked]

    @property
    def groups(self) -> list[tuple[str, list[Tick], int]]:
        """The measures by their group, each ticked or not, with the number ticked."""
        chosen = set(self.data.getlist("measure"))
        groups: dict[str, list[Tick]] = {}
        for code, one in MEASURES.items():
            groups.setdefault(one.group, []).append(Tick(one, code in chosen))
        return [(name, ticks, sum(tick.is_chosen for tick in ticks)) for name, ticks in groups.items()]

    @property
    def chosen(self) -> list[str]:
        """The names of the measures ticked."""
        return [tick.measure.told for _, ticks, _ in self.groups for tick in ticks if tick.is_chosen]

    def clean_measure(self):
        found = [MEASURES[code] for code in dict.fromkeys(self.cleaned_data["measure"])]
        if len(found) > MOST_MEASURES:
            raise ValidationError(f"一次最多 {MOST_MEASURES} 项指标。")
        return found

    def clean_add(self):
        place = self.cleaned_data["add"]
        if place is not None and not self.scope.covers(place.code):
            raise ValidationError(NO_PLACE)
        if place is not None and place not in self.places:
            self.places.append(place)
        return place

    def clean(self):
        cleaned = super().clean()
        by = cleaned.get("by")
        for measure in cleaned.get("measure", []):
            if by and by not in {one.code for one in breakdowns_of(measure)}:
                self.add_error("by", f"“{measure.told}”没有这种分组，请去掉分组，或者不选这项指标。")
                break
        if len(self.places) > MOST_PLACES:
            self.add_error("add", f"一次最多 {MOST_PLACES} 个区域。")
        places = self.places or ([self.own] if self.own else [])
        if not places:
            raise Http404
        bases = self._bases(cleaned) if "period" in cleaned else ()
        periods = self._divided(bases, cleaned.get("split", ""))
        if not self.errors:
            self.question = self._question(cleaned, places, bases, periods)
        return cleaned

    def _bases(self, cleaned):
        asked = cleaned["period"]
        if asked in RELATIVE:
            return (RELATIVE[asked].on(self.today),)
        try:
            return written(cleaned.get("written") or "") if asked == WRITTEN else self._range(cleaned)
        except Invalid as refusal:
            self.add_error("written" if asked == WRITTEN else "last", refusal.message)
            return ()

    def _range(self, cleaned):
        first, last = cleaned.get("first"), cleaned.get("last")
        for name, value in (("first", first), ("last", last)):
            if value is None and name not in self.errors:
                self.add_error(name, "请填写起止日期。")
        return (days(first, last),) if first and last else ()

    def _divided(self, bases, unit):
        if not unit or not bases:
            return bases
        try:
            found = dict.fromkeys(piece for base in bases for piece in divided(base, unit, self.today))
        except Invalid as refusal:
            self.add_error("split", refusal.message)
            return ()
        if len(found) > MOST:
            self.add_error("split", f"划分后有 {len(found)} 段，最多 {MOST} 段：请用更长的单位，或者缩短期间。")
        return tuple(found)

    def _question(self, cleaned, places, bases, periods):
        return ReportQuestion(
            tuple(cleaned["measure"]),
            tuple(places),
            periods,
            bases,
            self.today,
            by=cleaned["by"],
            is_below=bool(cleaned["spread"]),
            compare=cleaned["compare"],
            as_now=bool(cleaned["areas"]),
            across=cleaned["across"],
            is_relative=cleaned["period"] in RELATIVE,
            query=self._query(cleaned),
        )

    def _query(self, cleaned) -> str:
        """The question as an address: what says nothing is left out, and two that mean the same are the same."""
        asked = QueryDict(mutable=True)
        asked.setlist("measure", [one.code for one in cleaned["measure"]])
        asked.setlist("place", [place.code for place in self.places])
        kept = {WRITTEN: ["written"], RANGE: ["first", "last"]}.get(cleaned["period"], [])
        for name in ("by", "spread", "period", *kept, "split", "compare", "areas", "across"):
            if cleaned.get(name):
                asked[name] = str(cleaned[name])
        return asked.urlencode()


class KeepForm(PageForm):
    """The name of a report, and with whom it is shared."""

    name = forms.CharField(label="名称", max_length=40)
    area = PlaceField(
        label="与谁共享",
        required=False,
        help_text="不选就只有自己能用。共享的只是条件：每个人看到的是自己有权查看的数字；看不到其中区域的人看不到这张报表。",
    )
    role = forms.ChoiceField(label="限于角色", required=False, choices=[("", "全部角色"), *SHARED_ROLES])


class ScheduleForm(PageForm):
    """When a report goes out, and to whom of those who may see it."""

    when = forms.ChoiceField(
        label="何时发送",
        choices=[(Every.WEEK.label, WEEKDAYS), (Every.MONTH.label, MONTH_DAYS)],
        initial="month-1",
        help_text="没有这一天的月份，在最后一天发送。",
    )
    q = forms.CharField(
        label="查找人员",
        required=False,
        max_length=50,
        help_text="姓名、用户名或任职区域。已勾选的留在最前面。",
        widget=forms.TextInput(
            attrs={
                "type": "search",
                "autocomplete": "off",
                "hx-trigger": "input changed delay:300ms, search",
                "hx-target": "#readers",
                "hx-swap": "outerHTML",
                "hx-include": "#readers",
            }
        ),
    )
    recipients = forms.TypedMultipleChoiceField(label="发给", coerce=int, widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args, readers, search, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["recipients"].choices = readers
        self.fields["q"].widget.attrs["hx-get"] = search
