"""From the rows of a case to what grade, conditions and payees are decided by."""

from datetime import timedelta
from decimal import Decimal

from django.utils import timezone

from cases.archive.gathering import is_oral
from cases.archive.models import VolumeState
from cases.archive.required import missing_from
from cases.docket.codes import Result
from cases.docket.models import Case
from cases.docket.states import Performance, Procedure
from cases.intake.models import Organ
from cases.mediation.mediators.models import MediatorProfile, PaidBar, Standing
from cases.mediation.models import Assignment
from cases.parties.models import ParticipantRole
from cases.parties.unidentified import unidentified
from cases.subsidies import rules as numbers
from cases.subsidies.conditions import ClaimFacts, PayeeFacts, payee_problem, problems
from cases.subsidies.grading import CaseFacts, Graded, Thresholds, graded
from cases.subsidies.models import SubsidyClaim
from governance import rules
from governance.access.roles import ROLES
from governance.people.models import Account, Posting

OFFICIALS = ("street_justice_officer", "street_supervisor", "district_officer")  # posts of civil servants


def dispute_of(case: Case) -> list[int]:
    """Keys of all cases about the same dispute: handed over, or linked as one that came up again; the oldest first."""
    known, fresh = {case.pk}, {case.pk}
    while fresh:
        before = Case.objects.filter(pk__in=fresh, earlier__isnull=False).values_list("earlier_id", flat=True)
        after = Case.objects.filter(earlier__in=fresh).values_list("pk", flat=True)
        fresh = ({*before} | {*after}) - known
        known |= fresh
    return sorted(known)


def problems_of(case: Case, *, claim: SubsidyClaim | None = None) -> list[str]:
    """Why the case gets no subsidy now; `claim` is one of its own that does not count against it."""
    return problems(_claim_facts(case, claim))


def _claim_facts(case: Case, claim: SubsidyClaim | None) -> ClaimFacts:
    is_closed = case.procedure in (Procedure.CLOSED, Procedure.ARCHIVED)
    said = rules.several((numbers.ORAL, numbers.IN_TIME), case.area_id, case.result_on or timezone.localdate())
    volume = case.volumes.current().first()
    others = SubsidyClaim.objects.standing().filter(case_id__in=dispute_of(case)).select_related("case")
    other = others.exclude(pk=claim.pk if claim else None).first()
    filed_on, due_on = _filing(case) if is_closed and volume else (None, None)
    is_locked = case.procedure == Procedure.ARCHIVED
    return ClaimFacts(
        is_void=case.voided_at is not None,
        is_closed=is_closed,
        is_reopened_now=not is_closed and case.reopenings.exists(),
        is_success=case.result == Result.SUCCESS,
        is_oral=is_oral(case),
        is_oral_paid=said[numbers.ORAL],
        is_performed=case.performance == Performance.DONE,
        performance=case.get_performance_display(),
        has_volume=volume is not None,
        spot_failed=volume is not None and volume.checks.to_rectify().exists(),
        volume_returned=volume is not None and volume.state == VolumeState.RETURNED,
        missing=() if is_locked or volume is None else tuple(missing_from(case)),
        filed_on=filed_on,
        archive_due_on=due_on,
        asks_in_time=said[numbers.IN_TIME],
        other_claim=other.case.number if other else "",
        nameless=tuple(party.name for party in unidentified(case)),
    )


def _filing(case: Case):
    """When the volume was first bound after the closing, and by when that was due."""
    filed = case.volumes.order_by("filed_at").values_list("filed_at", flat=True)
    days = [day for at in filed if (day := timezone.localdate(at)) >= (case.closed_on or day)]
    limit = case.limits.filter(key="archive").order_by("-id").first()
    return (days[0] if days else None), (limit.due_on if limit else None)


def grade_of(case: Case) -> Graded:
    """What the rules of the day of the result say."""
    said = rules.several(numbers.THRESHOLDS.values(), case.area_id, case.result_on or timezone.localdate())
    return graded(_case_facts(case), Thresholds(**{name: said[key] for name, key in numbers.THRESHOLDS.items()}))


def amount_of(case: Case, grade: str) -> Decimal:
    """What a case of this grade is paid at its place, by the rules of the day of its result."""
    on = case.result_on or timezone.localdate()
    return rules.value(numbers.amount_key(grade), case.area_id, on).quantize(Decimal("0.01"))


def _case_facts(case: Case) -> CaseFacts:
    until, since = case.result_on, case.accepted_on
    return CaseFacts(
        is_oral=is_oral(case),
        days=(until - since if until and since else timedelta(0)).days,
        sessions=case.sessions.held().count(),
        people=case.people_count,
        amount=case.agreed_amount or Decimal(0),
        departments=_departments(case),
        risk=max(case.risk_assessments.values_list("level", flat=True), default=0),
        has_death=case.involves_death(),
    )


def _departments(case: Case) -> int:
    """Organs that referred or were asked, the police in the room, committees that assisted."""
    organs = set(case.referrals.exclude(organ=Organ.COMMITTEE).values_list("organ_name", flat=True))
    police = case.participants.filter(role=ParticipantRole.POLICE).exists()
    has_police = case.referrals.filter(organ=Organ.POLICE).exists()
    return len(organs) + (police and not has_police) + case.assistances.values("committee").distinct().count()


def payees_of(case: Case) -> list[tuple[Account, str]]:
    """Who mediated or recorded in the case, also those replaced, and why each may have no share ("" when they may)."""
    ids = Assignment.objects.filter(case=case).values_list("account_id", flat=True)
    accounts = list(Account.objects.filter(pk__in=ids).order_by("name", "pk"))
    host_first = sorted(accounts, key=lambda one: one.pk != case.host_id)
    facts = payee_facts(case, host_first)
    return [(account, payee_problem(facts[account.pk])) for account in host_first]


def payee_facts(case: Case, accounts) -> dict[int, PayeeFacts]:
    of_case = set(Assignment.objects.filter(case=case).values_list("account_id", flat=True))
    filed = MediatorProfile.objects.filter(account__in=accounts).prefetch_related("standings")
    profiles = {one.account_id: one for one in filed}
    on = case.result_on or timezone.localdate()
    posts = Posting.objects.active().filter(account__in=accounts, role__in=OFFICIALS)
    official = {post.account_id: ROLES[post.role].label for post in posts}

    def bar(account):
        profile = profiles.get(account.pk)
        declared = PaidBar(profile.paid_bar).label if profile and profile.paid_bar else ""
        return declared or official.get(account.pk, "")

    def facts(account):
        profile = profiles.get(account.pk)
        if profile is None:
            return PayeeFacts(account.name, account.pk in of_case, is_filed=False, bar=bar(account))
        return PayeeFacts(
            account.name,
            account.pk in of_case,
            is_filed=profile.is_filed,
            bar=bar(account),
            is_suspended=profile.status == Standing.SUSPENDED,
            is_removed=profile.status == Standing.REMOVED,
            was_active=profile.standing_on(on) == Standing.ACTIVE,
        )

    return {one.pk: facts(one) for one in accounts}
