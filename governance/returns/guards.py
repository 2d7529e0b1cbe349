"""What the database itself refuses: whoever asks, a released edition and its figures stay as they are."""

import pgtrigger

REFUSAL = "RAISE EXCEPTION '已发布的报表不再变动：% %', TG_OP, TG_TABLE_NAME USING ERRCODE = 'insufficient_privilege';"

EDITION_STAYS = pgtrigger.Trigger(
    name="released_edition_stays",
    when=pgtrigger.Before,
    operation=pgtrigger.Update | pgtrigger.Delete,
    condition=pgtrigger.Condition("OLD.released_at IS NOT NULL"),
    func=REFUSAL,
)


def stays_with_its_edition(name: str) -> pgtrigger.Trigger:
    """No row of a released edition comes, changes or goes."""
    return pgtrigger.Trigger(
        name=name,
        when=pgtrigger.Before,
        operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
        func=f"""
            IF EXISTS (
                SELECT 1 FROM governance_returnedition WHERE released_at IS NOT NULL AND (
                    (TG_OP <> 'INSERT' AND id = OLD.edition_id) OR (TG_OP <> 'DELETE' AND id = NEW.edition_id)
                )
            ) THEN
                {REFUSAL}
            END IF;
            IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
            RETURN NEW;
        """,  # noqa: S608 - constant text
    )


def not_emptied(name: str) -> pgtrigger.Trigger:
    return pgtrigger.Trigger(
        name=name, level=pgtrigger.Statement, when=pgtrigger.Before, operation=pgtrigger.Truncate, func=REFUSAL
    )
