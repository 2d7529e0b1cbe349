"""What intake shows on the page of a case: consents, letters, papers."""

from cases.docket.page import acts_for, section
from cases.docket.permissions import can_register
from cases.docket.states import Procedure
from cases.intake.consent import consent_of, unwilling
from cases.intake.models import Answer


@section("consent", "各方意愿", template="cases/intake/_consent.html", order=30)
def consent(case, actor):
    if case.procedure == Procedure.CLUE:
        return None
    answers = consent_of(case)
    standing = [party for party in case.parties.all() if party.left_on is None]
    rows = [(party, Answer(answers[party.pk]) if party.pk in answers else None) for party in standing]
    refused = unwilling(case) if case.is_under_way else []
    return {
        "rows": rows,
        "refused": refused,
        "endings": [act for act in acts_for(case, actor) if act.step == "T17"] if refused else [],
        "may_register": case.is_open and can_register(actor, case),
    }


@section("letters", "移送函", template="cases/intake/_letters.html", order=35)
def letters(case, actor):
    found = list(case.referrals.select_related("reply_file"))
    return {"letters": found, "may_register": can_register(actor, case)} if found else None


@section("papers", "来件材料", template="cases/intake/_papers.html", order=45, of_file=True)
def papers(case, actor):
    found = list(case.papers.select_related("file", "party"))
    return {"papers": found} if found else None
