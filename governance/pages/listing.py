"""List pages: one FilterSet becomes filtered, sorted, paged rows with chips and a number of hits.

    listing = list_page(request, Person.objects.visible_to(actor).for_list(), PersonFilter, PERSON_COLUMNS)
    return render(request, "…/persons.html", {"listing": listing}, status=listing.status)

Two queries, whatever the number of rows: a count that stops at COUNTED, and the rows.
"""

from dataclasses import dataclass, field
from functools import cached_property

from django.db.models import Model
from django.http import QueryDict

from governance.pages.filters import reversed_periods
from governance.saved_filters.shown import SavedBar, bar_of

SIZES = (20, 50, 100)
COUNTED = 10_000  # hits are counted up to here; beyond, the list asks for a narrower filter
SORT, PAGE, SIZE = "sort", "page", "size"


@dataclass(frozen=True)
class Column:
    """One column. `sort`: the model field it sorts by, or fields, comma-separated, some "-" descending; empty: it does
    not."""

    name: str
    label: str
    sort: str = ""
    css: str = ""

    def ordering(self, descending: bool) -> list[str]:
        fields = [each.strip() for each in self.sort.split(",")]
        return [_turned(each) for each in fields] if descending else fields


@dataclass(frozen=True)
class Head:
    """A column's head as the table shows it: `direction` is the aria-sort of the sorted column."""

    label: str
    css: str
    url: str
    direction: str


@dataclass(frozen=True)
class Chip:
    label: str
    text: str
    remove_url: str


@dataclass(frozen=True)
class PageLink:
    label: str
    url: str
    is_here: bool = False


@dataclass
class Listing:
    """A list page: `rows` for the table, the rest for the components around it."""

    path: str
    query: QueryDict
    filters: object
    columns: list[Column]
    hits: int
    is_capped: bool
    rows: list
    page: int
    size: int
    sort: str
    problems: list[str] = field(default_factory=list)
    saved: SavedBar | None = None

    @property
    def status(self) -> int:
        return 400 if self.problems else 200

    @property
    def hits_text(self) -> str:
        return f"超过 {COUNTED:,} 条，请缩小范围" if self.is_capped else f"共 {self.hits:,} 条"

    @property
    def page_count(self) -> int:
        return max(1, -(-self.hits // self.size))

    @property
    def is_filtered(self) -> bool:
        return bool(self.chips)

    @cached_property
    def heads(self) -> list[Head]:
        return [self._head(column) for column in self.columns]

    @cached_property
    def chips(self) -> list[Chip]:
        """The filters in force, in words, each with the address of the list without it."""
        if self.filters is None:
            return []
        form = self.filters.form
        inputs = {name: _inputs(form, name) for name in form.fields}
        used = {name: each for name, each in inputs.items() if any(self.query.get(one) for one in each)}
        return [
            Chip(_label(form, name), _spoken(form, name), self.url(**dict.fromkeys(each)))
            for name, each in used.items()
        ]

    @cached_property
    def origin(self) -> str:
        """The address that led here, if a filter in force says so: a figure its board."""
        form = self.filters.form if self.filters else None
        if form is None or self.problems:
            return ""
        ways = (getattr(field, "origin", None) for field in form.fields.values())
        return next((way(form.cleaned_data) for way in ways if way and way(form.cleaned_data)), "")

    @cached_property
    def first_fields(self) -> list:
        """The filters that are always open: all, unless the FilterSet names those `shown_first`."""
        named = getattr(self.filters, "shown_first", None)
        return [field for field in self.filters.form.visible_fields() if named is None or field.name in named]

    @cached_property
    def more_fields(self) -> list:
        """The rest, behind 更多条件."""
        first = {field.name for field in self.first_fields}
        return [field for field in self.filters.form.visible_fields() if field.name not in first]

    @property
    def has_more_in_force(self) -> bool:
        names = {field.name for field in self.more_fields}
        return any(self.query.get(one) for name in names for one in _inputs(self.filters.form, name))

    @property
    def clear_url(self) -> str:
        kept = {name: None for name in self.query if name not in (SORT, SIZE)}
        return self.url(**kept)

    @cached_property
    def pages(self) -> list[PageLink | None]:
        """Links to the pages near this one, the first and the last; None is a gap."""
        near = {1, self.page_count, *range(self.page - 2, self.page + 3)}
        numbers = [number for number in sorted(near) if 1 <= number <= self.page_count]
        links: list[PageLink | None] = []
        for before, number in zip([0, *numbers], numbers, strict=False):
            if number > before + 1:
                links.append(None)
            links.append(PageLink(str(number), self.url(page=number), number == self.page))
        return links

    @property
    def previous_url(self) -> str:
        return self.url(page=self.page - 1) if self.page > 1 else ""

    @property
    def next_url(self) -> str:
        return self.url(page=self.page + 1) if self.page < self.page_count else ""

    @property
    def sizes(self) -> list[PageLink]:
        return [PageLink(str(size), self.url(size=size), size == self.size) for size in SIZES]

    @property
    def hidden(self) -> list[tuple[str, str]]:
        """What the filter form must carry along: the order, the page size, and filters that nobody types."""
        unseen = [field.name for field in self.filters.form.hidden_fields()] if self.filters else []
        return [(name, self.query[name]) for name in (SORT, SIZE, *unseen) if self.query.get(name)]

    def url(self, **changes) -> str:
        """This list with some parameters changed (None removes); any change but of the page starts at page one."""
        query = self.query.copy()
        if PAGE not in changes:
            query.pop(PAGE, None)
        for name, value in changes.items():
            query.pop(name, None)
            if value is not None:
                query[name] = str(value)
        return f"{self.path}?{query.urlencode()}" if query else self.path

    def _head(self, column):
        if not column.sort:
            return Head(column.label, column.css, "", "")
        is_sorted = self.sort.lstrip("-") == column.name
        descends = is_sorted and self.sort.startswith("-")
        turned = column.name if descends or not is_sorted else f"-{column.name}"
        direction = "" if not is_sorted else "descending" if descends else "ascending"
        return Head(column.label, column.css, self.url(sort=turned), direction)


def list_page(request, queryset, filterset, columns, *, sort="", bring=None) -> Listing:
    """The list that the request asks for. `sort`: the column (with "-" descending) when nothing is asked.

    `bring`: a queryset that brings what the rows of a page show, where `queryset` only says which they are: of a
    large table the page is cut out before anything is joined to it.
    What cannot be understood (a filter, an order, a page) is named in `problems`, and no row is shown.
    """
    filters = filterset(request.GET, queryset=queryset, request=request) if filterset else None
    if filters:
        filters.form.auto_id = "filter_%s"  # a page may hold a form with the same fields
    columns = list(columns)
    problems = _problems(request.GET, filters, columns)
    rows = queryset.none() if problems else filters.qs if filters else queryset
    asked = request.GET.get(SORT) or sort
    if asked and not problems:
        rows = rows.order_by(*_ordering(asked, columns), "pk")
    size = _number(request.GET.get(SIZE), SIZES[0])
    hits = 0 if problems else rows.order_by()[: COUNTED + 1].count()
    page = _number(request.GET.get(PAGE), 1)
    shown = min(hits, COUNTED)
    if not problems and page > max(1, -(-shown // size)):
        problems.append(f"没有第 {page} 页。")
    start = (page - 1) * size
    found = [] if problems else list(_cut(rows, start, start + size, bring))
    bar = bar_of(request) if filters else None
    return Listing(
        request.path, request.GET, filters, columns, shown, hits > COUNTED, found, page, size, asked, problems, bar
    )


def _cut(rows, start, end, bring):
    if bring is None:
        return rows[start:end]
    return bring.filter(pk__in=rows.values("pk")[start:end]).order_by(*rows.query.order_by)


def _problems(query, filters, columns):
    return [*_unknown_names(query, filters), *_bad_values(filters), *_bad_order_or_page(query, columns)]


def _unknown_names(query, filters):
    known = {SORT, PAGE, SIZE, *(_input_names(filters) if filters else ())}
    return [f"没有“{name[:40]}”这个筛选条件。" for name in query if name not in known]


def _input_names(filters):
    for name in filters.form.fields:
        yield from _inputs(filters.form, name)


def _inputs(form, name):
    """The inputs of one filter: a range has one for each end, a place picker also its text."""
    suffixes = getattr(form.fields[name].widget, "suffixes", None) or ()
    return [name, *(f"{name}_{suffix}" for suffix in suffixes), f"{name}_text"]


def _bad_values(filters):
    if filters is None:
        return []
    if filters.is_valid():
        ends = reversed_periods(filters.form.cleaned_data)
        return [f"{filters.form.fields[end].label}：结束日早于开始日。" for end in ends]
    return [
        f"{filters.form.fields[name].label or name}：{error}"
        for name, errors in filters.errors.items()
        for error in errors
    ]


def _bad_order_or_page(query, columns):
    sortable = {column.name for column in columns if column.sort}
    if query.get(SORT) and query[SORT].removeprefix("-") not in sortable:
        yield f"不能按“{query[SORT][:40]}”排序。"
    if query.get(PAGE) and (not _is_number(query[PAGE]) or int(query[PAGE]) < 1):
        yield "页码不正确。"
    if query.get(SIZE) and query[SIZE] not in map(str, SIZES):
        yield f"每页条数只能是 {'、'.join(map(str, SIZES))}。"


def _ordering(asked, columns):
    column = next(column for column in columns if column.name == asked.lstrip("-"))
    return column.ordering(asked.startswith("-"))


def _turned(field):
    return field.removeprefix("-") if field.startswith("-") else f"-{field}"


def _number(text, default):
    return int(text) if text and _is_number(text) and int(text) > 0 else default


def _is_number(text):
    return text.isascii() and text.isdecimal() and len(text) < 7


def _label(form, name):
    return str(form.fields[name].label or name) if name in form.fields else "条件"


def _spoken(form, name):
    """The value of a filter in words: a row by its name, a choice by its label, everything else as typed."""
    bound, chosen = form[name], getattr(form, "cleaned_data", {}).get(name)
    if isinstance(chosen, Model) or (chosen and getattr(bound.field, "is_said_by_its_value", False)):
        return str(chosen)
    choices = dict(_flat(getattr(bound.field, "choices", ())))
    if getattr(bound.field.widget, "suffixes", None):
        return " 至 ".join(value or "…" for value in bound.data)
    values = bound.data if isinstance(bound.data, list) else [bound.data]
    return "、".join(str(choices.get(str(value), value)) for value in values if value)


def _flat(choices):
    for value, label in choices:
        if isinstance(label, (list, tuple)):
            yield from _flat(label)
        else:
            yield str(value), label
