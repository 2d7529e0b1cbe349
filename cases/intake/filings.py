"""What is known of a dispute when it is filed, and the letter by which it came; checked, not yet stored."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from cases.accidents.facts import AccidentFacts
from cases.docket.codes import ENTRUSTED, SUBTYPES, Casualties, Difficulty, DisputeType, Source, SourceForm
from cases.parties.models import Side
from governance.areas.codes import is_within
from governance.areas.models import Area
from governance.areas.partitions.models import Estate
from governance.errors import Invalid
from governance.identifiers.typed import free_text

MOST = Decimal("999999999999.99")


@dataclass(frozen=True)
class Letter:
    """A referral as it came in or goes out (domain/mediation.md 1.6)."""

    organ: str
    organ_name: str
    court_mode: str = ""
    letter_no: str = ""
    letter_on: date | None = None
    received_at: datetime | None = None
    contact_name: str = ""
    contact_phone: str = ""
    outside_no: str = ""
    due_on: date | None = None
    reason: str = ""


@dataclass(frozen=True)
class Filing:
    """What is known of a dispute when it is filed."""

    source: str
    dispute_type: str
    facts: str = ""
    requests: tuple[str, ...] = ()
    source_form: str = ""
    dispute_subtype: str = ""
    difficulty: int = Difficulty.ORDINARY
    casualties: str = ""
    claim_amount: Decimal | None = None
    place_area: str = ""
    place_text: str = ""
    place_estate: int | None = None
    accident: AccidentFacts | None = None


def columns_of(filing: Filing) -> dict:
    """The filing as columns of a case, checked."""
    return {
        "source": _one_of(Source, filing.source, field="source", sentence="请选择案件来源。"),
        "source_form": filing.source_form if filing.source_form in SourceForm.values else "",
        "dispute_type": _one_of(DisputeType, filing.dispute_type, field="dispute_type", sentence="请选择纠纷类型。"),
        "dispute_subtype": _subtype(filing),
        "difficulty": _one_of(Difficulty, filing.difficulty, field="difficulty", sentence="请选择难易程度。"),
        "casualties": casualties_of(filing.casualties),
        "facts": free_text(filing.facts, field="facts", longest=2000),
        "requests": [free_text(each, field="requests", longest=500) for each in filing.requests if each.strip()],
        "claim_amount": _amount(filing.claim_amount),
        "place_area_id": _place(filing.place_area),
        **_estate(filing),
    }


def casualties_of(said: str) -> str:
    """Whether somebody was hurt or killed; "" as long as nobody said."""
    return _one_of(Casualties, said, field="casualties", sentence="请选择有无人员伤亡。") if said else ""


def _one_of(choices, value, *, field, sentence):
    if value not in choices.values:
        raise Invalid(sentence, field=field)
    return value


def _subtype(filing):
    if filing.dispute_subtype and filing.dispute_subtype not in SUBTYPES.get(filing.dispute_type, ()):
        raise Invalid("具体类型与纠纷类型不符，请重新选择。", field="dispute_subtype")
    return filing.dispute_subtype


def _amount(amount):
    if amount is None:
        return None
    if not amount.is_finite() or amount <= 0:
        raise Invalid("请求金额应大于 0；没有金额的，请留空。", field="claim_amount")
    if amount > MOST:
        raise Invalid("请求金额过大，请核对（单位为元）。", field="claim_amount")
    return amount.quantize(Decimal("0.01"))


def _place(code):
    if code and not Area.objects.filter(pk=code).exists():
        raise Invalid("没有这个地点，请重新选择。", field="place_area")
    return code or None


def _estate(filing):
    """The estate that was picked, and the place in words, which names it."""
    text = free_text(filing.place_text, field="place_text", longest=200)
    if filing.place_estate is None:
        return {"place_estate_id": None, "place_text": text}
    estate = Estate.objects.filter(pk=filing.place_estate).first()
    if estate is None:
        raise Invalid("没有这个小区，请重新选择。", field="place_estate")
    lies_in = {link.area_id for link in estate.current_links()}
    if filing.place_area and not any(is_within(area, filing.place_area) for area in lies_in):
        raise Invalid(f"{estate.name}不在所选社区，请核对。", field="place_estate")
    named = text if text.startswith(estate.name) else f"{estate.name}{text}"
    return {"place_estate_id": estate.pk, "place_text": named[:200]}


def require_sides(entries):
    sides = {entry.side for entry in entries}
    if Side.APPLICANT not in sides:
        raise Invalid("请登记申请人（主动调解的，登记为一方）。", field="applicants")
    if Side.RESPONDENT not in sides:
        raise Invalid("请登记对方当事人；没有明确对方的，不能调解。", field="respondents")


def require_source(filing, letter):
    if filing.source == Source.APPLICATION and filing.source_form not in SourceForm.values:
        raise Invalid("请选择申请方式。", field="source_form")
    if filing.source in ENTRUSTED and letter is None:
        raise Invalid("委托移送的，请登记来函。", field="letter_no")
    if not filing.facts.strip():
        raise Invalid("请简要说明发生了什么。", field="facts")
