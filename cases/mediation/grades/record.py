"""What a mediator has done so far, counted from the cases, and what the rules say of the next grade."""

from datetime import date

from django.db.models import Count, Q

from cases.agreements.models import IN_EFFECT, AgreementForm
from cases.docket.codes import TERMINATIONS, Result
from cases.docket.models import Case
from cases.mediation.grades import rules as numbers
from cases.mediation.grades.advice import Asked, Condition, Record, conditions
from cases.mediation.mediators.models import GradeLevel
from cases.mediation.models import Assignment, MediatorRole
from cases.mediation.office import MEDIATE
from governance import rules
from governance.people.models import Account, Posting

COUNTED = (Result.SUCCESS, Result.FAILED, *TERMINATIONS)  # the success rate's denominator (domain/mediation.md 5.4)


def record_of(account: Account, on: date) -> Record:
    """Cases with a result in which the account is host or co-mediator; years since its first office as a mediator."""
    roles = (MediatorRole.HOST, MediatorRole.CO)
    cases = Case.objects.standing().filter(pk__in=account_cases(account, roles), result__in=COUNTED, result_on__lte=on)
    oral = Q(agreements__form=AgreementForm.ORAL, agreements__state__in=IN_EFFECT)
    counted = cases.aggregate(
        results=Count("pk", distinct=True),
        successes=Count("pk", filter=Q(result=Result.SUCCESS), distinct=True),
        oral=Count("pk", filter=Q(result=Result.SUCCESS) & oral, distinct=True),
    )
    since = Posting.objects.filter(account=account, role__in=MEDIATE).order_by("starts_on").first()
    return Record(years_between(since.starts_on, on) if since else 0, **counted)


def account_cases(account: Account, roles):
    """Keys of the cases in which the account mediates, or did until it was over."""
    return Assignment.objects.standing().filter(account=account, role__in=roles).values("case_id")


def years_between(first: date, last: date) -> int:
    """Whole years from one day to another."""
    before = (last.month, last.day) < (first.month, first.day)
    return max(0, last.year - first.year - before)


def next_grade(grade: int | None) -> int | None:
    """The grade above; the fourth for who has none; None above the first."""
    if grade is None:
        return GradeLevel.FOURTH
    return grade - 1 if grade > GradeLevel.FIRST else None


def conditions_of(record: Record, grade: int, area: str, on: date) -> list[Condition]:
    asked = Asked(
        rules.value(numbers.years_key(grade), area, on),
        rules.value(numbers.cases_key(grade), area, on),
        rules.value(numbers.ORAL, area, on),
        rules.value(numbers.SUCCESS, area, on),
    )
    return conditions(record, asked)
