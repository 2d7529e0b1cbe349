"""What the database itself refuses about the trail, whoever asks: the triggers of its tables.

They stop mistakes and ordinary access. Who owns the database can switch them off; the chain of seals
(`sealing`, `verifying`) shows afterwards that something was changed.
"""

import pgtrigger

REFUSAL = "RAISE EXCEPTION '操作留痕只增不改：% %', TG_OP, TG_TABLE_NAME USING ERRCODE = 'insufficient_privilege';"


def refuse_change(name: str) -> pgtrigger.Trigger:
    """No UPDATE and no DELETE of any row."""
    return pgtrigger.Trigger(
        name=name, when=pgtrigger.Before, operation=pgtrigger.Update | pgtrigger.Delete, func=REFUSAL
    )


def refuse_truncate(name: str) -> pgtrigger.Trigger:
    return pgtrigger.Trigger(
        name=name,
        level=pgtrigger.Statement,
        when=pgtrigger.Before,
        operation=pgtrigger.Truncate,
        func=REFUSAL,
    )


# The row's time and transaction are the database's own, whatever the writer says. The shift is 0, except after the
# database was restored into another cluster, whose transactions count from the beginning again (sealing.rebase).
STAMP = pgtrigger.Trigger(
    name="trail_entry_is_stamped",
    when=pgtrigger.Before,
    operation=pgtrigger.Insert,
    func="""
        NEW.recorded_at := clock_timestamp();
        NEW.transaction := pg_current_xact_id()::text::bigint
            + COALESCE((SELECT shift FROM governance_trailhead WHERE id = 1), 0);
        RETURN NEW;
    """,
)

IF_ERASURE_IS_RECORDED = """
    IF EXISTS (
        SELECT 1 FROM governance_trailentry
        WHERE verb = 'trail.erased' AND subject_type = 'trailentry' AND subject_id = OLD.entry_id::text
    ) THEN
        RETURN OLD;
    END IF;
"""
DETAIL_GOES_BY_ERASURE = pgtrigger.Trigger(
    name="trail_detail_goes_by_erasure",
    when=pgtrigger.Before,
    operation=pgtrigger.Delete,
    func=IF_ERASURE_IS_RECORDED + REFUSAL,
)

DETAIL_NEVER_CHANGES = pgtrigger.Trigger(
    name="trail_detail_never_changes",
    when=pgtrigger.Before,
    operation=pgtrigger.Update,
    func=REFUSAL,
)
