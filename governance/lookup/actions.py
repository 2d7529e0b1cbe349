"""Find by a full number, and see a masked one in full. Both leave a trace, and neither works by the thousand."""

from dataclasses import dataclass, field
from datetime import date, timedelta

from django.db import connection, models, transaction
from django.utils import timezone

from governance.audit.models import TrailEntry
from governance.audit.trail import record
from governance.errors import Invalid, NotPermitted, TooOften
from governance.identifiers.credit_code import parse_credit_code
from governance.identifiers.documents import Document, readings
from governance.identifiers.masks import mask_document, mask_phone
from governance.identifiers.phones import parse_phone
from governance.identifiers.typed import compact, free_text
from governance.lookup.holders import Holder, holder_of
from governance.organisations.models import Organisation
from governance.persons.models import Person, PersonIdentifier, Phone
from governance.persons.permissions import can_reveal
from governance.sealing.blind_index import current_digest

LOOKUP_LIMITS = ((timedelta(minutes=1), 20), (timedelta(hours=1), 200))
REVEAL_LIMITS = ((timedelta(minutes=10), 30), (timedelta(days=1), 300))
FEWEST_DIGITS = 4  # less is a name or a house number, not an identifier
NO_NUMBER = "请输入完整的证件号码、电话号码或统一社会信用代码。"


class RevealReason(models.TextChoices):
    VERIFY = "verify", "核对身份"
    CONTACT = "contact", "联系本人"
    DOCUMENT = "document", "制作文书"
    ASSIST = "assist", "依法协助查询"
    OTHER = "other", "其他"


@dataclass(frozen=True)
class Numbers:
    """All that a typed number could be."""

    documents: list[Document]
    phone: str = ""
    credit_code: str = ""

    def __bool__(self):
        return bool(self.documents or self.phone or self.credit_code)


@dataclass(frozen=True)
class Found:
    """`holder`: whoever has the number, for features that look among their own rows."""

    holder: Holder
    persons: list[Person] = field(default_factory=list)
    organisations: list[Organisation] = field(default_factory=list)

    @property
    def count(self) -> int:
        return len(self.persons) + len(self.organisations)


@transaction.atomic
def look_up(text: str, *, by, on: date) -> Found:
    """Whom, within the scope of `by`, this full document number, phone number or credit code belongs to.

    Recorded with a digest instead of the number: for each person found, or for the account when there is none.
    Raises Invalid when it is no full number, TooOften.
    """
    numbers = understood(text, on=on)
    _require_within("person.looked_up", LOOKUP_LIMITS, by=by)
    found = Found(_holder(numbers, text), _persons(numbers, by), _organisations(numbers, by))
    digest = current_digest(compact(text), purpose="lookup")
    for person in found.persons:
        record("person.looked_up", person, by=by, digest=digest)
    if not found.persons:
        record("person.looked_up", by, by=by, area=_work_place(by), digest=digest)
    return found


@transaction.atomic
def seek(text: str, *, by, on: date) -> Holder:
    """Whose the number is, for a list of something else to be filtered by: recorded and limited as `look_up` is."""
    numbers = understood(text, on=on)
    _require_within("person.looked_up", LOOKUP_LIMITS, by=by)
    digest = current_digest(compact(text), purpose="lookup")
    record("person.looked_up", by, by=by, area=_work_place(by), digest=digest)
    return _holder(numbers, text)


def understood(text: str, *, on: date) -> Numbers:
    """What `text` may be. Raises Invalid when it can be no identifier."""
    typed = compact(text)
    if sum(character.isdigit() for character in typed) < FEWEST_DIGITS or len(typed) > 40:
        raise Invalid(NO_NUMBER, field="number")
    numbers = Numbers(readings(typed, today=on), _or_empty(_phone, typed), _or_empty(_credit_code, typed))
    if not numbers:
        raise Invalid(NO_NUMBER, field="number")
    return numbers


@transaction.atomic
def reveal_identifier(identifier: PersonIdentifier, *, by, reason: str, explanation: str) -> str:
    """The full number of a document (个人信息保护法 第二十八条: a specific purpose, and recorded).

    Raises NotPermitted unless `by` holds person.reveal at the person's place, Invalid without a reason, TooOften.
    """
    return _reveal(identifier.person, str(identifier), identifier.number.open, by, reason, explanation)


@transaction.atomic
def reveal_phone(phone: Phone, *, by, reason: str, explanation: str) -> str:
    """The full phone number of a person or an organisation. Raises as `reveal_identifier`."""
    return _reveal(phone.owner, f"电话 {phone.masked}", phone.number.open, by, reason, explanation)


@transaction.atomic
def reveal_birth_date(person: Person, *, by, reason: str, explanation: str) -> str:
    """The full date of birth: with the mask of a resident ID it is as good as the number. Raises as above."""
    return _reveal(person, "出生日期", lambda: f"{person.birth_on:%Y-%m-%d}", by, reason, explanation)


def _reveal(owner, what, opened, by, reason, explanation):
    if not can_reveal(by, owner.area_id):
        raise NotPermitted("您不能查看这个区域人员的完整号码。")
    if reason not in RevealReason.values:
        raise Invalid("请选择查看的理由。", field="reason")
    explanation = free_text(explanation, field="explanation", longest=200, required=True)
    _require_within(f"{owner._meta.model_name}.revealed", REVEAL_LIMITS, by=by)
    text = opened()
    record(
        f"{owner._meta.model_name}.revealed",
        owner,
        by=by,
        what=what,
        reason=f"{RevealReason(reason).label}：{explanation}",
    )
    return text


def _require_within(verb, limits, *, by):
    """Count what this actor did, in the trail itself. One at a time, so that parallel requests cannot slip through."""
    own = {"client" if by._meta.model_name == "apiclient" else "account": by}
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s), %s)", [f"{by._meta.model_name}:{verb}", by.pk])
    now = timezone.now()
    for period, most in limits:
        done = TrailEntry.objects.filter(verb=verb, recorded_at__gt=now - period, **own)
        if done.count() >= most:
            minutes = int(period.total_seconds() // 60)
            raise TooOften(f"{minutes} 分钟内最多 {most} 次，请稍后再试。如确有需要，请联系管理员。")


def _holder(numbers, text):
    mask = mask_phone(numbers.phone) if numbers.phone else numbers.credit_code or mask_document(compact(text))
    return holder_of(numbers.documents, numbers.phone, numbers.credit_code, mask=mask)


def _persons(numbers, by):
    visible = Person.objects.visible_to(by)
    found = visible.identified_by(numbers.documents) | visible.reached_at(numbers.phone)
    return list(found.for_reader(by).order_by("pinyin", "id"))


def _organisations(numbers, by):
    visible = Organisation.objects.visible_to(by)
    found = visible.reached_at(numbers.phone) | visible.filter(credit_code=numbers.credit_code or None)
    return list(found.for_list().order_by("pinyin", "id"))


def _work_place(by):
    posting = next(iter(by.postings_today), None)
    return posting.area_id if posting else ""


def _or_empty(parse, typed):
    try:
        return parse(typed)
    except Invalid:
        return ""


def _phone(typed):
    return parse_phone(typed, of_organisation=True)


def _credit_code(typed):
    return parse_credit_code(typed).code
