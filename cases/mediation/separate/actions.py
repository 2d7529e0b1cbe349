"""Writing and reading what one side said alone. Neither is told in the life of the case: only the trail knows."""

from datetime import datetime

from django.db import transaction

from cases.docket.actions import locked_case, require_moment, require_standing
from cases.docket.models import Case
from cases.docket.states import INSTEAD, UNDER_WAY
from cases.mediation.reading import hears_separately
from cases.mediation.separate.models import SeparateNote
from governance.audit.trail import record
from governance.errors import Invalid, NotPermitted, WrongState

LONGEST = 10_000  # characters


@transaction.atomic
def write_note(case: Case, *, by, party, met_at: datetime, text: str, late_reason: str = "") -> SeparateNote:
    """Keep what a party said in a separate meeting, sealed, for the mediators of the case (人民调解法 第十五条).

    Raises NotPermitted for everybody else, the director and the recorder among them; Invalid (field).
    """
    case = locked_case(case)
    require_standing(case)
    if not hears_separately(by, case):
        raise NotPermitted("单独谈话笔记只由本案主持、协办调解员记录和查阅。")
    if case.procedure not in UNDER_WAY:
        raise WrongState(INSTEAD[case.procedure])
    require_moment(case, met_at, late_reason=late_reason)
    party = case.parties.standing().filter(pk=party.pk).first() if party else None
    if party is None:
        raise Invalid("请选择与哪一方谈话。", field="party")
    note = SeparateNote.objects.create(case=case, party=party, met_at=met_at, text=_checked(text), account=by)
    record("separate_note.written", note, by=by, area=case.area_id, happened_at=met_at)
    return note


@transaction.atomic
def read_note(note: SeparateNote, *, by) -> str:
    """The text of a note; each reading goes into the trail. Raises NotPermitted."""
    if not hears_separately(by, note.case):
        raise NotPermitted("单独谈话笔记只由本案主持、协办调解员记录和查阅。")
    record("separate_note.read", note, by=by, area=note.case.area_id)
    return note.text.open()


def _checked(text):
    """Sealed, it may name numbers; it may not be empty or endless."""
    cleaned = text.strip()
    if not cleaned:
        raise Invalid("请填写。", field="text")
    if "\x00" in cleaned:
        raise Invalid("文字中含有无法保存的空字符，请重新输入。", field="text")
    if len(cleaned) > LONGEST:
        raise Invalid(f"最多 {LONGEST} 个字，现有 {len(cleaned)} 个字。", field="text")
    return cleaned
