"""Every due date that is stored is the one that its function works out today."""

from governance.calendars.basis import Basis
from governance.calendars.dated import DATED
from governance.errors import RuleError
from governance.invariants.registry import CHUNK, Finding, invariant


@invariant("calendars.due", "到期日", "每项未办结的期限，其到期日都等于按现行日历和规则推算的日期")
def due(look):
    basis = Basis.of_today()
    for kind in DATED.values():
        for row in look.over(kind.rows().order_by("pk").iterator(chunk_size=CHUNK)):
            try:
                worked_out = kind.derive(row, basis).due_on
            except RuleError as refusal:
                yield Finding(f"{kind.label_of(row)} {row.pk}：无法推算（{refusal.message}）", kind.area_of(row))
                continue
            if getattr(row, kind.due_on) != worked_out:
                what = f"{kind.label_of(row)} {row.pk}：登记为 {getattr(row, kind.due_on)}，推算为 {worked_out}"
                yield Finding(what, kind.area_of(row), kind.subject(row).get_absolute_url())
