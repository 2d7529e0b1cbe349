"""Setting and withdrawing versions of texts."""

from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone

from governance.access.roles import COUNTY_UP
from governance.areas.models import Area
from governance.audit.trail import record
from governance.errors import Invalid, NotPermitted, Stale, WrongState, require_version
from governance.identifiers.typed import free_text
from governance.texts.kinds import TextKind, problems
from governance.texts.models import TextVersion
from governance.texts.values import find_text


def version_of(key: str, area_code: str) -> int:
    """Grows with every version set or withdrawn for `key` at the place: what a form saw when it was opened."""
    return sum(TextVersion.objects.of(key, area_code).values_list("version", flat=True))


@transaction.atomic
def set_text(
    *, key: str, area_code: str, starts_on: date, words: str, reason: str, by, expected: int | None = None
) -> TextVersion:
    """Let a text say `words` at a place and below, for what begins from `starts_on`, which is tomorrow or later.

    So nothing that is open today changes. `expected` is `version_of` when the form was opened: Stale if somebody set or
    withdrew a version since. Raises NotPermitted, and Invalid with all that is wrong with the words (field "words").
    """
    area = Area.objects.select_for_update(no_key=True).get(pk=area_code)
    kind = find_text(key)
    if kind is None:
        raise LookupError(key)
    _require_edit(by, area)
    if expected is not None and expected != version_of(key, area.code):
        raise Stale(TextVersion.objects.of(key, area.code).order_by("-id").first())
    _check(area, kind, starts_on)
    cleaned = checked_words(kind, words)

    row = TextVersion.objects.create(
        key=key,
        area=area,
        starts_on=starts_on,
        words=cleaned,
        reason=free_text(reason, field="reason", longest=300, required=True),
        set_by=by,
    )
    record("text.set", row, by=by, key=key, title=kind.label, starts_on=starts_on, value=cleaned, reason=row.reason)
    return row


@transaction.atomic
def withdraw_text(row: TextVersion, *, reason: str, by, version: int | None = None) -> TextVersion:
    """End a version: from tomorrow what held before holds again. What began while it held keeps it.

    A version that has not begun never holds.
    """
    row = TextVersion.objects.locked(row.pk)
    _require_edit(by, row.area)
    if row.withdrawn_at:
        raise WrongState("这个版本已经撤回。")
    require_version(row, version)
    row.withdrawn_reason = free_text(reason, field="reason", longest=300, required=True)
    row.ends_on = max(row.starts_on, timezone.localdate() + timedelta(days=1))
    row.withdrawn_at, row.withdrawn_by = timezone.now(), by
    row.version += 1
    row.save(update_fields=["ends_on", "withdrawn_at", "withdrawn_by", "withdrawn_reason", "version"])
    record("text.withdrawn", row, by=by, key=row.key, ends_on=row.ends_on, reason=row.withdrawn_reason)
    return row


def checked_words(kind: TextKind, words: str) -> str:
    """The words as they are kept: lines ended alike. Raises Invalid with every fault, a sentence each."""
    cleaned = free_text(words.replace("\r\n", "\n"), field="words", longest=kind.longest)
    if found := problems(kind, cleaned):
        raise Invalid("".join(found), field="words")
    return cleaned


def _require_edit(by, area):
    if not by.holds("text.edit", area.code):
        raise NotPermitted(f"您没有修改{area.name}文书和提醒用语的权限。")


def _check(area: Area, kind: TextKind, starts_on: date) -> None:
    if area.level not in COUNTY_UP:
        raise Invalid("文书和提醒用语由区（县）及以上统一设置。", field="area_code")
    if starts_on <= timezone.localdate():
        raise Invalid("启用日最早为明天：今天以前开始的案件沿用原来的内容。", field="starts_on")
    if not area.is_valid_on(starts_on):
        raise Invalid(f"{area.name}在启用日不是有效区域，请核对日期。", field="starts_on")
    if TextVersion.objects.standing().of(kind.key, area.code).filter(starts_on=starts_on).exists():
        raise Invalid("该区域在这一天已有版本；请先撤回原版本，或另选启用日。", field="starts_on")
