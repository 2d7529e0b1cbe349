"""The facts of the printed registers, read from the rows; of people only what the reader may see."""

from datetime import date

from django.db import models
from django.utils import timezone

from cases.agreements.models import IN_EFFECT, Agreement
from cases.archive.models import VolumeState
from cases.committees.models import MediationCommittee
from cases.docket.codes import DisputeType, Result
from cases.docket.states import Archive, Performance
from cases.documents.dates import day
from cases.mediation.mediators.models import MediatorProfile, OtherIdentity
from cases.mediation.models import Assignment, MediatorRole
from cases.mediation.office import MEDIATE
from cases.numbers.actions import NumberKind
from cases.numbers.models import IssuedNumber
from cases.parties.models import Party
from cases.rosters.facts import Book, Committee, Line, Mediator
from governance.identifiers.masks import mask_document, mask_phone
from governance.people.models import Account, Posting
from governance.persons.models import Person

DIRECTOR = "mediation_director"
UNFILED = (None, None)
SHORT_FORM = {"oral": "口头", "written": "书面"}


def committee_facts(committee: MediationCommittee, *, reader, on: date) -> Committee:
    postings = Posting.objects.active(on).filter(area=committee.area_id, role__in=MEDIATE, account__isnull=False)
    seats = sorted(
        postings.select_related("account", "area"), key=lambda seat: (seat.role != DIRECTOR, seat.starts_on, seat.pk)
    )
    profiles = _profiles({seat.account_id for seat in seats}, reader)
    until = f"至{committee.term_ends_on:%Y-%m-%d}届满" if committee.term_ends_on else ""
    body = committee.body
    return Committee(
        name=body.name,
        kind=body.kind_label,
        sign=committee.sign,
        area=committee.area.name,
        founded_on=body.established_on,
        term=f"{committee.term_starts_on:%Y-%m-%d}起，{until}" if until else f"{committee.term_starts_on:%Y-%m-%d}起",
        director="、".join(seat.account.name for seat in seats if seat.role == DIRECTOR),
        phone=body.phone,
        address=body.address,
        court=committee.court,
        code=committee.code,
        trade=committee.get_trade_display(),
        postcode=committee.postcode,
        fax=committee.fax,
        email=committee.email,
        premises=committee.premises,
        position=_position(committee),
        filing_no=committee.filing_no,
        filed_on=committee.filed_on,
        members=tuple(_mediator(seat, profiles.get(seat.account_id, UNFILED), committee) for seat in seats),
    )


def _position(committee: MediationCommittee) -> str:
    if committee.longitude is None:
        return ""
    return f"东经 {committee.longitude:f}，北纬 {committee.latitude:f}"


def mediator_facts(account: Account, posting: Posting | None, *, reader) -> Mediator:
    """Of the office that `posting` is; without one, of somebody who left it."""
    filed = _profiles({account.pk}, reader).get(account.pk, UNFILED)
    if posting is None:
        return Mediator(name=account.name)
    committee = MediationCommittee.objects.filter(area=posting.area_id).select_related("body").first()
    return _mediator(posting, filed, committee, with_cases=True)


def _profiles(accounts: set[int], reader) -> dict[int, tuple[MediatorProfile, Person | None]]:
    profiles = MediatorProfile.objects.filter(account__in=accounts)
    seen = Person.objects.visible_to(reader).filter(pk__in=profiles.values("person")).for_list().in_bulk()
    return {one.account_id: (one, seen.get(one.person_id)) for one in profiles}


def _mediator(posting, filed, committee, *, with_cases=False):
    profile, person = filed
    facts = {
        "name": posting.account.name,
        "post": "主任" if posting.role == DIRECTOR else "人民调解员",
        "since": posting.starts_on,
        "committee": committee.body.name if committee else "",
        "area": posting.area.name,
    }
    if with_cases:
        led = Assignment.objects.filter(account=posting.account_id, case__voided_at__isnull=True)
        mediated = led.exclude(role=MediatorRole.RECORDER).values("case").distinct().count()
        facts["cases"] = f"{mediated} 件"
    if profile:
        facts |= {
            "employment": profile.get_employment_display(),
            "origin": profile.get_origin_display(),
            "grade": profile.get_grade_display() if profile.grade else "",
            **_particulars(profile),
            "identities": "、".join(OtherIdentity(each).label for each in profile.identities),
            "specialities": "、".join(DisputeType(each).label for each in profile.specialities),
        }
    if person:
        facts |= _person(person)
    return Mediator(**facts)


def _particulars(profile: MediatorProfile) -> dict:
    since = timezone.localdate().year - profile.mediates_since if profile.mediates_since else None
    term = f"{profile.term_starts_on:%Y-%m-%d}起" if profile.term_starts_on else ""
    if profile.term_ends_on:
        term += f"，至{profile.term_ends_on:%Y-%m-%d}届满"
    told = {
        "marital": profile.get_marital_display(),
        "political": profile.get_political_display(),
        "education": profile.get_education_display(),
        "years": f"{since} 年" if since is not None else "",
        "bought": "是" if profile.is_bought else "否",
        "term": term,
        "standing": profile.get_status_display(),
        "filing_no": profile.filing_no,
        "filed_on": profile.filed_on,
    }
    same = ("major", "unit", "occupation", "title", "studio", "email", "knowledge", "injury", "career")
    told |= {name: getattr(profile, name) for name in same}
    return told | ({"post": profile.get_post_display()} if profile.post else {})


def _person(person):
    paper = next((one for one in person.identifiers_now if one.is_primary), None)
    phone = next(iter(sorted(person.phones_now, key=lambda one: not one.is_primary)), None)
    return {
        "sex": person.get_sex_display(),
        "born": day(person.birth_on) if person.birth_on else f"{person.birth_year}年" if person.birth_year else "",
        "ethnicity": person.get_ethnicity_display(),
        "number": mask_document(paper.number.open()) if paper else "",
        "phone": mask_phone(phone.number.open()) if phone else "",
        "address": person.address,
    }


def book_of(committee: MediationCommittee, year: int) -> Book:
    """In a fixed number of queries, whatever the number of cases."""
    standing = models.Prefetch("case__parties", Party.objects.standing().order_by("side", "seq"), to_attr="parties_now")
    agreed = Agreement.objects.filter(state__in=IN_EFFECT).order_by("seq")
    hosts = Assignment.objects.exclude(role=MediatorRole.RECORDER).filter(ended_at__isnull=True)
    numbers = IssuedNumber.objects.filter(
        series__committee=committee, series__kind=NumberKind.MEDIATION, series__year=year
    )
    rows = numbers.select_related("case__register_row").prefetch_related(
        standing,
        models.Prefetch("case__agreements", agreed, to_attr="agreements_now"),
        models.Prefetch("case__assignments", hosts.select_related("account").order_by("id"), to_attr="mediators_now"),
        "case__volumes",
    )
    return Book(committee.body.name, year, tuple(_line(number) for number in rows.order_by("n")))


def years_of(committee: MediationCommittee) -> list[int]:
    """The years in which the committee gave numbers, the latest first."""
    given = IssuedNumber.objects.filter(series__committee=committee, series__kind=NumberKind.MEDIATION)
    return sorted(set(given.values_list("series__year", flat=True)), reverse=True)


def _line(number):
    case = number.case
    if number.voided_at:
        return Line(number.n, number.text, case.accepted_on, remark="案号作废", is_void=True)
    mediators = sorted(case.mediators_now, key=lambda each: each.role != MediatorRole.HOST)
    volume = next((one for one in case.volumes.all() if one.state != VolumeState.REPLACED), None)
    agreement = case.agreements_now[-1] if case.agreements_now else None
    printed = getattr(case, "register_row", None)  # of a case of an old register: what stood there
    form = agreement.form if agreement else printed.form if printed else ""
    performed = case.get_performance_display() if case.performance != Performance.NA else ""
    return Line(
        seq=number.n,
        number=number.text,
        accepted_on=case.accepted_on,
        parties="、".join(party.name for party in case.parties_now),
        dispute_type=case.get_dispute_type_display(),
        source=case.get_source_display(),
        mediators=(printed and printed.mediators) or "、".join(each.account.name for each in mediators),
        form=SHORT_FORM.get(form, ""),
        result=case.get_result_display() or case.get_procedure_display(),
        result_on=case.result_on,
        amount=case.agreed_amount,
        performance=performed,
        volume=(printed and printed.volume_no) or _volume(volume),
        remark="案卷已销毁" if case.archive == Archive.DESTROYED else printed.remark if printed else "",
        is_success=case.result == Result.SUCCESS,
    )


def _volume(volume) -> str:
    if volume is None:
        return ""
    return f"{volume.register}第{volume.register_page}页" if volume.register else "已立卷"
