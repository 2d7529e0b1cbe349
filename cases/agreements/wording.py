"""The text of an agreement as it is shown, signed and digested (人民调解法 第二十九条).

Names and terms only: numbers of documents and telephones stand on the printed form, from their sealed columns.
"""

import re
from collections.abc import Iterator

from cryptography.hazmat.primitives import hashes

from cases.agreements.amounts import total
from cases.agreements.models import Agreement, Obligation, ObligationKind, Timing
from cases.documents.dates import day, ordinal
from cases.documents.money import written
from cases.parties.models import Party, RepresentationKind

STOPS = "。；;，, "
TO_WHOM = (ObligationKind.APOLOGISE, ObligationKind.HAND_OVER)
HEADING = re.compile(r"[一二三四]、(纠纷主要事实|争议事项和各方责任|经调解，各方自愿达成如下协议|履行方式、地点、时限)")


def text_of(agreement: Agreement, parties: list[Party]) -> str:
    """The whole text. `agreement` and `parties` with all that they read (`for_page`, `for_file`)."""
    return "\n".join(_lines(agreement, parties))


def digest_of(text: str) -> str:
    """SM3, as of every file (GB/T 32905)."""
    digest = hashes.Hash(hashes.SM3())
    digest.update(text.encode())
    return digest.finalize().hex()


def sentence(one: Obligation) -> str:
    """One obligation as a term: who, to whom, what, how much in capitals and figures, until when."""
    if one.kind == ObligationKind.PAY:
        return _payment(one)
    whom = f"向{one.creditor}" if one.creditor and one.kind in TO_WHOM else ""
    what = one.what.rstrip(STOPS) or ("赔礼道歉" if one.kind == ObligationKind.APOLOGISE else one.get_kind_display())
    if one.timing == Timing.ON_THE_SPOT:
        return f"{one.debtor}{whom}{what}（已当场履行完毕）。"
    if one.timing == Timing.RUNNING:
        return f"{one.debtor}自协议生效之日起{whom}{what}。"
    return f"{one.debtor}{_by(one)}{whom}{what}。"


def paragraphs(text: str) -> list[tuple[bool, str]]:
    """The text as a page shows it: each line, and whether it is a heading."""
    return [(bool(HEADING.fullmatch(line)), line) for line in text.split("\n")]


def terms_of(agreement: Agreement) -> list[str]:
    """1．… 2．…: what was agreed, as on the printed form."""
    return [f"{place}．{sentence(one)}" for place, one in enumerate(agreement.obligations.all(), 1)]


def total_of(agreement: Agreement) -> str:
    """What is paid in all, in capitals; "" where nothing is."""
    sums = total(one.amount for one in agreement.obligations.all())
    return f"以上给付合计{written(sums)}。" if sums else ""


def performing(agreement: Agreement) -> str:
    where = f"履行地点：{agreement.place.rstrip(STOPS)}。" if agreement.place else ""
    how = f"履行方式：{agreement.manner.rstrip(STOPS)}。" if agreement.manner else ""
    return f"{how}{where}时限：按上列各项约定。"


def _lines(agreement, parties) -> Iterator[str]:
    heads = map(ordinal, range(1, 5))
    yield f"编号：{agreement.number}"
    for party in parties:
        yield f"{party.get_side_display()}：{party.name}{_spoken_for(party)}"
    yield f"{next(heads)}、纠纷主要事实"
    yield agreement.facts
    if agreement.disputed:
        yield f"{next(heads)}、争议事项和各方责任"
        yield agreement.disputed
    yield f"{next(heads)}、经调解，各方自愿达成如下协议"
    yield from terms_of(agreement)
    if total_of(agreement):
        yield total_of(agreement)
    yield f"{next(heads)}、履行方式、地点、时限"
    yield performing(agreement)
    if agreement.is_written:
        yield f"本协议一式{agreement.copies}份，各方当事人各执一份，调委会留存一份。"
        yield "本协议自各方当事人签名、盖章或者按指印，人民调解员签名并加盖人民调解委员会印章之日起生效。"
    else:
        yield "各方当事人认为无需制作调解协议书，本协议自达成之日起生效。"


def _spoken_for(party):
    said = []
    for one in party.representations.all():
        if one.ended_on is None:
            how = f"，{one.get_authority_display()}" if one.kind == RepresentationKind.AGENT else ""
            said.append(f"{one.get_kind_display()}{one.name}{how}")
    if party.person and party.organisation:
        said.insert(0, f"经营者{party.person.name}")
    head = party.organisation.legal_representative if party.organisation and not party.person else ""
    if head and not any(one.kind == RepresentationKind.HEAD for one in party.representations.all()):
        said.insert(0, f"法定代表人（负责人）{head}")
    return f"（{'；'.join(said)}）" if said else ""


def _payment(one):
    amount = f"{one.creditor}支付{one.what.rstrip(STOPS)}{written(one.amount)}"
    manner = f"，支付方式：{one.manner.rstrip(STOPS)}" if one.manner else ""
    if one.timing == Timing.ON_THE_SPOT:
        return f"{one.debtor}当场向{amount}{manner}，{one.creditor}确认已经收讫。"
    parts = list(one.instalments.all())
    if parts:
        said = "；".join(f"第{part.seq}期于{day(part.due_on)}前（含当日）支付{written(part.amount)}" for part in parts)
        return f"{one.debtor}向{amount}，分{len(parts)}期履行：{said}{manner}。"
    return f"{one.debtor}{_by(one)}向{amount}{manner}。"


def _by(one):
    return f"于{day(one.due_on)}前（含当日）" if one.due_on else ""
