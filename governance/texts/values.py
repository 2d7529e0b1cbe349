"""What a text says at a place for what began on a day: the nearest place that edited it, else as shipped."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from celery import current_app

from governance.areas import codes
from governance.texts.kinds import TEXTS, TextKind
from governance.texts.models import TextVersion


@dataclass(frozen=True)
class Wordings:
    """All versions of some texts. `rows` by key, the oldest first."""

    rows: dict[str, list[TextVersion]]

    @classmethod
    def read(cls, keys: Iterable[str]) -> "Wordings":
        """Every version of these texts that ever held, in one query, or none where there are no keys."""
        rows: dict[str, list[TextVersion]] = {key: [] for key in keys}
        if rows:
            held = TextVersion.objects.held().filter(key__in=rows).select_related("area")
            for row in held.order_by("starts_on", "id"):
                rows[row.key].append(row)
        return cls(rows)

    def version(self, key: str, area_code: str, on: date) -> TextVersion | None:
        """The version that holds at a place; None where the text is as shipped."""
        own = {row.area_id: row for row in self.rows[key] if row.holds_on(on)}
        nearest_first = (area_code, *reversed(codes.ancestors(area_code)))
        return next((own[code] for code in nearest_first if code in own), None)

    def words(self, key: str, area_code: str, on: date) -> str:
        found = self.version(key, area_code, on)
        return found.words if found else TEXTS[key].words


def version_on(key: str, area_code: str, on: date) -> TextVersion | None:
    return Wordings.read((key,)).version(key, area_code, on)


def all_texts() -> list[TextKind]:
    """Every text that a feature declares, letters before reminders, as they were declared."""
    current_app.loader.import_default_modules()
    groups = list(dict.fromkeys(kind.group for kind in TEXTS.values()))
    return sorted(TEXTS.values(), key=lambda kind: groups.index(kind.group))


def find_text(key: str) -> TextKind | None:
    return next((kind for kind in all_texts() if kind.key == key), None)
