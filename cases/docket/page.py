"""What the page of a case gathers from the features: sections beneath one another, and the acts that are open now.

@section("parties", "当事人", template="cases/parties/_parties.html", order=20)
def parties(case, actor):
    return {"parties": case.parties.standing().for_file()}

act("T5", "受理", "cases:accept", order=10)   # in the feature's urls.py
deed("登记履行", "cases:record_performance", when=is_to_perform, who="register", order=10)   # beside the table
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.urls import reverse

from cases.docket.permissions import MAY, can_read_file
from cases.docket.states import TRANSITIONS

WAYS_OUT = ("T6", "T16", "T17", "T18")  # 不予受理、调解不成、终止、撤回申请


@dataclass(frozen=True)
class Section:
    """`of_file`: for those alone who may read the file. `of_imports`: also of a case that came with an old register.

    `context(case, actor)`: the template's values, few queries.
    """

    name: str
    label: str
    template: str
    order: int
    of_file: bool
    of_imports: bool
    context: Callable[..., dict | None]


@dataclass(frozen=True)
class ShownSection:
    name: str
    label: str
    template: str
    values: dict


@dataclass(frozen=True)
class Act:
    """A step of the table, or with `when(case)` an act beside it; `unless(case)`: the table alone does not say."""

    step: str
    label: str
    url_name: str
    order: int
    icon: str
    who: str
    when: Callable[..., bool] | None = None
    unless: Callable[..., bool] | None = None

    def is_open_for(self, case) -> bool:
        if self.unless and self.unless(case):
            return False
        return self.when(case) if self.when else case.procedure in TRANSITIONS[self.step].before


@dataclass(frozen=True)
class OpenAct:
    label: str
    url: str
    icon: str
    step: str

    @property
    def is_way_out(self) -> bool:
        """It ends the case without a settlement: never what a page urges."""
        return self.step in WAYS_OUT


_sections: dict[str, Section] = {}
_acts: dict[str, Act] = {}


def section(name: str, label: str, *, template: str, order: int = 100, of_file: bool = False, of_imports: bool = False):
    """Declare a section; `name` is its anchor. A context of None leaves it out (nothing to show in this state)."""

    def declare(context):
        _sections[name] = Section(name, label, template, order, of_file, of_imports, context)
        return context

    return declare


def act(
    step: str,
    label: str,
    url_name: str,
    *,
    order: int = 100,
    icon: str = "",
    who: str = "",
    unless: Callable[..., bool] | None = None,
) -> None:
    """Declare where a step is done: shown while the table allows it, to whom it allows it (`who` narrows that).

    `unless(case)`: it is not offered, since the action would refuse it.
    """
    _acts[url_name] = Act(step, label, url_name, order, icon, who or TRANSITIONS[step].who, unless=unless)


def deed(label: str, url_name: str, *, when: Callable[..., bool], who: str, order: int = 100, icon: str = "") -> None:
    """Declare an act that moves no step of the table: shown while `when(case)`, to `who` (a word of MAY)."""
    _acts[url_name] = Act("", label, url_name, order, icon, who, when)


def sections_of(case, actor) -> list[ShownSection]:
    reads = can_read_file(actor, case)
    shown = []
    for each in sorted(_sections.values(), key=lambda one: one.order):
        if (each.of_file and not reads) or (case.is_imported and not each.of_imports):
            continue
        values = each.context(case, actor)
        if values is not None:
            shown.append(ShownSection(each.name, each.label, each.template, values))
    return shown


def acts_for(case, actor) -> list[OpenAct]:
    """What `actor` may do to the case now, the most likely first."""
    if case.voided_at:
        return []
    asked: dict[str, bool] = {}
    found = []
    for each in sorted(_acts.values(), key=lambda one: one.order):
        if not each.is_open_for(case):
            continue
        if each.who not in asked:
            asked[each.who] = MAY[each.who][0](actor, case)
        if asked[each.who]:
            found.append(OpenAct(each.label, reverse(each.url_name, args=[case.pk]), each.icon, each.step))
    return found
