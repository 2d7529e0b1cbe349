"""What the filing unit does with a table: open it, draw its figures, key in, explain, submit, correct a release."""

from collections.abc import Mapping
from decimal import Decimal

from django.db import transaction
from django.utils import timezone

from governance import rules
from governance.areas import codes
from governance.areas.models import Area
from governance.audit.trail import record
from governance.errors import Invalid, NotPermitted, WrongState, require_version
from governance.identifiers.typed import free_text
from governance.metrics.periods import parse, unit_of
from governance.returns import permissions
from governance.returns.checks import look_at
from governance.returns.declaring import Entry, TableKind, kind_of
from governance.returns.digests import digest_of
from governance.returns.figures import Line, Values, as_text, drawn, plain, stored
from governance.returns.models import Return, ReturnEdition, ReturnNote
from governance.returns.states import State, require_transition

MOST_TOLD = 40  # moved figures that the note of a drawing names
LARGEST = {Entry.COUNT: Decimal(10**9), Entry.MONEY: Decimal(10**12)}


@transaction.atomic
def open_return(*, by, kind: str, area: Area, period: str, basis: str = "") -> Return:
    """The table of a place and period, opened if it is not there yet; its figures come with `draw_up`.

    Raises Invalid (field "kind", "period", "basis", "area"), NotPermitted.
    """
    declared, span = kind_of(kind), parse(period)
    if unit_of(span.code) not in declared.periods:
        raise Invalid("这种报表不按这样的期间编制。", field="period")
    if span.first > timezone.localdate():
        raise Invalid("这个期间还没有开始。", field="period")
    basis = basis or rules.value(declared.basis_rule, area.code, span.last)
    if basis not in dict(declared.bases):
        raise Invalid("请选择统计口径。", field="basis")
    if area.level < codes.COUNTY:
        raise Invalid("报表由区县、街镇和村（居）填报。", field="area")
    upper = upper_of(area)
    if not permissions.files(by, area.code, upper):
        raise NotPermitted("须由填报单位办理。")
    filed, is_new = Return.objects.get_or_create(
        kind=kind,
        area=area,
        period=span.code,
        basis=basis,
        defaults={"upper_id": upper, "starts_on": span.first, "ends_on": span.last},
    )
    if is_new:
        record("return.opened", filed, by=by, area=area.code, table=declared.label, period=span.label)
    return filed


def upper_of(area: Area) -> str:
    """The place that reviews its tables: the one above, its own for a county."""
    return area.parent_id if area.level > codes.COUNTY and area.parent_id else area.code


@transaction.atomic
def draw_up(filed: Return, *, by, version: int | None = None) -> Return:
    """Take the figures from the portal and from the units below; again at will, with a note of what moved.

    Raises NotPermitted, WrongState once it is submitted.
    """
    filed = _locked(filed, by, version)
    if filed.state not in (State.DUE, State.DRAFT, State.RETURNED):
        raise WrongState(f"这份报表目前“{filed.get_state_display()}”，不能重新取数。")
    edition = filed.editions.exclude(state=State.RELEASED).first()
    lines = drawn(filed, today=timezone.localdate(), own_keyed=_own_keyed(edition))
    now = timezone.now()
    if edition is None:
        edition = ReturnEdition(filed=filed, number=1)
    else:
        edition.moved = moved_between(edition, lines, filed.declared)[:MOST_TOLD]
    edition.drawn_at, edition.drawn_by = now, by
    _keep(filed, edition, lines)
    record("return.drawn_up", filed, by=by, area=filed.area_id, edition=edition.number, differing=len(edition.moved))
    return filed


@transaction.atomic
def key_in(filed: Return, *, by, values: Mapping[str, Decimal | None], version: int | None = None) -> Return:
    """What the portal does not know, for the unit's own row; None takes a figure away.

    Raises NotPermitted, WrongState, Invalid (the column's code).
    """
    filed = _locked(filed, by, version)
    edition = at_filer(filed)
    own = edition.rows.get(is_own=True)
    kept = dict(own.keyed)
    for code, value in values.items():
        column = next((one for one in filed.declared.keyed if one.code == code), None)
        if column is None:
            raise Invalid("没有这一填报项。", field=code)
        if value is None:
            kept.pop(code, None)
        else:
            kept[code] = plain(_fit(column, value))
    changed = {code: [own.keyed.get(code), kept.get(code)] for code in values if own.keyed.get(code) != kept.get(code)}
    own.keyed = kept
    own.save(update_fields=["keyed"])
    _save(filed)
    record("return.keyed", filed, by=by, area=filed.area_id, edition=edition.number, values=changed)
    return filed


@transaction.atomic
def explain(filed: Return, *, by, texts: Mapping[str, str], version: int | None = None) -> Return:
    """A word on each warning, by its code, as it is found now. Raises WrongState for one that is not found any more,
    Invalid (field "text_" and the code)."""
    filed = _locked(filed, by, version)
    edition = at_filer(filed)
    found = {one.code: one for one in look_at(edition, today=timezone.localdate()) if not one.is_error}
    for code, text in texts.items():
        if code not in found:
            raise WrongState("核对结果已有变动，请重新核对。")
        said = free_text(text, field=f"text_{code}", longest=500, required=True)
        told = {"lines": list(found[code].lines), "text": said, "account": by, "written_at": timezone.now()}
        ReturnNote.objects.update_or_create(edition=edition, check_code=code, defaults=told)
        record("return.explained", filed, by=by, area=filed.area_id, edition=edition.number, check=code, text=said)
    _save(filed)
    return filed


@transaction.atomic
def submit(filed: Return, *, by, head: str = "", version: int | None = None) -> Return:
    """Hand the table to the unit above. `head`: who answers for the unit (单位负责人).

    Raises NotPermitted; WrongState before the period is over, when figures moved since they were drawn, or while
    something that was found is neither put right nor explained.
    """
    filed = _locked(filed, by, version)
    edition = at_filer(filed)
    require_transition(filed.state, State.SUBMITTED)
    today = timezone.localdate()
    if not filed.ends_on < today:
        raise WrongState(f"{filed.span.label}还没有结束，只能编制草稿。")
    list(
        Return.objects.of_units_below(filed).order_by("pk").select_for_update(no_key=True)
    )  # none comes back meanwhile
    moved = moved_between(edition, drawn(filed, today=today, own_keyed=_own_keyed(edition)), filed.declared)
    if moved:
        raise WrongState(f"取数以后有 {len(moved)} 项数据变动，请重新取数、核对后报送。")
    left = [one for one in look_at(edition, today=today) if one.is_open]
    if left:
        raise WrongState(f"核对还有 {len(left)} 项没有处理：{'、'.join(one.label for one in left)}。")
    edition.head = free_text(head, field="head", longest=50)
    now = timezone.now()
    edition.submitted_at, edition.submitted_by, edition.state = now, by, State.SUBMITTED
    edition.digest = digest_of(edition)
    edition.save()
    filed.state, filed.first_submitted_at = State.SUBMITTED, filed.first_submitted_at or now
    _save(filed)
    record("return.submitted", filed, by=by, area=filed.area_id, edition=edition.number, digest=edition.digest)
    return filed


@transaction.atomic
def begin_correction(filed: Return, *, by, reason: str, version: int | None = None) -> Return:
    """Another edition of a released table, with the figures of now; the released one stays as it is."""
    filed = _locked(filed, by, version)
    if filed.state != State.RELEASED:
        raise WrongState(f"这份报表目前“{filed.get_state_display()}”，不能更正：已发布的才更正。")
    last = filed.editions.latest("number")
    said = free_text(reason, field="reason", longest=300, required=True)
    now = timezone.now()
    edition = ReturnEdition(filed=filed, number=last.number + 1, reason=said, drawn_at=now, drawn_by=by)
    lines = drawn(filed, today=timezone.localdate(), own_keyed=_own_keyed(last))
    edition.moved = moved_between(last, lines, filed.declared)[:MOST_TOLD]
    _keep(filed, edition, lines)
    record("return.correction_begun", filed, by=by, area=filed.area_id, edition=edition.number, reason=said)
    return filed


def at_filer(filed: Return) -> ReturnEdition:
    """The edition that whoever files may change. Raises WrongState."""
    edition = filed.editions.exclude(state=State.RELEASED).first()
    if edition is None or not edition.is_at_filer:
        raise WrongState(f"这份报表目前“{filed.get_state_display()}”，不能修改。")
    return edition


def moved_between(edition: ReturnEdition, lines: list[Line], kind: TableKind) -> list[list[str]]:
    """What differs from the kept rows: [row, column, was, is], and rows that came or went."""
    was = {(row.area_id, row.is_own): row for row in edition.rows.all()}
    now = {line.place.key: line for line in lines}
    told = [[was[key].label, "整行", "有", "无"] for key in was if key not in now]
    for key, line in now.items():
        row = was.get(key)
        if row is None:
            told.append([line.label, "整行", "无", "有"])
            continue
        before, after = {**row.figures, **row.keyed}, as_text({**line.figures, **line.keyed})
        told += [
            [line.label, column.label, before.get(column.code, "未填"), after.get(column.code, "未填")]
            for column in kind.columns
            if before.get(column.code) != after.get(column.code)
        ]
        is_other = row.fed_by_id != (line.fed_by.pk if line.fed_by else None)
        if is_other and not any(one[0] == line.label for one in told):
            told.append([line.label, "下级报表", _edition(row.fed_by), _edition(line.fed_by)])
    return told


def _edition(edition):
    return f"第{edition.number}版" if edition else "未报"


def _own_keyed(edition: ReturnEdition | None) -> Values:
    own = edition.rows.filter(is_own=True).first() if edition and edition.pk else None
    return {code: Decimal(text) for code, text in own.keyed.items()} if own else {}


def _keep(filed: Return, edition: ReturnEdition, lines: list[Line]) -> None:
    """Replace the rows of an edition that is at its filer."""
    edition.state = State.DRAFT
    edition.save()
    edition.rows.all().delete()
    rows = [stored(line, edition, order) for order, line in enumerate(lines, 1)]
    edition.rows.model.objects.bulk_create(rows)
    filed.state = State.DRAFT
    _save(filed)


def _locked(filed: Return, by, version: int | None) -> Return:
    filed = Return.objects.select_related("area", "upper").locked(filed.pk)
    if not permissions.may_file(by, filed):
        raise NotPermitted("须由填报单位办理。")
    require_version(filed, version)
    return filed


def _save(filed: Return) -> None:
    filed.version += 1
    filed.save()


def _fit(column, value: Decimal) -> Decimal:
    """A figure as its column takes it."""
    if not value.is_finite() or not 0 <= value < LARGEST[column.entry]:
        raise Invalid(f"“{column.label}”须是不小于 0、不过大的数。", field=column.code)
    if column.entry is Entry.COUNT and value != value.to_integral_value():
        raise Invalid(f"“{column.label}”须是整数。", field=column.code)
    if value != round(value, 2):
        raise Invalid(f"“{column.label}”最多两位小数。", field=column.code)
    return value
