"""Rows of what follows an agreement, for the crawl's world."""

from datetime import date, timedelta

from django.utils import timezone

from cases.agreements.models import Agreement
from cases.confirmation.models import ConfirmationApplication, ConfirmationObjection
from cases.docket.models import Case
from cases.performance.asking.models import PartyLink
from cases.performance.models import PerformanceRecord, Recourse


def builders(make_obligation):
    """By subject. `make_obligation(place, words)` makes an obligation of a draft."""

    def in_force(place, words="清理楼道"):
        """An obligation of an agreement in force, and its clerk."""
        one = make_obligation(place, words)
        agreement = one.agreement
        now, today = timezone.now(), timezone.localdate()
        Agreement.objects.filter(pk=agreement.pk).update(
            state="effective", text=words, text_digest="0" * 64, agreed_at=now, effective_on=today
        )
        Case.objects.filter(pk=agreement.case_id).update(
            procedure="agreed", performance="not_due", result="10", result_on=today
        )
        return one, agreement.drafted_by

    def record(place, marker):
        one, by = in_force(place)
        facts = {"performed_at": timezone.now(), "performed_on": date(2026, 11, 1), "proof": "seen", "account": by}
        return PerformanceRecord.objects.create(case=one.agreement.case, obligation=one, note=marker, **facts)

    def recourse(place, marker):
        one, by = in_force(place)
        facts = {"kind": "sued", "party": one.debtor, "begun_on": date(2026, 11, 1), "account": by}
        return Recourse.objects.create(case=one.agreement.case, agreement=one.agreement, docket=marker, **facts)

    def confirmation(place, marker):
        one, by = in_force(place)
        Case.objects.filter(pk=one.agreement.case_id).update(confirmation="applied")
        facts = {"ground": "committee", "applicants": "甲、乙", "applied_on": date(2026, 11, 1), "account": by}
        return ConfirmationApplication.objects.create(
            case=one.agreement.case, agreement=one.agreement, court=marker, **facts
        )

    def objection(place, marker):
        found = confirmation(place, "某法院")
        days = {"known_on": date(2026, 11, 1), "filed_on": date(2026, 11, 2), "due_on": date(2026, 11, 16)}
        return ConfirmationObjection.objects.create(
            application=found, objector=marker, grounds="不是本人签字", account=found.account, **days
        )

    def party_link(place, marker):
        one, by = in_force(place, marker)
        until = timezone.now() + timedelta(days=9)
        return PartyLink.objects.create(
            case=one.agreement.case, party=one.debtor, digest=f"{one.pk:064d}", account=by, expires_at=until
        )

    return {
        "cases.ConfirmationApplication": confirmation,
        "cases.ConfirmationObjection": objection,
        "cases.PartyLink": party_link,
        "cases.PerformanceRecord": record,
        "cases.Recourse": recourse,
    }
