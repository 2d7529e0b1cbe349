"""The digest of an edition: what was filed, exactly, in one line of text."""

import hashlib
import json

from governance.returns.models import ReturnEdition


def digest_of(edition: ReturnEdition) -> str:
    """SHA-256 over the table's head and all its rows, in their order."""
    filed = edition.filed
    rows = [
        [row.area_id, row.is_own, row.label, row.note, row.figures, row.keyed, row.fed_by_id]
        for row in sorted(edition.rows.all(), key=lambda one: one.order)
    ]
    head = [filed.kind, filed.area_id, filed.period, filed.basis, edition.number]
    text = json.dumps([head, rows], ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
