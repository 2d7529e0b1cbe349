"""Every change to persons, their documents and phones. The trail gets masks, never a full number."""

from datetime import date

from django.db import transaction

from governance.areas.codes import is_code
from governance.areas.models import Area
from governance.audit.actions import erase_texts
from governance.audit.trail import record
from governance.duplicates.actions import ask_about_known
from governance.duplicates.models import DuplicateSuspicion
from governance.errors import Invalid, NotPermitted, WrongState, require_version
from governance.identifiers import masks
from governance.identifiers.documents import GB_11643_KINDS, Document, parse_document
from governance.identifiers.ethnicity import ETHNICITIES
from governance.identifiers.names import parse_person_name, sound_of
from governance.identifiers.phones import parse_phone, parse_phones
from governance.identifiers.resident_id import OLDEST, Sex, age_on
from governance.identifiers.typed import free_text
from governance.persons.models import Person, PersonIdentifier, Phone


@transaction.atomic
def register_person(
    *,
    by,
    on: date,
    area: str,
    name: str,
    sex: str = "",
    birth_on: date | None = None,
    document_kind: str = "",
    document_number: str = "",
    no_identifier_reason: str = "",
    ethnicity: str = "",
    phones: tuple[str, ...] = (),
    address_area: str = "",
    address: str = "",
    note: str = "",
    another_because: str = "",
    imported: bool = False,
) -> Person:
    """Register a natural person at a place, on the day `on`.

    Sex and birth come from the number of the document when it tells them. Without a document a reason is required
    (domain/mediation.md 6.1). Raises NotPermitted, Invalid with the field, and AlreadyKnown when somebody in the scope
    of `by` has this number, unless `another_because` says why it is another person.
    """
    place = require_place(area, by=by, verb="person.register", on=on)
    another_because = free_text(another_because, field="another_because", longest=200)
    document = _document_of(document_kind, document_number, on=on, imported=imported)
    if document is None:
        no_identifier_reason = free_text(no_identifier_reason, field="no_identifier_reason", longest=200)
        if not no_identifier_reason:
            raise Invalid("请填写证件号码；没有证件的，请说明原因。", field="no_identifier_reason")
    told = {"name": name, "sex": sex, "birth_on": birth_on, "ethnicity": ethnicity}
    facts = _facts(**told, address_area=address_area, address=address, note=note, on=on)
    if document:
        facts |= _told_by(document, sex=facts["sex"], birth_on=birth_on)
        ask_about_known(document, by=by, another_because=another_because)
    numbers = parse_phones(phones)

    person = Person.objects.create(
        area=place, no_identifier_reason="" if document else no_identifier_reason, **_columns(facts)
    )
    if document:
        _create_identifier(person, document, is_primary=True)
        DuplicateSuspicion.objects.notice(person, document.index_text, reason=another_because)
    for number in numbers:
        Phone.objects.create(person=person, number=number, is_primary=number == numbers[0])

    record(
        "person.registered",
        person,
        by=by,
        changes={field: [None, value] for field, value in _shown(facts).items() if value},
        document=_document_mask(document),
        phones=[masks.mask_phone(number) for number in numbers],
        reason=another_because,
    )
    return person


@transaction.atomic
def change_person(
    person: Person,
    *,
    by,
    on: date,
    version: int | None,
    area: str,
    name: str,
    sex: str,
    birth_on: date | None,
    address_area: str = "",
    address: str = "",
    note: str = "",
    ethnicity: str | None = None,
) -> Person:
    """Set what is known of a person; identifiers and phones have their own acts. Nothing changed, nothing recorded.

    `ethnicity` None leaves it as it is. Moving to another `area` takes the verb at both places. Raises NotPermitted,
    Stale, Invalid.
    """
    person = locked_owner(person, by=by, version=version)
    place = person.area
    if area != person.area_id:
        place = require_place(area, by=by, verb="person.register", on=on)
    ethnicity = person.ethnicity if ethnicity is None else ethnicity
    told = {"name": name, "sex": sex, "birth_on": birth_on, "ethnicity": ethnicity}
    facts = _facts(**told, address_area=address_area, address=address, note=note, on=on)
    for identifier in person.identifiers.current(on):
        document = parse_document(identifier.kind, identifier.number.open(), today=on, imported=True)
        facts |= _told_by(document, sex=facts["sex"], birth_on=birth_on)
    changes = _changes(_facts_now(person), facts)
    if place.pk != person.area_id:
        changes["area"] = [person.area_id, place.pk]
    if not changes:
        return person

    person.area = place
    for field, value in _columns(facts).items():
        setattr(person, field, value)
    person.version += 1
    person.save()

    record("person.changed", person, by=by, changes=changes)
    return person


@transaction.atomic
def add_identifier(
    person: Person,
    *,
    by,
    on: date,
    version: int | None,
    kind: str,
    number: str,
    starts_on: date | None = None,
    another_because: str = "",
) -> PersonIdentifier:
    """Add a document to a person. The first one becomes the primary one.

    Raises NotPermitted, Stale, AlreadyKnown, and Invalid when the person has it, or another document of the same
    family (two resident IDs), in force: that one is ended first.
    """
    person = locked_owner(person, by=by, version=version)
    another_because = free_text(another_because, field="another_because", longest=200)
    document = parse_document(kind, number, today=on)
    if starts_on and starts_on > on:
        raise Invalid("启用日不能在今天之后。", field="starts_on")
    current = list(person.identifiers.current(on))
    _refuse_second_of_family(document, current)
    told = _told_by(document, sex=person.sex, birth_on=person.birth_on)
    ask_about_known(document, by=by, person=person, another_because=another_because)

    identifier = _create_identifier(
        person, document, starts_on=starts_on, is_primary=not any(one.is_primary for one in current)
    )
    DuplicateSuspicion.objects.notice(person, document.index_text, reason=another_because)
    for field, value in told.items():
        _set_told(person, field, value)
    person.no_identifier_reason = ""
    _raise_version(person)

    record("person.identified", person, by=by, document=_document_mask(document))
    return identifier


@transaction.atomic
def end_identifier(identifier: PersonIdentifier, *, by, on: date, version: int | None, reason: str) -> PersonIdentifier:
    """A document no longer holds from the day `on` (lost, expired, wrong); the next oldest becomes primary."""
    person = locked_owner(identifier.person, by=by, version=version)
    identifier = person.identifiers.select_for_update().get(pk=identifier.pk)
    if identifier.is_ended:
        raise WrongState("这个证件已经停用。")
    if identifier.starts_on and on < identifier.starts_on:
        raise Invalid("停用日不能早于启用日。", field="ends_on")
    reason = free_text(reason, field="reason", longest=200, required=True)

    identifier.ends_on, identifier.end_reason, identifier.is_primary = on, reason, False
    identifier.save(update_fields=["ends_on", "end_reason", "is_primary"])
    _promote(person.identifiers)
    _raise_version(person)

    record("person.identifier_ended", person, by=by, document=str(identifier), reason=reason)
    return identifier


@transaction.atomic
def add_phone(owner, *, by, version: int | None, number: str, label: str = "") -> Phone:
    """Add a phone number to a person or an organisation. The first one becomes the primary one."""
    owner = locked_owner(owner, by=by, version=version)
    kind = owner._meta.model_name
    number = parse_phone(number, of_organisation=kind == "organisation")
    label = free_text(label, field="label", longest=20)
    current = list(owner.phones.current())
    if any(phone.number.open() == number for phone in current):
        raise Invalid("这个号码已经登记。", field="number")

    phone = Phone.objects.create(
        **{kind: owner}, number=number, label=label, is_primary=not any(one.is_primary for one in current)
    )
    _raise_version(owner)

    record(f"{kind}.phone_added", owner, by=by, phone=masks.mask_phone(number), label=label)
    return phone


@transaction.atomic
def end_phone(phone: Phone, *, by, on: date, version: int | None) -> Phone:
    """A phone number no longer belongs to its owner from the day `on`; the next oldest becomes primary."""
    owner = locked_owner(phone.owner, by=by, version=version)
    phone = owner.phones.select_for_update().get(pk=phone.pk)
    if phone.is_ended:
        raise WrongState("这个号码已经停用。")

    phone.ends_on, phone.is_primary = on, False
    phone.save(update_fields=["ends_on", "is_primary"])
    _promote(owner.phones)
    _raise_version(owner)

    record(f"{owner._meta.model_name}.phone_ended", owner, by=by, phone=phone.masked)
    return phone


def require_place(code: str, *, by, verb: str, on: date) -> Area:
    """The place to register at: one that exists on the day, where `by` holds `verb`. Raises Invalid, field "area"."""
    place = Area.objects.on(on).filter(pk=code).first() if is_code(code) else None
    if place is None or not by.holds(verb, code):
        raise Invalid("请选择您任职范围内、现行有效的区域。", field="area")
    return place


def locked_owner(owner, *, by, version: int | None):
    """The person or organisation as it is now, held; for who may change what is registered of it.

    Raises NotPermitted, Stale.
    """
    owner = type(owner).objects.locked(owner.pk)
    if not by.holds(f"{owner._meta.model_name}.register", owner.area_id):
        raise NotPermitted(f"您不能修改这个区域的{owner._meta.verbose_name}登记。")
    require_version(owner, version)
    return owner


def _raise_version(owner):
    owner.version += 1
    owner.save()


def _promote(numbers):
    """When none is primary, the oldest in force becomes it. Locked through the owner."""
    current = numbers.filter(ends_on__isnull=True)
    first = current.order_by("id").first()
    if first and not current.filter(is_primary=True).exists():
        numbers.filter(pk=first.pk).update(is_primary=True)


def _document_of(kind, number, *, on, imported):
    if not number.strip():
        return None
    return parse_document(kind, number, today=on, imported=imported)


def _create_identifier(person, document, **values):
    return PersonIdentifier.objects.create(person=person, kind=document.kind, number=document.number, **values)


def _refuse_second_of_family(document, current):
    for one in current:
        if one.index_text == document.index_text:
            raise Invalid("这个证件已经登记。", field="number")
        if one.kind in GB_11643_KINDS and document.kind in GB_11643_KINDS:
            raise Invalid(f"已有在用的{one.get_kind_display()}，请先停用再登记新的。", field="number")


def _facts(*, name, sex, birth_on, ethnicity, address_area, address, note, on):
    """The checked values of a person, by field."""
    if sex and sex not in Sex.values:
        raise Invalid("请选择性别。", field="sex")
    if ethnicity and ethnicity not in dict(ETHNICITIES):
        raise Invalid("请从名单中选择民族。", field="ethnicity")
    if birth_on and birth_on > on:
        raise Invalid("出生日期不能在今天之后。", field="birth_on")
    if birth_on and age_on(birth_on, on) > OLDEST:
        raise Invalid(f"出生日期距今超过 {OLDEST} 年。", field="birth_on")
    if address_area and not (is_code(address_area) and Area.objects.filter(pk=address_area).exists()):
        raise Invalid("没有这个区域。", field="address_area")
    return {
        "name": parse_person_name(name),
        "sex": sex,
        "birth_on": birth_on,
        "ethnicity": ethnicity,
        "address_area": address_area,
        "address": free_text(address, field="address", longest=200),
        "note": free_text(note, field="note", longest=500),
    }


def _told_by(document: Document, *, sex, birth_on):
    """Sex and birth as the document's number tells them; what was given must agree. Raises Invalid."""
    if document.born_on is None or document.sex is None:
        return {}
    if sex and sex != document.sex:
        raise Invalid(f"性别与证件号码不符：号码为{document.sex.label}。", field="sex")
    if birth_on and birth_on != document.born_on:
        raise Invalid("出生日期与证件号码不符。", field="birth_on")
    return {"sex": str(document.sex), "birth_on": document.born_on}


def _columns(facts):
    """The same values as the table has them: birth sealed and its year, the name's sound."""
    sound, birth_on = sound_of(facts["name"]), facts["birth_on"]
    return {
        "name": facts["name"],
        "pinyin": sound.pinyin,
        "initials": sound.initials,
        "sex": facts["sex"],
        "birth_on_sealed": birth_on.isoformat() if birth_on else None,
        "birth_year": birth_on.year if birth_on else None,
        "ethnicity": facts["ethnicity"],
        "address_area_id": facts["address_area"] or None,
        "address": facts["address"],
        "note": facts["note"],
    }


def _set_told(person, field, value):
    if field == "birth_on":
        person.birth_on_sealed, person.birth_year = value.isoformat(), value.year
    else:
        setattr(person, field, value)


def _facts_now(person):
    return {
        "name": person.name,
        "sex": person.sex,
        "birth_on": person.birth_on,
        "ethnicity": person.ethnicity,
        "address_area": person.address_area_id or "",
        "address": person.address,
        "note": person.note,
    }


def _changes(before, after):
    """What differs, as the trail may keep it: of a date of birth only the year."""
    shown_before, shown_after = _shown(before), _shown(after)
    return {field: [shown_before[field], shown_after[field]] for field in before if before[field] != after[field]}


def _shown(facts):
    return {**facts, "birth_on": masks.mask_birth_date(facts["birth_on"]) if facts["birth_on"] else ""}


def _document_mask(document):
    return f"{document.kind.label} {masks.mask_document(document.number)}" if document else ""


def erase_registration(person: Person, *, by, reason: str, version: int | None = None) -> Person:
    """Blank what is registered of a locked `person`, with numbers, telephones and the texts of the trail about them.

    Part of an act that answers for it: who may, and that nothing needs the person any more.
    """
    require_version(person, version)
    known = {
        "person": [str(person.pk)],
        "personidentifier": [str(pk) for pk in person.identifiers.values_list("pk", flat=True)],
        "phone": [str(pk) for pk in person.phones.values_list("pk", flat=True)],
    }
    erase_texts(known, by=by, reason=reason)
    person.identifiers.all().delete()
    person.phones.all().delete()
    person.name, person.pinyin, person.initials = "（已删除）", "", ""
    person.sex, person.birth_on_sealed, person.birth_year = "", None, None
    person.address_area, person.address, person.note = None, "", ""
    person.no_identifier_reason = "个人信息已依法删除"
    person.version += 1
    person.save()
    record("person.erased", person, by=by, area=person.area_id, reason=reason)
    return person
