"""Parts that many forms share: the blocks of the parties, the lines to sign, letters."""

from collections.abc import Iterable
from datetime import date

from cases.documents.dates import day, ordinal
from cases.documents.form_details import Letter
from cases.documents.layout import (
    BLANK,
    Cell,
    Closing,
    Document,
    Heading,
    Mark,
    Para,
    Row,
    SignatureLine,
    Signatures,
    Table,
    fill,
    tick,
)
from cases.documents.snapshot import (
    APPLICANT,
    AUTHORITIES,
    ORGANISATION,
    RESPONDENT,
    SIDES,
    CaseSnapshot,
    FormSnapshot,
    PartyBlock,
    SignatureMark,
)

PARTY_WIDTHS = (19, 25, 31, 12, 12, 12, 15, 12, 20)
FACTS = (28, 130)
BLANK_PARTIES = (PartyBlock(side=APPLICANT), PartyBlock(side=RESPONDENT))


def label(text: str, span: int = 1, down: int = 1) -> Cell:
    return Cell(text, span, down, label=True)


def value(text: object = "", span: int = 1, **more) -> Cell:
    return Cell("" if text is None else str(text), span, **more)


def row(*cells: Cell) -> Row:
    return Row(cells)


def facts(*pairs: tuple[str, object]) -> Table:
    """Label and value, one pair a row."""
    return Table(FACTS, tuple(row(label(name), value(shown)) for name, shown in pairs))


def prose(title: str, text: str, height: float) -> Table:
    """A title over running text, with room of `height` mm to write in when there is none."""
    return Table((158,), (row(label(title)), row(Cell(text, prose=True, height=height))))


def parties_of(case: CaseSnapshot) -> tuple[PartyBlock, ...]:
    return case.parties or BLANK_PARTIES


def party_table(case: CaseSnapshot, *, with_documents: bool = False) -> Table:
    """Every party with what the forms of 2010 ask of it; `with_documents` adds the number of the identity paper."""
    rows: list[Row] = []
    parties = parties_of(case)
    for party in parties:
        same_side = [one for one in parties if one.side == party.side]
        place = f"\n（{ordinal(_place(party, same_side))}）" if len(same_side) > 1 else ""
        lines = list(_party_lines(party, with_documents=with_documents))
        side = label(SIDES.get(party.side, "当事人") + place, down=len(lines))
        rows += [row(side, *lines[0]), *(row(*line) for line in lines[1:])]
    return Table(PARTY_WIDTHS, tuple(rows))


def _place(party: PartyBlock, same_side: list[PartyBlock]) -> int:
    return next(index for index, one in enumerate(same_side, 1) if one is party)


def _party_lines(party: PartyBlock, *, with_documents: bool) -> Iterable[tuple[Cell, ...]]:
    yield from _organisation(party) if party.kind == ORGANISATION else _person(party, with_documents=with_documents)
    if party.guardian:
        guardian = party.guardian
        yield label("法定代理人"), value(guardian.name, 2), label("与当事人关系", 2), value(guardian.relation, 3)
        if with_documents:
            yield label("证件号码"), value(guardian.document_number, 2), label("联系方式", 2), value(guardian.phone, 3)
        else:
            yield label("联系方式"), value(guardian.phone, 7)
    for agent in party.agents:
        authority = AUTHORITIES.get(agent.authority, agent.authority)
        yield label("委托代理人"), value(agent.name, 2), label("代理权限", 2), value(authority, 3)
        yield label("单位或关系"), value(agent.relation or agent.unit, 2), label("联系方式", 2), value(agent.phone, 3)


def _person(party: PartyBlock, *, with_documents: bool) -> Iterable[tuple[Cell, ...]]:
    age = "" if party.age is None else f"{party.age}岁"
    yield (
        *(label("姓名"), value(party.name), label("性别"), value(party.sex, align="center")),
        *(label("民族"), value(party.ethnicity, align="center"), label("年龄"), value(age, align="center")),
    )
    yield label("职业或职务"), value(party.occupation, 2), label("联系方式", 2), value(party.phone, 3)
    if party.credit_code:
        yield label("字号"), value(party.unit, 2), label("信用代码", 2), value(party.credit_code, 3)
    where = party.address if party.credit_code else "，".join(filter(None, (party.unit, party.address)))
    yield label("单位或住址"), value(where, 7)
    if with_documents:
        kind = party.document_kind or "居民身份证"
        yield label("证件名称"), value(kind, 2), label("证件号码", 2), value(party.document_number, 3)


def _organisation(party: PartyBlock) -> Iterable[tuple[Cell, ...]]:
    yield label("名称"), value(party.name, 7)
    yield label("信用代码"), value(party.credit_code, 2), label("联系方式", 2), value(party.phone, 3)
    yield (
        *(label("法定代表人\n（负责人）"), value(party.representative, 2)),
        *(label("职务", 2), value(party.representative_post, 3)),
    )
    yield label("住所"), value(party.address, 7)


def who(case: CaseSnapshot, side: str) -> str:
    """The names of one side: 王秀英、李强; a line to write on when there are none."""
    return fill("、".join(party.name for party in case.parties if party.side == side))


def matter(case: CaseSnapshot) -> str:
    """申请人王秀英与被申请人赵磊之间的邻里纠纷, also naming third parties."""
    third = "、".join(party.name for party in case.parties if party.side not in (APPLICANT, RESPONDENT))
    others = f"（第三人{third}）" if third else ""
    kind = fill(case.dispute_type).removesuffix("纠纷")
    return f"{who(case, APPLICANT)}与{who(case, RESPONDENT)}{others}之间的{kind}纠纷"


def committee(case: CaseSnapshot) -> str:
    return case.committee or f"{BLANK * 10}人民调解委员会"


def choices(chosen: str, options: dict[str, str]) -> str:
    """All options in a line, the chosen one ticked."""
    return "　".join(tick(key == chosen, text) for key, text in options.items())


def signed_by(snap: FormSnapshot, text: str, role: str, name: str = "", *, on: date | None = None) -> SignatureLine:
    """A line for who signs in `role`, with what was signed; `on` is the day where none was."""
    return _line(text, [one for one in snap.signatures if one.role == role and name in ("", one.name)], on)


def _line(text: str, given: list[SignatureMark], on: date | None) -> SignatureLine:
    days = [one.signed_on for one in given if one.signed_on] or ([on] if on else [])
    shown = tuple(Mark(one.image, _note(one)) for one in given)
    return SignatureLine(text, shown, day(max(days)) if days else "　　年　　月　　日")


def _note(mark: SignatureMark) -> str:
    witness = f"，见证人{mark.witness}" if mark.witness else ""
    return "" if mark.image and not witness else f"{mark.name}（{mark.method}{witness}）"


def party_lines(
    snap: FormSnapshot, sides: tuple[str, ...] = (), *, on: date | None = None
) -> tuple[SignatureLine, ...]:
    """A line for each party to sign, and its seal; a guardian and an agent sign on the line of their party."""
    return tuple(
        _line(_signer(party), [one for one in snap.signatures if one.role == "party" and one.party == party.key], on)
        for party in parties_of(snap.case)
        if not sides or party.side in sides
    )


def _signer(party: PartyBlock) -> str:
    side = SIDES.get(party.side, "当事人")
    if party.kind == ORGANISATION:
        return f"{side} {party.name}\n（盖章，代表人或代理人签名）"
    if party.guardian:
        return f"{side} {party.name}\n法定代理人 {party.guardian.name}（签名、盖章或按指印）"
    return f"{side} {party.name}\n（签名、盖章或按指印）"


def mediator_lines(snap: FormSnapshot, mediators: tuple[str, ...], recorder: str) -> tuple[SignatureLine, ...]:
    names = mediators or snap.case.mediators or ("",)
    recorder = recorder or snap.case.recorder
    return (
        *(signed_by(snap, f"人民调解员（签名） {name}".rstrip(), "mediator", name) for name in names),
        signed_by(snap, f"记录人（签名） {recorder}".rstrip(), "recorder", recorder),
    )


def form(snap: FormSnapshot, title: str, *blocks, heading: str = "", number: str | None = None) -> Document:
    """A form of the file: its number is that of the case."""
    shown = snap.case.number if number is None else number
    return Document(title, _with_correction(snap, blocks), heading, f"编号：{fill(shown, 10)}", snap.case.number)


def letter(snap: FormSnapshot, title: str, *blocks, closing: Closing | None = None, after=()) -> Document:
    """A letter of the committee: addressed, numbered, dated and sealed. `after` stands below the seal."""
    detail = snap.detail
    issued_on = detail.issued_on if isinstance(detail, Letter) else None
    number = detail.letter_number if isinstance(detail, Letter) and detail.letter_number else snap.case.number
    return Document(
        title,
        _with_correction(snap, (*blocks, closing or Closing(committee(snap.case), day(issued_on)), *after)),
        committee(snap.case),
        fill(number, 10),
        snap.case.number,
        is_letter=True,
    )


def _with_correction(snap: FormSnapshot, blocks) -> tuple:
    if not snap.corrects:
        return tuple(blocks)
    return (Para(f"（本文书更正并替换{snap.corrects}）", indent=0, align="center"), *blocks)


def addressed(to: tuple[str, ...]) -> Para:
    return Para(f"{fill('、'.join(to), 12)}：", indent=0, keep=True)


def received(snap: FormSnapshot, name: str = "收件人") -> tuple:
    """The lines at the foot of a letter on which its receipt is signed."""
    return (Heading("送达回证"), Signatures((signed_by(snap, f"{name}（签名或者盖章）", "receiver"),)))


def numbered(texts: tuple[str, ...], blanks: int = 3) -> str:
    """1. … 2. … each on a line of its own."""
    return "\n".join(f"{place}．{text}" for place, text in enumerate(texts, 1)) if texts else "\n" * (blanks - 1)
