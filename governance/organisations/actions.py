"""Every change to organisations; their phones change by governance.persons.actions."""

from datetime import date

from django.db import connection, transaction

from governance.audit.trail import record
from governance.duplicates.actions import AlreadyKnown
from governance.errors import Invalid
from governance.identifiers import masks
from governance.identifiers.credit_code import parse_credit_code
from governance.identifiers.names import parse_organisation_name, parse_person_name, sound_of
from governance.identifiers.phones import parse_phones
from governance.identifiers.typed import free_text
from governance.organisations.models import Organisation, OrganisationKind
from governance.persons.actions import locked_owner, require_place
from governance.persons.models import Phone
from governance.sealing.blind_index import lock_number


@transaction.atomic
def register_organisation(
    *,
    by,
    on: date,
    area: str,
    kind: str,
    name: str,
    credit_code: str = "",
    legal_representative: str = "",
    phones: tuple[str, ...] = (),
    address: str = "",
    note: str = "",
    another_because: str = "",
) -> Organisation:
    """Register an organisation at a place, on the day `on`.

    The credit code may be missing for an unincorporated one only (mediation committees usually have none). Raises
    NotPermitted, Invalid with the field, and AlreadyKnown when one in the scope of `by` has this code.
    """
    place = require_place(area, by=by, verb="organisation.register", on=on)
    another_because = free_text(another_because, field="another_because", longest=200)
    facts = _facts(
        kind=kind,
        name=name,
        credit_code=credit_code,
        legal_representative=legal_representative,
        address=address,
        note=note,
    )
    numbers = parse_phones(phones, of_organisation=True)
    _ask_about_known(facts["credit_code"], by=by, another_because=another_because)

    organisation = Organisation.objects.create(area=place, **_columns(facts))
    for number in numbers:
        Phone.objects.create(organisation=organisation, number=number, is_primary=number == numbers[0])

    record(
        "organisation.registered",
        organisation,
        by=by,
        changes={field: [None, value] for field, value in facts.items() if value},
        phones=[masks.mask_phone(number) for number in numbers],
        reason=another_because,
    )
    return organisation


@transaction.atomic
def change_organisation(
    organisation: Organisation,
    *,
    by,
    on: date,
    version: int | None,
    area: str,
    kind: str,
    name: str,
    credit_code: str = "",
    legal_representative: str = "",
    address: str = "",
    note: str = "",
    another_because: str = "",
) -> Organisation:
    """Set what is known of an organisation. Nothing changed, nothing recorded.

    Moving to another `area` takes the verb at both places. Raises NotPermitted, Stale, Invalid, AlreadyKnown.
    """
    organisation = locked_owner(organisation, by=by, version=version)
    another_because = free_text(another_because, field="another_because", longest=200)
    place = organisation.area
    if area != organisation.area_id:
        place = require_place(area, by=by, verb="organisation.register", on=on)
    facts = _facts(
        kind=kind,
        name=name,
        credit_code=credit_code,
        legal_representative=legal_representative,
        address=address,
        note=note,
    )
    before = {field: getattr(organisation, field) for field in facts}
    changes = {field: [before[field], facts[field]] for field in facts if before[field] != facts[field]}
    if "credit_code" in changes:
        _ask_about_known(facts["credit_code"], by=by, organisation=organisation, another_because=another_because)
    if place.pk != organisation.area_id:
        changes["area"] = [organisation.area_id, place.pk]
    if not changes:
        return organisation

    organisation.area = place
    for field, value in _columns(facts).items():
        setattr(organisation, field, value)
    organisation.version += 1
    organisation.save()

    record("organisation.changed", organisation, by=by, changes=changes)
    return organisation


def _facts(*, kind, name, credit_code, legal_representative, address, note):
    """The checked values of an organisation, by field."""
    if kind not in OrganisationKind.values:
        raise Invalid("请选择单位类型。", field="kind")
    if not credit_code.strip() and kind != OrganisationKind.UNINCORPORATED:
        raise Invalid("请填写统一社会信用代码；只有非法人组织可以没有。", field="credit_code")
    return {
        "kind": str(kind),
        "name": parse_organisation_name(name),
        "credit_code": parse_credit_code(credit_code).code if credit_code.strip() else "",
        "legal_representative": _representative(legal_representative),
        "address": free_text(address, field="address", longest=200),
        "note": free_text(note, field="note", longest=500),
    }


def _representative(name):
    if not name.strip():
        return ""
    try:
        return parse_person_name(name)
    except Invalid as refusal:
        raise Invalid(refusal.message, field="legal_representative") from None


def _columns(facts):
    sound = sound_of(facts["name"])
    return {**facts, "pinyin": sound.pinyin, "initials": sound.initials}


def _ask_about_known(code, *, by, organisation=None, another_because=""):
    """Credit codes are public, so an entry elsewhere is no secret and no suspicion; one in view is worth a question."""
    if not code:
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [lock_number(code, purpose="credit_code")])
    known = list(
        Organisation.objects.visible_to(by)
        .filter(credit_code=code)
        .exclude(pk=organisation.pk if organisation else None)
        .for_list()
        .order_by("id")
    )
    if known and not another_because:
        raise AlreadyKnown("这个统一社会信用代码已经登记给下面的单位。请使用已有的登记，或说明为什么另行登记。", known)
