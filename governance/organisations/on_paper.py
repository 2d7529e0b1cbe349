"""Organisations as old papers name them: by name and place alone. Part of the act that brings them, which records it.

Old registers give no credit code and no head, so neither is asked for here.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from governance.copying import copy_new
from governance.errors import NotPermitted
from governance.identifiers.names import sound_of
from governance.organisations.models import Organisation


@dataclass(frozen=True)
class OnPaper:
    name: str
    kind: str
    area: str


def known_by_name(bodies: Iterable[OnPaper]) -> dict[tuple[str, str], Organisation]:
    """Those registered at the same place under the same name, by (place, name); the first of several."""
    wanted = {(one.area, one.name) for one in bodies}
    found = Organisation.objects.filter(
        area_id__in={area for area, _ in wanted}, name__in={name for _, name in wanted}
    ).order_by("-pk")
    return {(one.area_id, one.name): one for one in found if (one.area_id, one.name) in wanted}


def register_on_paper(bodies: list[OnPaper], *, by, note: str) -> list[Organisation]:
    """Register organisations none of which is known. Raises NotPermitted."""
    for area in {one.area for one in bodies}:
        if not by.holds("organisation.register", area):
            raise NotPermitted("您不能在这个区域登记单位。")
    return copy_new(Organisation, [_organisation(one, note) for one in bodies])


def _organisation(one: OnPaper, note: str) -> Organisation:
    sound = sound_of(one.name)
    values = {"name": one.name, "kind": one.kind, "pinyin": sound.pinyin, "initials": sound.initials}
    return Organisation(area_id=one.area, note=note, **values)
