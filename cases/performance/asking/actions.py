"""Asking the parties: a link is made, revoked, answered; what they said is dealt with."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone

from cases.agreements.models import Obligation, Timing
from cases.docket.actions import locked_case, tell
from cases.docket.models import Case
from cases.parties.models import Party
from cases.performance.asking.models import PartyLink, PartyStatement, Says, new_token, token_digest
from cases.performance.asking.statements import settle_statements_on
from cases.performance.holding import followed_case
from cases.performance.track import FOLLOWED, agreement_of
from governance import rules
from governance.audit.trail import record
from governance.errors import Invalid, WrongState
from governance.identifiers.typed import free_text
from governance.notices.raising import notify

STATED = "performance.stated"


@dataclass(frozen=True)
class Said:
    """What a party says of one obligation."""

    obligation_id: int
    says: str
    done_on: date | None = None
    note: str = ""


@transaction.atomic
def make_link(case: Case, *, by, party: Party) -> tuple[PartyLink, str]:
    """A new link for a party, and its token, which is shown once and not kept; an earlier link of theirs ends."""
    case = followed_case(case, by=by, who="perform")
    found = case.parties.standing().filter(pk=party.pk).first() if party else None
    if found is None:
        raise Invalid("请选择本案的当事人。", field="party")
    party = found
    if not asked_of(case, party):
        raise WrongState(f"没有与{party.name}有关的履行事项。")
    now, token = timezone.now(), new_token()
    party.links.filter(revoked_at__isnull=True).update(revoked_at=now)
    days = rules.value("performance.link.days", case.area_id, timezone.localdate(now))
    link = PartyLink.objects.create(
        case=case, party=party, digest=token_digest(token), account=by, expires_at=now + timedelta(days=days)
    )
    record("case.party_link_made", case, by=by, party=party.pk, link=link.pk, expires_at=link.expires_at)
    return link, token


@transaction.atomic
def revoke_link(link: PartyLink, *, by) -> PartyLink:
    """End a link at once. Doing it again changes nothing."""
    case = followed_case(link.case, by=by, who="perform")
    link = PartyLink.objects.locked(link.pk)
    if link.revoked_at is None:
        link.revoked_at = timezone.now()
        link.save(update_fields=["revoked_at"])
        record("case.party_link_revoked", case, by=by, party=link.party_id, link=link.pk)
    return link


@transaction.atomic
def state_performance(link: PartyLink, *, said: Iterable[Said]) -> list[PartyStatement]:
    """Keep what a party says by its link; the host is told. What was said before and is said again changes nothing.

    Nobody is signed in: the link is the right to say it, and the trail names the link. Raises WrongState when the link
    does not stand any more, Invalid (field).
    """
    case = locked_case(link.case)
    link = PartyLink.objects.select_related("party").get(pk=PartyLink.objects.locked(link.pk).pk)
    if not link.is_standing or case.voided_at or case.procedure not in FOLLOWED:
        raise WrongState("链接已经失效，请联系调委会。")
    open_ones = {one.pk: one for one in asked_of(case, link.party)}
    made = [_stated(case, link, open_ones, one) for one in said]
    new = [one for one in made if one is not None]
    if not new:
        return []
    words = "；".join(f"第{one.obligation.seq}项{one.get_says_display()}" for one in new)
    tell(
        case,
        "performance_stated",
        by=None,
        happened_at=timezone.now(),
        text=f"{link.party.name}在线反馈",
        note=words,
        link=link.pk,
    )
    if case.host:
        notify(case, STATED, [case.host], occasion=f"statement {new[-1].pk}")
    return new


@transaction.atomic
def settle_statements(case: Case, *, by) -> Case:
    """The committee looked into what the parties said: it waits no longer."""
    case = followed_case(case, by=by, who="perform")
    if settle_statements_on(case):
        record("case.statements_settled", case, by=by)
    return case


def asked_of(case: Case, party: Party) -> list[Obligation]:
    """What a party is asked about: each obligation of the agreement in force that it owes or is owed."""
    agreement = agreement_of(case)
    if agreement is None:
        return []
    rows = agreement.obligations.exclude(timing__in=(Timing.AT_EFFECT, Timing.ON_THE_SPOT)).select_related(
        "debtor", "creditor"
    )
    return [one for one in rows.prefetch_related("instalments") if party.pk in (one.debtor_id, one.creditor_id)]


def _stated(case, link, open_ones, one):
    obligation = open_ones.get(one.obligation_id)
    if obligation is None:
        raise Invalid("这项内容不在您的反馈范围内。", field=f"says_{one.obligation_id}")
    if one.says not in Says.values:
        raise Invalid("请选择履行情况。", field=f"says_{obligation.pk}")
    if one.done_on and one.done_on > timezone.localdate():
        raise Invalid("日期不能晚于今天。", field=f"done_on_{obligation.pk}")
    note = free_text(one.note, field=f"note_{obligation.pk}", longest=200)
    before = obligation.statements.filter(party=link.party_id).order_by("-id").first()
    if before and (before.says, before.done_on, before.note) == (one.says, one.done_on, note):
        return None
    return PartyStatement.objects.create(
        case=case, link=link, party=link.party, obligation=obligation, says=one.says, done_on=one.done_on, note=note
    )
