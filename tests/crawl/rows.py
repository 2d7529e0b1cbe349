"""How the crawl's world makes one row of each scoped subject, with a marker in a text that pages show."""

from datetime import date, timedelta

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils import timezone

from cases.agreements.models import Agreement, Obligation
from cases.bulk.models import BulkAct
from cases.checks.models import Check
from cases.committees.models import MediationCommittee
from cases.docket.events.models import CaseEvent
from cases.docket.models import Case
from cases.documents.models import ProducedDocument
from cases.intake.models import Draft, Paper, Referral
from cases.interfaces.models import Feedback
from cases.parties.models import Party, Representation
from cases.registers.models import RegisterBatch
from governance.areas.changes.models import AreaChange, AreaChangeItem
from governance.areas.loads.models import AreaLoad
from governance.areas.partitions.models import BuildingGroup, Estate, EstateLink, Grid
from governance.areas.population.models import AreaPopulation
from governance.audit.trail import record
from governance.committees.models import Body
from governance.duplicates.models import DuplicateSuspicion
from governance.files.models import StoredFile
from governance.invariants.models import VerificationFinding, VerificationResult, VerificationRun
from governance.jobs.models import Job
from governance.metrics.reports.models import Report, ReportIssue
from governance.notices.absences.models import Absence
from governance.notices.models import Notice
from governance.people.models import Account, ApiClient
from governance.persons.actions import add_identifier
from governance.persons.models import Person
from governance.rules.models import RuleValue
from governance.saved_filters.models import FilterNews, FilterWatch, SavedFilter
from governance.texts.models import TextVersion
from governance.webhooks.models import WebhookDelivery, WebhookEndpoint
from tests import factories
from tests.cases.factories import make_committee
from tests.crawl import mediation_rows, performance_rows, return_rows, subsidy_rows
from tests.factories import CANGCHANG, TIANPING_FIRST, YINGYUAN

LONG_AGO = date(2020, 1, 1)
OWNERS = {YINGYUAN: "seat_mediator", CANGCHANG: "seat_next_door", TIANPING_FIRST: "seat_other_mediator"}


def owner_at(place):
    """The seat that owns what is nobody else's: a job, an exported file."""
    found = Account.objects.filter(username=OWNERS[place]).first()
    return found or factories.make_account(OWNERS[place], "mediator", place)


def account(place, marker):
    return factories.make_account(f"row_{place}_{marker}", "committee_member", place, name=marker)


def posting(place, marker):
    holder = factories.make_account(f"holder_{place}", name=marker)
    return factories.make_posting(holder, "mediator", place), {"owner_id": holder.pk}


def api_client(place, marker):
    by = factories.make_account(f"maker_{place}")
    client = factories.make_client(marker, place, by=by, key_id=f"row{place}")
    client.postings.all().delete()  # a posting names its holder to whoever sees postings; this one is the client's own
    return client


def job(place, marker):
    owner = owner_at(place)
    made = Job.objects.create(kind="none", title=marker, account=owner, area_id=place)
    return made, {"owner_id": owner.pk, "places": ()}


def stored_file(place, marker):
    owner = owner_at(place)
    file = StoredFile.objects.create(
        purpose="export",
        name=marker,
        size=1,
        path=default_storage.save(marker, ContentFile(b"x")),
        area_id=place,
        verb="person.view",
        places=[place],
        account=owner,
    )
    return file, {"owner_id": owner.pk, "places": ()}


def trail_entry(place, marker):
    by = factories.make_account(f"doer_{place}")
    with transaction.atomic():
        return record("person.changed", by, by=by, area=place, reason=marker)


def estate(place, marker):
    row = Estate.objects.create(name=marker, kind="other", starts_on=LONG_AGO)
    link = EstateLink.objects.create(estate=row, area_id=place, starts_on=LONG_AGO)
    return row, {"number": link.pk}


def grid(place, marker):
    return Grid.objects.create(area_id=place, code="1", name=marker, starts_on=LONG_AGO)


def building_group(place, marker):
    return BuildingGroup.objects.create(area_id=place, name=marker, starts_on=LONG_AGO)


def person(place, marker):
    """Each was found to be the same as the first, elsewhere: no page may name that one to who cannot see it."""
    first = Person.objects.order_by("pk").first()
    made = factories.make_person(_clerk(place), place, number="", phones=(factories.CHEN_PHONE,))
    Person.objects.filter(pk=made.pk).update(name=marker, same_as=first)
    return made


def identifier(place, marker):
    made = person(place, marker)
    return add_identifier(made, by=_clerk(place), on=factories.ON, version=1, kind="passport", number=f"CR{place}")


def phone(place, marker):
    return person(place, marker).phones.get()


def organisation(place, marker):
    return factories.make_organisation(_clerk(place), place, kind="unincorporated", name=marker, credit_code="")


def suspicion(place, marker):
    """Both persons in one place: a pair across places is seen by those who see both (test_duplicates.py)."""
    pair = [person(place, marker), person(place, marker)]
    return DuplicateSuspicion.objects.create(earlier=pair[0], later=pair[1])


def _clerk(place):
    known = Account.objects.filter(username=f"clerk_{place}").first()
    return known or factories.make_account(f"clerk_{place}", "mediator", place)


def body(place, marker):
    return Body.objects.create(kind="council", name=marker, area_id=place, established_on=LONG_AGO)


def population(place, marker):
    by = factories.make_account(f"counter_{place}")
    return AreaPopulation.objects.create(area_id=place, as_of=LONG_AGO, households=9000, source=marker, entered_by=by)


def area_change(place, marker):
    by = factories.make_account(f"approver_{place}")
    change = AreaChange.objects.create(
        kind="revoke",
        area_id=place[:6] + "000000",
        document_no=marker,
        approved_on=LONG_AGO,
        effective_on=date(2027, 12, 31),
        registered_by=by,
    )
    AreaChangeItem.objects.create(change=change, from_area_id=place)
    return change


def rule_value(place, marker):
    by = factories.make_account(f"ruler_{place}")
    return RuleValue.objects.create(
        key="committee.size.watch", area_id=place, starts_on=LONG_AGO, value=3000, reason=marker, set_by=by
    )


def verification_run(place, marker):
    """Whoever reads runs sees that there was one; what it found at a place only who reads that place."""
    now = timezone.now()
    made = VerificationRun.objects.create(started_at=now, finished_at=now, fault_count=1)
    took = {"looked_at": 1, "fault_count": 1, "took": timedelta(seconds=1)}
    result = VerificationResult.objects.create(run=made, code="cases.numbers", **took)
    VerificationFinding.objects.create(result=result, area_id=place, what=marker)
    return made, {"places": (YINGYUAN,)}


def text_version(place, marker):
    by = factories.make_account(f"writer_{place}")
    return TextVersion.objects.create(
        key="letter.urge", area_id=place, starts_on=LONG_AGO, words=marker, reason="试点", set_by=by
    )


def area_load(place, marker):
    return AreaLoad.objects.create(area_id=place, file_name=marker, effective_on=LONG_AGO, state="compared")


def case(place, marker):
    committee = MediationCommittee.objects.filter(area_id=place).first() or make_committee(place, sign=place[-4:])
    facts = {"procedure": "registered", "source": "S1", "dispute_type": "D02", "received_at": timezone.now()}
    return Case.objects.create(committee=committee, area_id=place, title=marker, **facts)


def agreement(place, marker):
    """A draft, ready to be signed, with one thing to do."""
    of = case(place, "楼道堆物")
    now, moment = timezone.now(), timezone.localdate()
    facts = {"number": f"（2026）测{place[-4:]}人调字第{of.pk}号", "accepted_at": now, "accepted_on": moment}
    Case.objects.filter(pk=of.pk).update(procedure="mediating", **facts)
    by = _clerk(place)
    made = Agreement.objects.create(
        case=of, seq=1, number=facts["number"], form="written", facts=marker, copies=3, drafted_by=by
    )
    return made, {"slot": "committee"}


def obligation(place, marker):
    of, _ = agreement(place, "")
    parties = [
        Party.objects.create(case=of.case, side=side, seq=1, kind="natural_person", name="甲", person=who)
        for side, who in zip(
            ("applicant", "respondent"), (person(place, "某债务人"), person(place, "某债权人")), strict=True
        )
    ]
    debtor, creditor = parties
    facts = {"kind": "act", "timing": "by_date", "due_on": date(2027, 1, 1)}
    return Obligation.objects.create(agreement=of, seq=1, debtor=debtor, creditor=creditor, what=marker, **facts)


def notice(place, marker):
    """To the owner of a job, about that job: its text is the job's title."""
    about, more = job(place, marker)
    told = {"rung": "job.failed", "subject_id": about.pk, "occasion": "attempt 1", "area_id": place}
    now = timezone.now()
    to = {"recipient_id": more["owner_id"], "falls_on": now.date(), "raised_at": now, "shows_at": now}
    return Notice.objects.create(**told, **to), more


def absence(place, marker):
    away, deputy = owner_at(place), factories.make_account(f"deputy_{place}", name=marker)
    made = Absence.objects.create(account=away, deputy=deputy, starts_on=date(2026, 1, 1), ends_on=date(2099, 1, 1))
    return made, {"owner_id": away.pk, "places": ()}


def draft(place, marker):
    """A filing that its writer alone goes on with."""
    owner = owner_at(place)
    made = Draft.objects.create(account=owner, title=marker, body="[]", saved_at=timezone.now())
    return made, {"owner_id": owner.pk, "places": ()}


def mediation_committee(place, marker):
    found = MediationCommittee.objects.filter(area_id=place).first() or make_committee(place, sign=place[-4:])
    found.court = marker
    found.save(update_fields=["court"])
    return found


def party(place, marker):
    of = case(place, f"当事人待更正的纠纷{place}")
    named = person(place, "某当事人")
    return Party.objects.create(case=of, side="applicant", seq=1, kind="natural_person", person=named, name=marker)


def representation(place, marker):
    by = person(place, f"代理人{place[-3:]}")
    return Representation.objects.create(party=party(place, marker), kind="guardian", person=by, name=marker)


def paper(place, marker):
    return Paper.objects.create(case=case(place, "有来件材料的纠纷"), kind="application")


def referral(place, marker):
    return Referral.objects.create(case=case(place, marker), direction="out", organ="court", organ_name=marker)


def check(place, marker):
    of, by = mediation_committee(place, "某法院"), factories.make_account(f"checker_{place}")
    facts = {"method": "visit", "checkers": "甲", "checked_at": timezone.now(), "account": by}
    return Check.objects.create(committee=of, area_id=place, place=marker, **facts)


def feedback(place, marker):
    """An answer to the referral that the client of the crawl itself had sent."""
    of = case(place, "有反馈的纠纷")
    sent = ApiClient.objects.filter(name="seat_client").first()
    now = timezone.now()
    CaseEvent.objects.create(
        case=of, seq=1, step="T3", verb="registered", after="registered", happened_at=now, recorded_at=now, client=sent
    )
    letter = Referral.objects.create(case=of, direction="in", organ="police", organ_name=marker)
    facts = {"kind": "result", "result": "20", "result_on": now.date(), "performance": "na", "text": "调解不成"}
    by = factories.make_account(f"answering_{of.pk}")
    return Feedback.objects.create(case=of, referral=letter, sent_at=now, channel="letter", account=by, **facts)


def produced_document(place, marker):
    of = case(place, "制作过文书的案件")
    by = factories.make_account(f"producer_{of.pk}")
    facts = {"form": "F03", "template": 1, "digest": "0" * 64, "facts_digest": "0" * 64}
    return ProducedDocument.objects.create(case=of, title=marker, snapshot="{}", account=by, **facts)


def bulk_act(place, marker):
    """Ready to be started by the one who chose its case."""
    owner = owner_at(place)
    made = BulkAct.objects.create(kind="remind", account=owner, values={"text": marker})
    made.rows.create(seq=1, case=case(place, "待催办的纠纷"))
    return made, {"owner_id": owner.pk, "places": ()}


def saved_filter(place, marker):
    """Its owner's alone: it is not shared."""
    owner = owner_at(place)
    made = SavedFilter.objects.create(account=owner, page="cases:cases", name=marker, query="late=overdue")
    return made, {"owner_id": owner.pk, "places": ()}


def filter_news(place, marker):
    """One row matched, of which the owner of the filter was told."""
    saved, more = saved_filter(place, marker)
    now = timezone.now()
    watch = FilterWatch.objects.create(saved_filter=saved, account=saved.account, looked_at=now)
    made = FilterNews.objects.create(watch=watch, found_at=now, count=1)
    made.matches.create(watch=watch, row_id=case(place, "新匹配的纠纷").pk)
    told = {"rung": "filter.matched", "subject_id": made.pk, "occasion": "found", "area_id": place}
    to = {"recipient": saved.account, "falls_on": now.date(), "raised_at": now, "shows_at": now}
    Notice.objects.create(**told, **to)
    return made, more


def report(place, marker):
    """Its owner's alone, of the owner's own place: it is not shared."""
    owner = owner_at(place)
    made = Report.objects.create(account=owner, name=marker, query="measure=cases.accepted&period=last-month")
    return made, {"owner_id": owner.pk, "places": ()}


def report_issue(place, marker):
    of, more = report(place, f"{marker}一期")
    return ReportIssue.objects.create(report=of, due_on=timezone.localdate()), more


def register_batch(place, marker):
    """Read, with a row that could come in and one that could not: its name stands where the batch is listed."""
    of, by = mediation_committee(place, "某法院"), factories.make_account(f"importer_{place}")
    made = RegisterBatch.objects.create(
        area_id=place, committee=of, state="read", file_name=marker, created_by=by, counts={"wrong": 1, "total": 1}
    )
    made.rows.create(row=2, state="wrong", problems=["受理日期：请填写。"])
    return made


def webhook_endpoint(place, marker):
    by = factories.make_account(f"keeper_{place}_{marker[-8:]}")
    client = factories.make_client("推送客户端", place, by=by, key_id=f"hook{Account.objects.count()}")
    client.postings.all().delete()
    url = f"https://data.example.cn/{marker}"
    return WebhookEndpoint.objects.create(client=client, url=url, kinds=["case"], secret="whsec_AA==", created_by=by)


def webhook_delivery(place, marker):
    """One that failed and may be sent again."""
    now = timezone.now()
    ended = {"state": "failed", "ended_at": now, "problem": "对方答复 500", "answer_code": 500}
    return WebhookDelivery.objects.create(
        endpoint=webhook_endpoint(place, marker), number=1, made_at=now, due_at=now, **ended
    )


BUILDERS = {
    **mediation_rows.builders(case, owner_at, person),
    **performance_rows.builders(obligation),
    **subsidy_rows.builders(case, owner_at),
    **return_rows.BUILDERS,
    "cases.Agreement": agreement,
    "cases.BulkAct": bulk_act,
    "cases.Case": case,
    "cases.Check": check,
    "cases.Draft": draft,
    "cases.Feedback": feedback,
    "cases.MediationCommittee": mediation_committee,
    "cases.Paper": paper,
    "cases.Party": party,
    "cases.Referral": referral,
    "cases.RegisterBatch": register_batch,
    "cases.Representation": representation,
    "cases.Obligation": obligation,
    "cases.ProducedDocument": produced_document,
    "governance.Account": account,
    "governance.Posting": posting,
    "governance.ApiClient": api_client,
    "governance.AreaChange": area_change,
    "governance.AreaLoad": area_load,
    "governance.AreaPopulation": population,
    "governance.Body": body,
    "governance.BuildingGroup": building_group,
    "governance.Estate": estate,
    "governance.Grid": grid,
    "governance.Person": person,
    "governance.PersonIdentifier": identifier,
    "governance.Phone": phone,
    "governance.Organisation": organisation,
    "governance.DuplicateSuspicion": suspicion,
    "governance.Absence": absence,
    "governance.FilterNews": filter_news,
    "governance.Job": job,
    "governance.Notice": notice,
    "governance.Report": report,
    "governance.ReportIssue": report_issue,
    "governance.RuleValue": rule_value,
    "governance.SavedFilter": saved_filter,
    "governance.StoredFile": stored_file,
    "governance.TextVersion": text_version,
    "governance.TrailEntry": trail_entry,
    "governance.VerificationRun": verification_run,
    "governance.WebhookDelivery": webhook_delivery,
    "governance.WebhookEndpoint": webhook_endpoint,
}
