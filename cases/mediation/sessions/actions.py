"""Planning, holding, recording, signing and correcting sessions (人民调解法 第二十一条至第二十七条)."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import models, transaction
from django.utils import timezone

from cases.docket.actions import locked_case, require_may, take_step, tell
from cases.docket.models import Case
from cases.docket.states import Procedure, require_transition
from cases.mediation.endings.wishes import require_going_on
from cases.mediation.models import MediatorRole, ReplacementReason
from cases.mediation.sessions.models import (
    ClosedReason,
    MediationSession,
    Method,
    SessionCorrection,
    SessionPresence,
    SessionResult,
    SessionState,
)
from cases.mediation.telling.actions import give_to_all
from cases.mediation.telling.models import Told
from cases.parties.actions import invite
from cases.parties.models import Participant, ParticipantRole
from cases.risk.actions import call_for_review
from cases.risk.guards import lacks_second_since
from governance.errors import Invalid, WrongState, require_version
from governance.files.models import StoredFile
from governance.identifiers.typed import free_text

LONGEST = timedelta(hours=24)


@dataclass(frozen=True)
class Presence:
    """Who came: parties in person, who speaks for one, the invited, and others by name."""

    parties: tuple = ()
    speakers: tuple = ()
    invited: tuple = ()
    others: tuple[str, ...] = ()


@transaction.atomic
def plan_session(
    case: Case,
    *,
    by,
    planned_at: datetime,
    place: str,
    is_open: bool = False,
    closed_reason: str = "",
    told_by: str = "",
    version: int | None = None,
) -> MediationSession:
    """Fix when and where the parties meet; `told_by` is how all of them were told (a Channel), if they were."""
    case = _ready(case, by=by, version=version)
    if planned_at < timezone.now():
        raise Invalid("安排的时间已经过去；已经开过的，请直接登记调解。", field="planned_at")
    session = MediationSession.objects.create(
        case=case,
        seq=_next_seq(case),
        state=SessionState.PLANNED,
        planned_at=planned_at,
        place=free_text(place, field="place", longest=200, required=True),
        **_openness(case, is_open, closed_reason),
    )
    now = timezone.now()
    if told_by:
        said = f"{timezone.localtime(planned_at):%Y-%m-%d %H:%M} {session.place}"
        give_to_all(case, Told.SESSION, by=by, told_at=now, channel=told_by, content=said, session=session)
    text = f"安排{session}：{timezone.localtime(planned_at):%Y-%m-%d %H:%M}"
    tell(case, "session_planned", by=by, happened_at=now, text=text, channel=told_by, session=session.pk)
    return session


@transaction.atomic
def call_off_session(session: MediationSession, *, by, reason: str, version: int | None = None) -> MediationSession:
    """Call off a session that was planned."""
    case = locked_case(session.case)
    require_may("mediate", by, case)
    session = _locked(session, version=version)
    if session.state != SessionState.PLANNED:
        raise WrongState("只能取消尚未举行的调解会。")
    session.state = SessionState.CALLED_OFF
    session.called_off_reason = free_text(reason, field="reason", longest=200, required=True)
    _save(session)
    tell(case, "session_called_off", by=by, happened_at=timezone.now(), text=f"取消{session}", session=session.pk)
    return session


@transaction.atomic
def hold_session(
    case: Case,
    *,
    by,
    starts_at: datetime,
    ends_at: datetime,
    place: str,
    presence: Presence,
    result: str,
    methods: tuple[str, ...] = (Method.FACE,),
    is_open: bool = False,
    closed_reason: str = "",
    text: str = "",
    session: MediationSession | None = None,
    late_reason: str = "",
    version: int | None = None,
) -> MediationSession:
    """Record a session that took place, planned before (`session`) or not (T9). Who did not come counts as absent.

    On a rest day it is as good as on any other. Refused before acceptance, by the host whom a party asked to stand
    aside, open against an objection, and once a party no longer wants to go on.
    """
    case = _ready(case, by=by, version=version)
    _require_host_stands(case)
    _require_period(starts_at, ends_at)
    if result not in SessionResult.values:
        raise Invalid("请选择本次调解的结果。", field="result")
    if not methods or set(methods) - set(Method.values):
        raise Invalid("请选择调解方式。", field="methods")
    session = _locked(session) if session else MediationSession(case=case, seq=_next_seq(case))
    if session.case_id != case.pk or session.state not in ("", SessionState.PLANNED):
        raise WrongState("这次调解会已经登记或者取消。")
    session.state = SessionState.HELD
    session.starts_at, session.ends_at = starts_at, ends_at
    session.place = free_text(place, field="place", longest=200, required=True)
    session.methods, session.result = list(methods), result
    for name, value in _openness(case, is_open, closed_reason, but=session).items():
        setattr(session, name, value)
    session.text = free_text(text, field="text", longest=10_000)
    session.host, session.recorder = case.host, _recorder_of(case)
    session.save()
    absent = _note_presence(case, session, presence)
    said = f"{session}：{session.get_result_display()}"
    if absent:
        said += f"；{'、'.join(absent)}未到场"
    if said_lacking := lacks_second_since(case, starts_at):
        raise WrongState(said_lacking)
    call_for_review(case, since=starts_at, on=timezone.localdate(starts_at))
    take_step(
        case,
        "T9",
        by=by,
        happened_at=starts_at,
        late_reason=late_reason,
        text=said[:500],
        session=session.pk,
        result=result,
    )
    return session


@transaction.atomic
def edit_record(session: MediationSession, *, by, text: str, version: int | None = None) -> MediationSession:
    """Write the record of a session, as long as nobody signed it (人民调解法 第二十七条)."""
    case = locked_case(session.case)
    require_may("mediate", by, case)
    session = _locked(session, version=version)
    _require_held(session)
    if session.is_signed:
        raise WrongState("调解记录已经签名，不能修改：请作补正。")
    session.text = free_text(text, field="text", longest=10_000, required=True)
    _save(session)
    tell(case, "session_edited", by=by, happened_at=timezone.now(), text=f"填写{session}记录", session=session.pk)
    return session


@transaction.atomic
def sign_record(
    session: MediationSession,
    *,
    by,
    signed_at: datetime,
    signed_by: str,
    file: StoredFile | None = None,
    version: int | None = None,
) -> MediationSession:
    """Note that the record was signed, by whom, with the scan if there is one; from here on it does not change."""
    case = locked_case(session.case)
    require_may("mediate", by, case)
    session = _locked(session, version=version)
    _require_held(session)
    if session.is_signed:
        raise WrongState("调解记录已经签名。")
    if not session.text:
        raise WrongState("调解记录还没有内容：请先填写记录，再登记签名。")
    if session.starts_at is None or not session.starts_at <= signed_at <= timezone.now():
        raise Invalid("签名时间应在调解开始之后、现在之前。", field="signed_at")
    session.signed_at, session.signed_file = signed_at, file
    session.signed_by = free_text(signed_by, field="signed_by", longest=300, required=True)
    _save(session)
    tell(case, "session_signed", by=by, happened_at=signed_at, text=f"{session}记录已签名", session=session.pk)
    return session


@transaction.atomic
def correct_record(
    session: MediationSession, *, by, text: str, reason: str, made_at: datetime | None = None
) -> SessionCorrection:
    """Correct a signed record by a paper beside it (补正); the record stays as it was signed."""
    case = locked_case(session.case)
    require_may("mediate", by, case)
    session = _locked(session)
    if not session.is_signed:
        raise WrongState("调解记录尚未签名，直接修改记录即可。")
    now = made_at or timezone.now()
    correction = SessionCorrection.objects.create(
        session=session,
        text=free_text(text, field="text", longest=4000, required=True),
        reason=free_text(reason, field="reason", longest=200, required=True),
        account=by,
        made_at=now,
    )
    tell(case, "session_corrected", by=by, happened_at=now, text=f"补正{session}记录", session=session.pk)
    return correction


@transaction.atomic
def invite_participant(
    case: Case, *, by, role: str, name: str, agreed_by: str, unit: str = "", version: int | None = None
) -> Participant:
    """Invite a relative, neighbour, expert, officer to help, with the parties' consent (人民调解法 第二十条)."""
    case = locked_case(case, version=version)
    require_may("mediate", by, case)
    require_transition(case.procedure, "T9")
    if role not in ParticipantRole.values:
        raise Invalid("请选择身份。", field="role")
    now = timezone.now()
    invited = invite(case, role=role, name=name, unit=unit, on=timezone.localdate(now), agreed_by=agreed_by)
    said = f"邀请{invited.get_role_display()}{invited.name}参与"
    tell(case, "participant_invited", by=by, happened_at=now, text=said, note=invited.agreed_by)
    return invited


def absences_of(case: Case) -> dict[int, int]:
    """At how many sessions each party was expected and neither came nor was spoken for, by its id."""
    missed = SessionPresence.objects.filter(
        session__case=case, session__state=SessionState.HELD, party__isnull=False, is_present=False
    )
    return dict(missed.order_by().values_list("party").annotate(models.Count("pk")))


def _ready(case, *, by, version):
    case = locked_case(case, version=version)
    require_transition(case.procedure if not case.voided_at else Procedure.CLUE, "T9")
    require_may("mediate", by, case)
    require_going_on(case)
    return case


def _locked(session, *, version=None):
    session = MediationSession.objects.locked(session.pk)
    require_version(session, version)
    return session


def _save(session):
    session.version += 1
    session.save()


def _next_seq(case):
    return (case.sessions.aggregate(last=models.Max("seq"))["last"] or 0) + 1


def _require_held(session):
    if session.state != SessionState.HELD:
        raise WrongState("调解会还没有举行，没有记录。")


def _require_period(starts_at, ends_at):
    if ends_at <= starts_at:
        raise Invalid("结束时间应晚于开始时间。", field="ends_at")
    if ends_at > timezone.now() + timedelta(minutes=5):
        raise Invalid("结束时间不能晚于现在；还没有开的，请先安排。", field="ends_at")
    if ends_at - starts_at > LONGEST:
        raise Invalid("一次调解不超过 24 小时，请核对起止时间。", field="ends_at")


def _require_host_stands(case):
    wishes = case.replacement_requests.waiting().filter(assignment__role=MediatorRole.HOST)
    if wish := wishes.filter(reason=ReplacementReason.PARTY_REQUEST).select_related("party").first():
        raise WrongState(f"{wish.party.name}要求更换主持调解员：请主任先更换，再继续调解。")


def _openness(case, is_open, closed_reason, *, but=None):
    """Open only where no privacy, no trade secret and no party stands against it (人民调解工作若干规定 第二十九条)."""
    if closed_reason and closed_reason not in ClosedReason.values:
        raise Invalid("请选择不公开的原因。", field="closed_reason")
    earlier = case.sessions.exclude(pk=but.pk if but else None).exclude(closed_reason="").first()
    if is_open and (closed_reason or earlier):
        why = ClosedReason(closed_reason or earlier.closed_reason).label
        raise Invalid(f"{why}，不能公开调解。", field="is_open")
    return {"is_open": is_open, "closed_reason": closed_reason}


def _recorder_of(case):
    recorder = case.assignments.standing().filter(role=MediatorRole.RECORDER).select_related("account").first()
    return recorder.account if recorder else case.host


def _note_presence(case, session, presence):
    """One row for each party and for everybody who came; returns the names of the parties that were absent."""
    speaking = {speaker.party_id for speaker in presence.speakers}
    came = {party.pk for party in presence.parties}
    rows, absent = [], []
    for party in case.parties.standing():
        is_present = party.pk in came or party.pk in speaking
        rows.append(
            SessionPresence(
                session=session,
                party=party,
                name=party.name,
                role=party.get_side_display() if party.pk in came or not is_present else "由代理人、监护人参加",
                is_present=is_present,
            )
        )
        if not is_present:
            absent.append(party.name)
    if not came and not speaking:
        raise Invalid("没有一方当事人到场的，不是一次调解：请另行安排。", field="parties")
    for each in presence.speakers:
        role = each.get_kind_display()
        rows.append(SessionPresence(session=session, representation=each, name=each.name, role=role))
    for each in presence.invited:
        role = each.get_role_display()
        rows.append(SessionPresence(session=session, participant=each, name=each.name, role=role))
    for name in presence.others:
        name = free_text(name, field="others", longest=100)
        rows.append(SessionPresence(session=session, name=name, role="其他到场人"))
    SessionPresence.objects.bulk_create(rows)
    return absent
