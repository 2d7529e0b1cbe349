"""Telling the parties, and keeping that they were told."""

from datetime import datetime

from django.db import transaction

from cases.docket.actions import locked_case, require_may, require_moment, tell
from cases.docket.codes import Channel
from cases.docket.models import Case
from cases.mediation.telling.models import GivenNotice, Remedy, Told
from cases.parties.models import RepresentationKind
from governance.errors import Invalid, WrongState
from governance.identifiers.typed import free_text


def give_to_all(
    case: Case, what: str, *, by, told_at: datetime, channel: str, content: str = "", session=None, parties=None
):
    """Note that every standing party was told; part of the act that calls for it. A ward is told by the guardian.

    `parties` are those that stand, with their representations, where the act has read them.
    """
    if channel not in Channel.values:
        raise Invalid("请选择告知方式。", field="told_by")
    if parties is None:
        parties = case.parties.standing().prefetch_related("representations")
    account = by if by is not None and by._meta.model_name == "account" else None
    return GivenNotice.objects.bulk_create(
        GivenNotice(
            case=case,
            party=party,
            session=session,
            what=what,
            channel=channel,
            taken_by=taker_for(party),
            content=content,
            told_at=told_at,
            account=account,
        )
        for party in parties
    )


def give_remedies(case: Case, *, by, told_at: datetime, channel: str, remedies: tuple[str, ...]) -> None:
    """Tell every party where they may turn (人民调解法 第二十六条); part of an end without agreement."""
    if not remedies:
        raise Invalid("请告知当事人可以走的途径（《人民调解法》第二十六条）。", field="remedies")
    if set(remedies) - set(Remedy.values):
        raise Invalid("救济途径中有不认识的项目。", field="remedies")
    said = "、".join(Remedy(each).label for each in remedies)
    give_to_all(case, Told.REMEDIES, by=by, told_at=told_at, channel=channel, content=said)


@transaction.atomic
def give_rights_notice(
    case: Case, *, by, party, told_at: datetime, channel: str, taken_by: str = "", late_reason: str = ""
) -> GivenNotice:
    """Note that one party was told rights and duties (人民调解工作若干规定 第三十条), before acceptance or after."""
    case = locked_case(case)
    require_may("register", by, case)
    if not case.is_open:
        raise WrongState("本案程序已终，不再登记告知。")
    require_moment(case, told_at, late_reason=late_reason)
    party = case.parties.standing().filter(pk=party.pk).first()
    if party is None:
        raise Invalid("请选择本案的当事人。", field="party")
    if channel not in Channel.values:
        raise Invalid("请选择告知方式。", field="channel")
    notice = GivenNotice.objects.create(
        case=case,
        party=party,
        what=Told.RIGHTS,
        channel=channel,
        taken_by=free_text(taken_by, field="taken_by", longest=100) or taker_for(party),
        told_at=told_at,
        account=by,
    )
    tell(case, "told", by=by, happened_at=told_at, text=f"向{party.name}告知权利义务", channel=channel)
    return notice


def untold_of(case: Case, what: str):
    """Standing parties without a notice of this kind."""
    told = case.given_notices.filter(what=what).values("party_id")
    return case.parties.standing().exclude(pk__in=told)


def taker_for(party) -> str:
    """Who takes a notice for a party: the guardian of a ward, else whoever speaks for an organisation, else itself."""
    standing = [each for each in party.representations.all() if each.ended_on is None]
    guardian = next((each for each in standing if each.kind == RepresentationKind.GUARDIAN), None)
    if guardian:
        return guardian.name
    return standing[0].name if party.organisation_id and standing else party.name
