"""Words of a mediation by which a case is found, by those who read its file. Separate meetings are never among them."""

from cases.docket.models import Case
from cases.docket.states import UNNUMBERED, Procedure
from cases.search.actions import file_texts

BEFORE = (Procedure.CLUE, *UNNUMBERED, Procedure.ACCEPTED)  # nobody was asked and nothing was said yet


@file_texts
def inquired(case: Case) -> list[str]:
    """Evidence by name, what was found out, what was said in sessions."""
    told = list(case.evidence.values_list("name", flat=True))
    if case.procedure in BEFORE:
        return told
    told += [f"{'、'.join(asked)} {text}" for asked, text in case.investigations.values_list("asked", "text")]
    return told + [text for text in case.sessions.values_list("text", flat=True) if text]
