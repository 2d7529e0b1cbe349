"""What belongs into a volume, in which order, and what may not be missing (domain/mediation.md 3.2). Data, no query."""

from dataclasses import dataclass
from enum import StrEnum

from cases.docket.codes import Difficulty, Result
from cases.intake.models import PaperKind


class Outcome(StrEnum):
    """How a case ended, as far as its volume is concerned."""

    WRITTEN = "书面协议"
    ORAL = "口头协议"
    SIMPLE = "简易口头协议"
    ENDED = "调解不成或者终止"
    WITHDRAWN = "撤回"
    MOVED = "移交"


EVERY = frozenset(Outcome)
AGREED = frozenset({Outcome.WRITTEN, Outcome.ORAL, Outcome.SIMPLE})
UNSETTLED = frozenset({Outcome.ENDED, Outcome.WITHDRAWN})
MEDIATED = frozenset({Outcome.WRITTEN, Outcome.ORAL}) | UNSETTLED  # of what was handed over the receiver keeps the file
WITHDRAWALS = (Result.WITHDRAWN, Result.SETTLED_PRIVATELY)
MOVES = (Result.MOVED_UP, Result.MOVED_OUT)


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


STARTED, NOTICE, IDENTITY = "申请书或者受理登记表", "权利义务告知书", "当事人身份证明"
RECORD, AGREEMENT, REMEDIES = "调解记录", "调解协议", "救济途径告知书"
VISIT, CLOSING = "人民调解回访记录", "结案报告"
ITEMS = (
    Item(STARTED, ("F01", "F01.oral", "F02"), EVERY - {Outcome.SIMPLE}, (PaperKind.APPLICATION, PaperKind.LETTER)),
    Item("排查登记表", ("F21",), papers=(PaperKind.CHECK,)),
    Item("收件回执和受理、不予受理通知", ("F18.receipt", "F18.acceptance", "F18.refusal")),
    Item(NOTICE, ("F03",), MEDIATED, (PaperKind.RIGHTS,)),
    Item(IDENTITY, ("F05",), MEDIATED, (PaperKind.ID_PHOTO,)),
    Item("授权委托书", ("F04",), papers=(PaperKind.AUTHORITY, PaperKind.MEMBERS)),
    Item("送达地址确认书和调解通知", ("F18.address", "F18.session")),
    Item("调查记录", ("F06",)),
    Item("证据材料", ("F07",), files=("evidence",)),
    Item(RECORD, ("F08",), MEDIATED, (PaperKind.RECORD,), files=("sessions",)),
    Item(AGREEMENT, ("F09", "F10"), AGREED),
    Item("终止调解和撤回", ("F18.termination", "F18.withdrawal"), papers=(PaperKind.WITHDRAWAL,)),
    Item(REMEDIES, ("F18.remedies",), UNSETTLED, (PaperKind.REMEDIES,)),
    Item("履行凭证", (), files=("performance_records",)),
    Item(VISIT, ("F11",), frozenset({Outcome.WRITTEN})),
    Item("司法确认材料", ("F12", "F12.commitment", "F12.hosted"), files=("confirmations",)),
    Item(CLOSING, ("F17",), EVERY - {Outcome.SIMPLE}),
    Item(
        "其他文书",
        (
            "F18.replacement",
            "F18.extension",
            "F18.suspension",
            "F18.resumption",
            "F18.transfer",
            "F18.urge",
            "F18.court_end",
            "F18.reply",
            "F18.entrusted",
            "F18.reopening",
        ),
        papers=(PaperKind.REPLY, PaperKind.REQUEST, PaperKind.OTHER),
    ),
)
LAST = len(ITEMS) - 1  # takes in what has no place of its own
# papers of the committee's own, that are kept inside in a volume of their own (副卷)
INNER_ITEMS = (
    Item("调解协议合法性审查表", ("F18.legality",)),
    Item("风险情况报告", ("F18.risk",)),
    Item("当事人联系记录", ("F18.contacts",)),
    Item("案卷评查表", ("F24",)),
)
INNER = frozenset(form for item in INNER_ITEMS for form in item.forms)
HANDED = "其他调委会移交的材料"
# bound around the volume, or about it rather than of the case
ELSEWHERE = frozenset({"F13", "F14", "F15", "F16", "F23"})
# made by the binding where nobody made them yet: they say what the case itself says, and are no letters to anybody
FILLED_IN = frozenset(
    {
        *("F01", "F01.oral", "F02", "F03", "F04", "F05", "F06", "F07", "F08", "F09", "F10", "F11", "F17", "F21"),
        *("F18.contacts", "F18.withdrawal", "F18.replacement", "F18.extension"),
        *("F18.suspension", "F18.resumption", "F18.reopening"),
    }
)
UNSIGNED = frozenset(
    {
        "F05",
        "F07",
        "F18.acceptance",
        "F18.reply",
        "F18.remedies",
        "F18.termination",
        "F18.transfer",
        "F18.urge",
        "F18.court_end",
        "F18.receipt",
        "F18.refusal",
        "F18.session",
        *INNER,
    }
)


def outcome_of(result: str, agreement_form: str, difficulty: int) -> Outcome:
    if result == Result.SUCCESS:
        oral = Outcome.SIMPLE if difficulty == Difficulty.SIMPLE else Outcome.ORAL
        return oral if agreement_form == "oral" else Outcome.WRITTEN
    if result in MOVES:
        return Outcome.MOVED
    return Outcome.WITHDRAWN if result in WITHDRAWALS else Outcome.ENDED


def place_of(form: str, items: tuple[Item, ...] = ITEMS) -> int:
    """Where a document of this form lies in a volume of `items`; their number for what belongs elsewhere."""
    found = next((place for place, item in enumerate(items) if form in item.forms), len(items))
    return LAST if found == len(ITEMS) and items is ITEMS and form not in ELSEWHERE | INNER else found
