"""What belongs into a volume, in which order, and what may not be missing (domain/mediation.md 3.2). Data, no query."""

from dataclasses import dataclass
from enum import StrEnum

from cases.docket.codes import Result
from cases.intake.models import PaperKind


class Outcome(StrEnum):
    """How a case ended, as far as its volume is concerned."""

    WRITTEN = "书面协议"
    ORAL = "口头协议"
    ENDED = "调解不成或者终止"
    LEFT = "撤回或者移交"


EVERY = frozenset(Outcome)
AGREED = frozenset({Outcome.WRITTEN, Outcome.ORAL})
ON_PAPER = EVERY - {Outcome.ORAL}  # rights and identity of a simple oral case are told and seen, not written
LEFT = (Result.WITHDRAWN, Result.SETTLED_PRIVATELY, Result.MOVED_UP, Result.MOVED_OUT)


@dataclass(frozen=True)
class Item:
    """One place in the order of a volume: any of `forms` fills it; `files` are rows of the case with scans of theirs.

    `papers` are kinds of what was handed in. `needed` are the outcomes that it may not be missing from.
    """

    label: str
    forms: tuple[str, ...]
    needed: frozenset[Outcome] = frozenset()
    papers: tuple[str, ...] = ()
    files: tuple[str, ...] = ()


VISIT = "人民调解回访记录"
ITEMS = (
    Item("申请书或者受理登记表", ("F01", "F01.oral", "F02"), EVERY, (PaperKind.APPLICATION, PaperKind.LETTER)),
    Item("权利义务告知书", ("F03",), ON_PAPER),
    Item("当事人身份证明", ("F05",), ON_PAPER),
    Item("授权委托书", ("F04",), papers=(PaperKind.AUTHORITY, PaperKind.MEMBERS)),
    Item("调查记录", ("F06",)),
    Item("证据材料", ("F07",), files=("evidence",)),
    Item("调解记录", ("F08",), frozenset({Outcome.WRITTEN, Outcome.ENDED}), files=("sessions",)),
    Item("调解协议", ("F09", "F10"), AGREED),
    Item("终止调解和救济途径告知", ("F18.termination", "F18.withdrawal", "F18.remedies"), frozenset({Outcome.ENDED})),
    Item("履行凭证", (), files=("performance_records",)),
    Item(VISIT, ("F11",), frozenset({Outcome.WRITTEN})),
    Item("司法确认材料", ("F12", "F12.commitment"), files=("confirmations",)),
    Item("结案报告", ("F17",), frozenset({Outcome.WRITTEN, Outcome.ENDED, Outcome.LEFT})),
    Item(
        "其他文书",
        (
            "F18.acceptance",
            "F18.replacement",
            "F18.extension",
            "F18.suspension",
            "F18.resumption",
            "F18.transfer",
            "F18.urge",
            "F18.court_end",
            "F18.reply",
            "F18.reopening",
        ),
        papers=(PaperKind.WITHDRAWAL, PaperKind.REPLY, PaperKind.OTHER),
    ),
)
# papers of the committee's own, that are kept inside in a volume of their own (副卷)
INNER_ITEMS = (
    Item("调解协议合法性审查表", ("F18.legality",)),
    Item("风险情况报告", ("F18.risk",)),
    Item("当事人联系记录", ("F18.contacts",)),
    Item("案卷评查表", ("F24",)),
)
HANDED = "其他调委会移交的材料"
# made by the binding where nobody made them yet: they say what the case itself says, and are no letters to anybody
FILLED_IN = frozenset({"F01", "F01.oral", "F02", "F03", "F04", "F05", "F06", "F07", "F08", "F09", "F10", "F11", "F17"})
UNSIGNED = frozenset(
    {
        "F07",
        "F18.acceptance",
        "F18.reply",
        "F18.remedies",
        "F18.termination",
        "F18.transfer",
        "F18.urge",
        "F18.court_end",
        *(form for item in INNER_ITEMS for form in item.forms),
    }
)


def outcome_of(result: str, agreement_form: str) -> Outcome:
    if result == Result.SUCCESS:
        return Outcome.ORAL if agreement_form == "oral" else Outcome.WRITTEN
    return Outcome.LEFT if result in LEFT else Outcome.ENDED


def place_of(form: str, items: tuple[Item, ...] = ITEMS) -> int:
    """Where a document of this form lies in a volume of `items`; their number for what belongs elsewhere."""
    return next((place for place, item in enumerate(items) if form in item.forms), len(items))
