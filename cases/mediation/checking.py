"""What the conflict check looks at, read from the case and the mediators' entries in a fixed number of queries."""

from django.db.models import Prefetch, Value

from cases.docket.models import Case
from cases.mediation.conflicts import Candidate, Concerned, Conflict, Tie, conflicts_of, founder_conflict
from cases.mediation.mediators.models import MediatorProfile, Standing
from cases.mediation.models import STANDING_ASIDE, DeclaredTie, MediatorRole, ReplacementRequest
from cases.parties.models import Party, Representation
from governance import rules
from governance.committees.models import Body

FOUNDERS = ("residents_committee", "villagers_committee")


def check_all(case: Case, accounts, *, role: str = MediatorRole.HOST, on) -> dict[int, list[Conflict]]:
    """The findings for each account, by its id, if it took `role` in the case."""
    return check_roles(case, [(role, account) for account in accounts], on=on)


def check_roles(case: Case, roles, *, on, parties: list[Party] | None = None) -> dict[int, list[Conflict]]:
    """The same for accounts that would take different roles: `roles` are pairs of role and account.

    `parties` are those of `parties_of`, where the caller has read them.
    """
    concerned = concerned_in(case, parties_of(case) if parties is None else parties)
    candidates = _candidates(case, roles, on)
    of_case = founder_finding(case, concerned, on=on)
    found = {pk: conflicts_of(candidate, concerned) for pk, candidate in candidates.items()}
    return {pk: [*of_case, *conflicts] for pk, conflicts in found.items()}


def founder_finding(case: Case, concerned, *, on) -> list[Conflict]:
    """Whether the committee's founder is a party, where the rule says that this refers the case to the street."""
    if not any(each.is_organisation for each in concerned):
        return []
    if not rules.value("case.founder.refers", case.area_id, on):
        return []
    bodies = Body.objects.filter(area_id=case.area_id, kind__in=FOUNDERS)
    founders = [*bodies, *([case.committee.body.parent] if case.committee.body.parent else [])]
    told = [Concerned(each.name, "设立单位", _body_keys(each), is_organisation=True) for each in founders]
    found = [founder_conflict(founder, concerned) for founder in told]
    return [conflict for conflict in found if conflict][:1]


def parties_of(case: Case) -> list[Party]:
    """Who has, or had, a side in the case or in those it goes on from, with everybody who spoke for them."""
    parties = Party.objects.filter(case__in=[case.pk, *linked_to(case)]).select_related("person", "organisation")
    speakers = Representation.objects.select_related("person").prefetch_related("person__identifiers")
    return list(parties.prefetch_related("person__identifiers", Prefetch("representations", speakers)))


def concerned_in(case: Case, parties: list[Party]) -> list[Concerned]:
    """These parties and everybody who spoke for one of them, as the conflict check sees them."""
    told = [_of_party(party, case) for party in parties]
    return told + [_of_speaker(speaker, party, case) for party in parties for speaker in party.representations.all()]


def linked_to(case: Case) -> list[int]:
    """The cases before and after it of the same dispute."""
    earlier, found = case.earlier, []
    while earlier is not None and earlier.pk not in found:
        found.append(earlier.pk)
        earlier = earlier.earlier
    return found + list(case.later.values_list("pk", flat=True))


def _of_party(party, case):
    role = party.get_side_display() if party.case_id == case.pk else "前案当事人"
    if party.organisation:
        return Concerned(party.name, role, _organisation_keys(party.organisation), is_organisation=True)
    return Concerned(party.name, role, _person_keys(party.person), _address(party.person))


def _of_speaker(speaker, party, case):
    where = "" if party.case_id == case.pk else "前案"
    return Concerned(speaker.name, f"{where}{speaker.get_kind_display()}", _person_keys(speaker.person))


def _candidates(case, roles, on):
    pks = [account.pk for _, account in roles]
    profiles = MediatorProfile.objects.filter(account__in=pks).select_related("person")
    filed = {each.account_id: each for each in profiles.prefetch_related("person__identifiers")}
    people = {pk: each.person for pk, each in filed.items()}
    ties = DeclaredTie.objects.standing().filter(account__in=pks).select_related("person", "organisation")
    by_account: dict[int, list[Tie]] = {}
    for tie in ties.prefetch_related("person__identifiers"):
        keys = _person_keys(tie.person) if tie.person else _organisation_keys(tie.organisation)
        by_account.setdefault(tie.account_id, []).append(Tie(tie.kind, keys))
    aside, hosts = _replaced_in(case)
    return {
        account.pk: Candidate(
            account.name,
            _person_keys(people.get(account.pk)),
            _address(people.get(account.pk)),
            tuple(by_account.get(account.pk, ())),
            stood_aside=account.pk in aside,
            was_host=role == MediatorRole.HOST and account.pk in hosts,
            barred=_barred(filed.get(account.pk), on),
            term_over_on=_term_over_on(filed.get(account.pk), on),
        )
        for role, account in roles
    }


def _barred(profile, on) -> str:
    """The status of who is not active now and was not then; its history is read for those alone."""
    if profile is None or profile.status == Standing.ACTIVE:
        return ""
    standing = profile.standing_on(on)
    return "" if standing == Standing.ACTIVE else str(Standing(standing).label)


def _term_over_on(profile, on):
    ends_on = profile.term_ends_on if profile else None
    return ends_on if ends_on and ends_on <= on else None


def _replaced_in(case):
    """Who was asked to stand aside, and who was host before, in this case."""
    ended = case.assignments.filter(ended_at__isnull=False).order_by().values_list("account", "role", "end_reason")
    asked = ReplacementRequest.objects.filter(case=case).order_by()
    wished = asked.values_list("assignment__account", Value(""), "reason")
    told = list(ended.union(wished))
    aside = {account for account, _, reason in told if reason in STANDING_ASIDE}
    return aside, {account for account, role, _ in told if role == MediatorRole.HOST}


def _person_keys(person) -> frozenset[str]:
    if person is None:
        return frozenset()
    digests = [f"identifier:{each.digest}" for each in person.identifiers.all()]
    return frozenset([f"person:{person.same_as_id or person.pk}", *digests])


def _organisation_keys(organisation) -> frozenset[str]:
    code = [f"credit:{organisation.credit_code}"] if organisation.credit_code else []
    return frozenset([f"organisation:{organisation.pk}", f"name:{organisation.name}", *code])


def _body_keys(body) -> frozenset[str]:
    code = [f"credit:{body.credit_code}"] if body.credit_code else []
    return frozenset([f"name:{body.name}", *code])


def _address(person) -> str:
    if person is None or not person.address:
        return ""
    return f"{person.address_area_id or ''} {person.address}"
