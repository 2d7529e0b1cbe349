"""What the cases hold of one person: their own part, and nothing that others said (个人信息保护法 第四十五条)."""

from collections.abc import Iterator

from django.utils import timezone

from cases.accidents.models import Accident
from cases.agreements.models import Obligation
from cases.agreements.signing.models import Signature
from cases.archive.disposal.unaccepted import unaccepted_until
from cases.docket.models import Case
from cases.intake.models import Contact
from cases.mediation.mediators.models import MediatorProfile
from cases.mediation.models import DeclaredTie
from cases.mediation.telling.models import GivenNotice
from cases.parties.models import Party, Representation
from cases.rights.own_words import agreed_by, handed_in, said_by
from cases.visits.models import ReturnVisit
from governance.organisations.models import Organisation
from governance.persons.models import Person

HEAD = ("类别", "案号", "时间", "事项", "内容")
Line = tuple[str, str, str, str, str]


def own_lines(person: Person, actor) -> Iterator[Line]:
    """The person's own data as rows of HEAD, numbers masked, of the cases that `actor` sees."""
    yield from _person(person)
    cases = Case.objects.visible_to(actor)
    yield from _cases_of(Party.objects.filter(person=person, case__in=cases))
    speaking = Representation.objects.filter(person=person, party__case__in=cases).select_related("party__case")
    for one in speaking.order_by("id"):
        yield "案件", one.party.case.number, "", one.get_kind_display(), f"代表{one.party.name}"


def lines_of_organisation(organisation: Organisation, actor) -> Iterator[Line]:
    """The same of an organisation that was a party."""
    facts = (
        ("名称", organisation.name),
        ("统一社会信用代码", organisation.credit_code),
        ("法定代表人（负责人）", organisation.legal_representative),
        ("地址", organisation.address),
        ("备注", organisation.note),
    )
    yield from (("单位登记", "", "", label, value) for label, value in facts if value)
    for phone in organisation.phones.all():
        yield "单位登记", "", "", "电话", phone.masked
    cases = Case.objects.visible_to(actor)
    yield from _cases_of(Party.objects.filter(organisation=organisation, case__in=cases))


def _cases_of(parties) -> Iterator[Line]:
    for party in parties.select_related("case").order_by("case_id"):
        case = party.case
        said = f"{party.get_side_display()}；{case.get_dispute_type_display()}；{case.get_procedure_display()}"
        yield "案件", case.number, _day(case.received_at), "参加调解", said
        for accident in Accident.objects.filter(case=case):
            yield "案件", case.number, "", "道路交通事故", accident.in_words
        yield from _of_party(party)
        yield from handed_in(party)
        yield from said_by(party)
        yield from agreed_by(party)


def _person(person: Person) -> Iterator[Line]:
    facts = (
        ("姓名", person.name),
        ("性别", person.get_sex_display()),
        ("出生", person.birth_masked),
        ("住址", person.address),
        ("备注", person.note),
    )
    for label, value in facts:
        if value:
            yield "本人登记", "", "", label, value
    for paper in person.identifiers.all():
        yield "本人登记", "", "", paper.get_kind_display(), paper.masked
    for phone in person.phones.all():
        yield "本人登记", "", "", "电话", phone.masked


def _of_party(party: Party) -> Iterator[Line]:
    number = party.case.number
    if party.side == "applicant" and party.case.requests:
        yield "申请", number, _day(party.case.received_at), "请求事项", "；".join(party.case.requests)
    for word in Contact.objects.filter(party=party).order_by("happened_at"):
        yield "联系", number, _day(word.happened_at), word.get_answer_display(), word.note
    for notice in GivenNotice.objects.filter(party=party).order_by("told_at"):
        yield "告知", number, _day(notice.told_at), notice.get_what_display(), notice.content
    for mark in Signature.objects.filter(party=party, voided_at=None).order_by("signed_at"):
        yield "签名", number, _day(mark.signed_at), mark.get_method_display(), mark.name
    for duty in Obligation.objects.filter(debtor=party, agreement__state="effective").order_by("seq"):
        yield "义务", number, str(duty.due_on or ""), duty.get_kind_display(), duty.what
    for duty in Obligation.objects.filter(creditor=party, agreement__state="effective").order_by("seq"):
        yield "权利", number, str(duty.due_on or ""), duty.get_kind_display(), duty.what
    for visit in ReturnVisit.objects.filter(party=party).order_by("visited_at"):
        yield "回访", number, str(visit.visited_on), visit.get_performance_display(), visit.situation


def why_kept(person: Person) -> str:
    """Why this person's data may not go yet; "" when nothing of the wing needs it (个人信息保护法 第四十七条)."""
    named = Party.objects.filter(person=person).values("case_id")
    spoken = Representation.objects.filter(person=person).values("party__case_id")
    cases = Case.objects.filter(pk__in=named.union(spoken)).order_by("pk")
    if held := cases.first():
        until = held.volumes.current().values_list("kept_until", flat=True).first() or unaccepted_until(held)
        term = f"案卷保管至 {until}" if until else "案卷尚在保管"
        which = f"{held.number or '未编号'}，{term}"
        return f"本人是 {cases.count()} 件案件的当事人或者代理人（{which}），保管期满销毁后才能删除。"
    if MediatorProfile.objects.filter(person=person).exists() or DeclaredTie.objects.filter(person=person).exists():
        return "本人登记为调解员，或者是调解员申报的关系人，不能删除。"
    return ""


def _day(moment) -> str:
    return timezone.localdate(moment).isoformat() if moment else ""
