"""Moving the time to mediate: by agreement of every party, or by standing still (domain/mediation.md 2.3 T12, T13)."""

from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils import timezone

from cases.docket import limits
from cases.docket.actions import locked_case, require_may, require_moment, take_step, tell
from cases.docket.codes import Channel
from cases.docket.models import Case
from cases.docket.moments import right_after
from cases.docket.states import require_transition
from cases.mediation.endings.wishes import refusing, require_going_on
from cases.mediation.sessions.models import SessionState
from cases.mediation.timing import clock
from cases.mediation.timing.models import Extension, ExtensionConsent, ExtensionState, Suspension, SuspensionReason
from cases.parties.models import Party, Representation, RepresentationKind
from governance import rules
from governance.errors import Invalid, WrongState
from governance.identifiers.typed import free_text


@transaction.atomic
def propose_extension(
    case: Case,
    *,
    by,
    to_on: date,
    reason: str,
    proposed_at: datetime,
    late_reason: str = "",
    version: int | None = None,
) -> Extension:
    """Ask all parties for more time, before the time is over, as far and as often as the rules let.

    Raises WrongState when the time is over or was extended before, Invalid (field "to_on", "reason").
    """
    case = locked_case(case, version=version)
    require_transition(case.procedure, "T12")
    require_may("conduct", by, case)
    require_going_on(case)
    require_moment(case, proposed_at, late_reason=late_reason)
    due_on = clock.mediation_due(case)
    _require_in_time(due_on, proposed_at)
    _require_left(case, on=timezone.localdate(proposed_at))
    _require_reach(case, due_on, to_on, on=timezone.localdate(proposed_at))
    extension = Extension.objects.create(
        case=case,
        from_due_on=due_on,
        to_on=to_on,
        reason=free_text(reason, field="reason", longest=200, required=True),
        proposed_at=proposed_at,
        proposed_by=by,
    )
    said = f"提出将期限由 {due_on} 延长至 {to_on}"
    tell(case, "extension_proposed", by=by, happened_at=proposed_at, text=said, note=extension.reason)
    return extension


@transaction.atomic
def record_extension_answer(
    extension: Extension,
    *,
    by,
    party: Party,
    agrees: bool,
    said_at: datetime,
    channel: str,
    representation: Representation | None = None,
    late_reason: str = "",
) -> ExtensionConsent:
    """Record what one party says to an extension: in person, by the guardian, or by an agent with special authority."""
    case = locked_case(extension.case)
    require_may("register", by, case)
    extension = _proposed(extension)
    party = case.parties.standing().filter(pk=party.pk).first()
    if party is None:
        raise Invalid("请选择本案的当事人。", field="party")
    if channel not in Channel.values:
        raise Invalid("请选择方式。", field="channel")
    speaker = _speaker_of(party, representation, on=timezone.localdate(said_at))
    require_moment(case, said_at, late_reason=late_reason)
    said_at = right_after(said_at, extension.proposed_at)
    if said_at < extension.proposed_at:
        raise Invalid("表态时间不能早于提出延长的时间。", field="said_at")
    _require_in_time(extension.from_due_on, said_at)
    consent = ExtensionConsent.objects.create(
        extension=extension,
        party=party,
        representation=representation,
        said_by=speaker,
        agrees=agrees,
        channel=channel,
        said_at=said_at,
    )
    said = f"{party.name}{'同意' if agrees else '不同意'}延长期限"
    tell(case, "extension_answered", by=by, happened_at=said_at, late_reason=late_reason, text=said, channel=channel)
    return consent


@transaction.atomic
def approve_extension(
    extension: Extension, *, by, approved_at: datetime, late_reason: str = "", version: int | None = None
) -> Case:
    """The director approves what every party has agreed to, on the last day of the time at the latest (T12)."""
    case = locked_case(extension.case, version=version)
    require_transition(case.procedure, "T12")
    extension = _proposed(extension)
    if missing := unasked_or_against(extension):
        raise WrongState(f"尚未取得{'、'.join(party.name for party in missing)}的同意，不能延长期限。")
    _require_in_time(extension.from_due_on, approved_at)
    extension.state, extension.decided_at, extension.decided_by = ExtensionState.APPROVED, approved_at, by
    extension.save(update_fields=["state", "decided_at", "decided_by"])
    limit = limits.extend(case, to=extension.to_on, agreed_on=timezone.localdate(approved_at))
    take_step(
        case,
        "T12",
        by=by,
        happened_at=approved_at,
        late_reason=late_reason,
        text=f"经各方同意，期限由 {extension.from_due_on} 延长至 {limit.due_on}",
        note=extension.reason,
        extension=extension.pk,
    )
    return case


@transaction.atomic
def drop_extension(extension: Extension, *, by, reason: str, version: int | None = None) -> Case:
    """Give up an extension that was asked for: the time stays as it is."""
    case = locked_case(extension.case, version=version)
    require_may("conduct", by, case)
    extension = _proposed(extension)
    now = timezone.now()
    extension.state, extension.decided_at, extension.decided_by = ExtensionState.DROPPED, now, by
    extension.drop_reason = free_text(reason, field="reason", longest=200, required=True)
    extension.save(update_fields=["state", "decided_at", "decided_by", "drop_reason"])
    tell(case, "extension_dropped", by=by, happened_at=now, text="期限不延长", note=extension.drop_reason)
    return case


@transaction.atomic
def suspend_mediation(
    case: Case,
    *,
    by,
    stopped_at: datetime,
    reason: str,
    note: str = "",
    late_reason: str = "",
    version: int | None = None,
) -> Case:
    """Let a mediation stand still for a reason of SuspensionReason; its clock stops (T13)."""
    case = locked_case(case, version=version)
    require_transition(case.procedure, "T13")
    if reason not in SuspensionReason.values:
        raise Invalid("请选择中止的原因。", field="reason")
    if unwilling := refusing(case):
        raise WrongState(f"{unwilling[0].name}已明确表示不同意继续调解：请终止调解，不能以中止代替。")
    note = free_text(note, field="note", longest=200, required=reason == SuspensionReason.OTHER)
    stop = Suspension.objects.create(case=case, reason=reason, note=note, stopped_at=stopped_at)
    case.sessions.planned().update(state=SessionState.CALLED_OFF, called_off_reason="本案中止")
    case.extensions.proposed().update(state=ExtensionState.DROPPED, drop_reason="本案中止", decided_at=stopped_at)
    said = f"中止：{stop.get_reason_display()}"
    take_step(case, "T13", by=by, happened_at=stopped_at, late_reason=late_reason, text=said, note=note, ground=reason)
    return case


@transaction.atomic
def resume_mediation(
    case: Case, *, by, resumed_at: datetime, note: str = "", late_reason: str = "", version: int | None = None
) -> Case:
    """Go on with a mediation that stood still: its last day moves by the days of the stop (T13R)."""
    case = locked_case(case, version=version)
    require_transition(case.procedure, "T13R")
    stop = case.suspensions.running().get()
    resumed_at = right_after(resumed_at, stop.stopped_at)
    if resumed_at < stop.stopped_at:
        raise Invalid("恢复时间不能早于中止时间。", field="resumed_at")
    stop.resumed_at, stop.resume_note = resumed_at, free_text(note, field="note", longest=200)
    stop.save(update_fields=["resumed_at", "resume_note"])
    take_step(case, "T13R", by=by, happened_at=resumed_at, late_reason=late_reason, note=stop.resume_note)
    return case


def unasked_or_against(extension: Extension) -> list[Party]:
    """Standing parties whose newest word is not yes."""
    said = {consent.party_id: consent.agrees for consent in extension.consents.order_by("said_at", "id")}
    return [party for party in extension.case.parties.standing() if not said.get(party.pk)]


def _proposed(extension):
    extension = Extension.objects.select_related("case").get(pk=extension.pk)
    if extension.state != ExtensionState.PROPOSED:
        raise WrongState(f"这次延长{extension.get_state_display()}，不能再办理。")
    return extension


def _require_in_time(due_on, moment):
    if timezone.localdate(moment) > due_on:
        raise WrongState(f"期限已于 {due_on} 届满，届满后不能延长：请达成协议、调解不成或者终止。")


def _require_left(case, *, on):
    most = rules.value("case.extension.times", case.area_id, on)
    if case.extensions.approved().count() >= most:
        raise WrongState(f"期限最多延长 {most} 次，不能再延长。")
    if case.extensions.proposed().exists():
        raise WrongState("已有一次延长正在征求各方同意。")


def _require_reach(case, due_on, to_on, *, on):
    most = rules.value("case.extension.days", case.area_id, on)
    if to_on <= due_on:
        raise Invalid(f"应晚于现在的到期日 {due_on}。", field="to_on")
    if to_on > due_on + timedelta(days=most):
        latest = due_on + timedelta(days=most)
        raise Invalid(f"最多延长 {most} 天，不能晚于 {latest}。", field="to_on")


def _speaker_of(party, representation, *, on):
    """The name of who speaks. Raises Invalid when this person may not agree for the party."""
    if representation is None:
        if party.needs_guardian_on(on):
            raise Invalid(f"{party.name}应由监护人表态。", field="representation")
        return party.organisation.legal_representative or party.name if party.organisation else party.name
    found = party.representations.standing().filter(pk=representation.pk).first()
    if found is None:
        raise Invalid(f"所选的人不代表{party.name}。", field="representation")
    if party.needs_guardian_on(on) and found.kind != RepresentationKind.GUARDIAN:
        raise Invalid(f"{party.name}应由监护人表态。", field="representation")
    if not found.may_settle:
        raise Invalid(f"{found.name}只有一般授权，不能代为同意延长：须本人表态或者特别授权。", field="representation")
    return found.name
