"""One row of a register as what it says, or everything that is wrong with it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from cases.docket.codes import Difficulty, Result
from cases.docket.states import Performance
from cases.registers import codes, columns
from cases.registers.parties import Named, parse_both, parse_side, with_documents
from cases.registers.values import parse_amount, parse_count, parse_day, parse_number
from governance.errors import Invalid
from governance.identifiers.typed import free_text

VOIDED = "登记簿载明案号作废"


@dataclass(frozen=True)
class Line:
    """What a row says, checked. `year` None: the register numbers within a year that it does not name."""

    number: str
    year: int | None
    n: int
    committee: str
    accepted_on: date
    applicants: tuple[Named, ...]
    respondents: tuple[Named, ...]
    dispute_type: str
    dispute_subtype: str
    source: str
    result: str
    result_on: date
    facts: str = ""
    people: int | None = None
    difficulty: int = Difficulty.ORDINARY
    mediators: str = ""
    form: str = ""
    amount: Decimal | None = None
    performance: str = Performance.NA
    performed_on: date | None = None
    volume_no: str = ""
    remark: str = ""

    @property
    def parties(self) -> tuple[Named, ...]:
        return self.applicants + self.respondents

    @property
    def people_count(self) -> int:
        return self.people or sum(one.members for one in self.parties)

    @property
    def is_void(self) -> bool:
        return self.result == Result.VOID

    @property
    def void_reason(self) -> str:
        return (self.remark or VOIDED)[:200] if self.is_void else ""


class WrongLine(Exception):
    """A row that cannot come in as it stands: `problems` are sentences, one for each thing that is wrong."""

    def __init__(self, problems: list[str]):
        super().__init__("；".join(problems))
        self.problems = problems


class _Reader:
    """Reads cell after cell and keeps what each of them is refused for."""

    def __init__(self, cells: dict[str, str]):
        self.cells = cells
        self.problems: list[str] = []

    def read(self, key: str, parse: Callable, *, required: bool = False, empty=None):
        text = self.cells.get(key, "")
        if not text:
            if required:
                self.wrong(key, "请填写。")
            return empty
        try:
            return parse(text)
        except Invalid as refusal:
            self.wrong(key, refusal.message)
            return empty

    def wrong(self, key: str, sentence: str) -> None:
        self.problems.append(f"{columns.BY_KEY[key].label}：{sentence}")

    def text(self, key: str, longest: int) -> str:
        return self.read(key, lambda text: free_text(text, field=key, longest=longest), empty="")

    def day(self, key: str, today: date, *, required: bool = False) -> date | None:
        return self.read(key, lambda text: parse_day(text, today=today), required=required)

    def code(self, key: str, known: dict, lists: str, *, required: bool = False):
        found = self.read(key, lambda text: codes.code_of(text, known, lists=lists), required=required)
        if required and found is None and self.cells.get(key) and not self._is_told(key):
            self.wrong(key, "请填写。")
        return found

    def _is_told(self, key: str) -> bool:
        return any(problem.startswith(columns.BY_KEY[key].label) for problem in self.problems)


def read_line(cells: dict[str, str], *, today: date) -> Line:
    """What the cells say. Raises WrongLine with all that is wrong, each problem beginning with its column."""
    reader = _Reader(cells)
    number = reader.read("number", parse_number, required=True)
    accepted_on = reader.day("accepted_on", today, required=True)
    result = reader.code("result", codes.RESULT_OF, "如调解成功、调解不成、撤回申请", required=True)
    result_on = reader.day("result_on", today, required=True)
    applicants, respondents = _sides(reader, today, required=result != Result.VOID)
    kind, subtype = reader.read("dispute_type", codes.dispute_of, required=True, empty=("", ""))
    performance = reader.code("performance", codes.PERFORMANCE_OF, "如已履行、部分履行、未履行") or Performance.NA
    if number and number.year and accepted_on and number.year != accepted_on.year:
        reader.wrong("number", f"案号是 {number.year} 年的，受理日期却在 {accepted_on.year} 年。")
    if accepted_on and result_on and result_on < accepted_on:
        reader.wrong("result_on", "早于受理日期。")
    values = {
        "committee": reader.cells.get("committee", ""),
        "dispute_subtype": reader.text("dispute_subtype", 20) or subtype,
        "source": reader.code("source", codes.SOURCE_OF, "如依申请调解、主动调解、法院委托移送", required=True),
        "facts": reader.text("facts", 2000),
        "people": reader.read("people", parse_count),
        "difficulty": reader.code("difficulty", codes.DIFFICULTY_OF, "简易、一般、疑难复杂、重大")
        or Difficulty.ORDINARY,
        "mediators": reader.text("mediators", 100),
        "volume_no": reader.text("volume_no", 60),
        "remark": reader.text("remark", 500),
    }
    values |= _agreed(reader, result, result_on, performance, today)
    if reader.problems or number is None or accepted_on is None or result_on is None:
        raise WrongLine(reader.problems)
    return Line(
        number=number.text,
        year=number.year,
        n=number.n,
        accepted_on=accepted_on,
        applicants=applicants,
        respondents=respondents,
        dispute_type=kind,
        result=result,
        result_on=result_on,
        **values,
    )


def _sides(reader, today, *, required):
    """Both sides, from a column each or from one; a void number may have none."""
    if "parties" in reader.cells and not any(key in reader.cells for key in columns.OF_SIDES):
        return reader.read("parties", parse_both, empty=((), ()))
    found = []
    for key, ids in (("applicants", "applicant_ids"), ("respondents", "respondent_ids")):
        side = reader.read(key, parse_side, required=required, empty=())
        if side and reader.cells.get(ids):
            side = reader.read(ids, lambda text, side=side: with_documents(side, text, today=today), empty=side)
        found.append(side)
    _require_apart(reader, *found)
    return tuple(found)


def _require_apart(reader, applicants, respondents):
    """Nobody is on both sides: neither a body of one name nor a person of one number."""
    bodies = {one.name for one in applicants if not one.is_natural}
    if any(one.name in bodies for one in respondents if not one.is_natural):
        reader.wrong("respondents", "同一单位不能既是申请人又是被申请人。")
    numbers = [one.document for one in (*applicants, *respondents) if one.document]
    if len(set(numbers)) < len(numbers):
        reader.wrong("respondents", "同一身份证号写了两次。")


def _agreed(reader, result, result_on, performance, today):
    """What only a settled dispute has: form, amount, performance."""
    form = reader.code("form", codes.FORM_OF, "口头协议、书面协议") or ""
    amount = reader.read("amount", parse_amount)
    performed_on = reader.day("performed_on", today)
    if result is None:
        return {}
    if result != Result.SUCCESS:
        if amount:
            reader.wrong("amount", "没有达成协议的，不应有协议金额。")
        return {"performance": Performance.NA}
    if not form:
        reader.wrong("form", "调解成功的请写明口头协议或者书面协议。")
    if performed_on and result_on and performed_on < result_on:
        reader.wrong("performed_on", "早于结果日期。")
    if performance != Performance.DONE:
        performed_on = None
    elif performed_on is None:
        performed_on = result_on
    return {"form": form, "amount": amount, "performance": performance, "performed_on": performed_on}
