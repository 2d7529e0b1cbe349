"""The matrix (权限总表): what each role may do, and who holds what where on a day."""

from dataclasses import dataclass
from datetime import date

from governance.access.roles import ROLES, VERBS, Role
from governance.areas.codes import LEVEL_NAMES
from governance.people.models import Posting


@dataclass(frozen=True)
class VerbRow:
    """One verb, and for each role in order whether it holds it."""

    verb: str
    label: str
    held: list[bool]


def columns() -> list[Role]:
    return list(ROLES.values())


def verb_rows() -> list[VerbRow]:
    return [VerbRow(verb, label, [verb in role.verbs for role in columns()]) for verb, label in VERBS.items()]


def levels_of(role: Role) -> str:
    return "、".join(LEVEL_NAMES[level] for level in role.levels)


def holders(actor, on: date):
    """Postings in force on `on` that `actor` may audit, today's scope applied to past days too."""
    return Posting.objects.visible_to(actor, "matrix.view").active(on).for_list().order_by("area_id", "role", "id")


def scope_names(actor) -> str:
    """The places that the list covers, in words, for the head of the sheet."""
    postings = [posting for posting in actor.postings_today if "matrix.view" in actor.verbs_of(posting)]
    return "、".join(dict.fromkeys(posting.area.name for posting in postings))
