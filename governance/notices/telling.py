"""What notices say to their reader: made from the rows that the reader may see now, in one query a kind of subject."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from governance.notices.models import Notice
from governance.notices.rungs import find_rung
from governance.texts.values import Wordings
from governance.texts.wording import Worded

OUT_OF_REACH = "事项已不在您的管辖范围内，或已不存在。"


def tell(notices: Iterable[Notice], actor) -> list[Notice]:
    """The same notices, each with `text`, `tone` and `target` (where the act is done; empty when out of reach)."""
    notices = list(notices)
    subjects = _subjects(notices, actor)
    wordings = _wordings(notices)
    for notice in notices:
        found = find_rung(notice.rung)
        subject = subjects.get((notice.rung, notice.subject_id))
        notice.tone = found.tone if found else ""
        notice.text = _said(found, subject, notice, wordings) if found and subject is not None else OUT_OF_REACH
        notice.target = found.url(subject) if found and subject is not None else ""
    return notices


def _said(rung, subject, notice, wordings: Wordings) -> str:
    if isinstance(rung.text, Worded):
        return rung.text.said(subject, notice, wordings)
    return rung.text(subject, notice)


def _wordings(notices: list[Notice]) -> Wordings:
    texts = (rung.text for notice in notices if (rung := find_rung(notice.rung)))
    return Wordings.read({text.kind.key for text in texts if isinstance(text, Worded)})


def _subjects(notices: list[Notice], actor) -> dict[tuple[str, int], Any]:
    """By rung and primary key. Rungs of the same model that read the same columns share a query."""
    wanted: dict[tuple, dict[str, set[int]]] = defaultdict(lambda: defaultdict(set))
    for notice in notices:
        if found := find_rung(notice.rung):
            wanted[found.model, found.related][found.code].add(notice.subject_id)
    subjects: dict[tuple[str, int], Any] = {}
    for (model, related), by_rung in wanted.items():
        asked = set.union(*by_rung.values())
        rows = model._default_manager.visible_to(actor).select_related(*related).in_bulk(asked)
        subjects |= {(code, pk): rows[pk] for code, pks in by_rung.items() for pk in pks if pk in rows}
    return subjects
