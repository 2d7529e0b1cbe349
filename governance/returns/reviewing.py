"""What the unit above and the district do: review a table, release it with all that it rests on."""

from typing import Any

from django.db import transaction
from django.utils import timezone

from governance.audit.trail import record
from governance.errors import Invalid, NotPermitted, WrongState, require_version
from governance.identifiers.typed import free_text
from governance.notices.raising import notify
from governance.returns import permissions
from governance.returns.digests import digest_of
from governance.returns.missing import missing_under
from governance.returns.models import Decision, Return, ReturnEdition, ReturnReview, ReturnRow
from governance.returns.states import AT_FILER, State, require_transition

STATES = {Decision.ACCEPTED: State.ACCEPTED, Decision.RETURNED: State.RETURNED}


@transaction.atomic
def review(filed: Return, *, by, decision: str, opinion: str = "", version: int | None = None) -> Return:
    """Accept a table, or send it back with reasons; an accepted one as long as no submitted table rests on it.

    Raises NotPermitted, WrongState, Invalid (field "decision", "opinion").
    """
    filed, edition = _locked(filed, version)
    if refused := permissions.refused_review(by, filed, edition):
        raise NotPermitted(refused)
    if decision not in Decision.values:
        raise Invalid("请选择结论。", field="decision")
    then = STATES[Decision(decision)]
    require_transition(filed.state, then)
    said = free_text(opinion, field="opinion", longest=300, required=decision == Decision.RETURNED)
    resting = ReturnRow.objects.filter(fed_by=edition).exclude(edition__state__in=AT_FILER)
    if then == State.RETURNED and resting.exists():
        raise WrongState("上级报表已按这一版汇总报送，不能退回；请先退回上级报表。")
    now = timezone.now()
    ReturnReview.objects.create(edition=edition, decision=decision, opinion=said, reviewed_by=by, reviewed_at=now)
    edition.state = then
    edition.reviewed_by, edition.reviewed_at = (by, now) if then == State.ACCEPTED else (None, None)
    edition.save()
    filed.state = then
    _save(filed)
    verb = "return.accepted" if then == State.ACCEPTED else "return.returned"
    record(verb, filed, by=by, area=filed.area_id, edition=edition.number, opinion=said)
    if then == State.RETURNED:
        notify(filed, "return.returned", [edition.submitted_by], occasion=f"returned {filed.version}", by=by)
    return filed


@transaction.atomic
def release(filed: Return, *, by, reason: str = "", version: int | None = None) -> Return:
    """Fix the table for good, and with it every accepted table below that its figures were taken from.

    Where units have not filed it names them, with `reason`, the word of whoever releases it all the same.
    Raises NotPermitted, WrongState unless it is accepted, Invalid (field "reason").
    """
    filed, edition = _locked(filed, version)
    if refused := permissions.refused_release(by, filed, edition):
        raise NotPermitted(refused)
    require_transition(filed.state, State.RELEASED)
    resting = _resting_on(edition)
    missing = {one.pk: missing_under(one) for one in (*resting, edition)}
    said = free_text(reason, field="reason", longest=300)
    if missing[edition.pk] and not said:
        raise Invalid("下级单位没有报齐，请写明未报齐而发布的原因。", field="reason")
    now = timezone.now()
    for one in (*resting, edition):
        one.missing, one.missing_reason = missing[one.pk], said if missing[one.pk] else ""
        _release(filed if one == edition else one.filed, one, by=by, now=now)
    return filed


def _resting_on(edition: ReturnEdition) -> list[ReturnEdition]:
    """The accepted editions below that it was taken from, the lowest first, locked."""
    below = ReturnEdition.objects.filter(feeds__edition=edition, state=State.ACCEPTED).order_by("pk")
    held = Return.objects.filter(pk__in=below.values("filed")).order_by("pk")
    list(held.select_for_update(no_key=True))
    found: list[ReturnEdition] = []
    for one in below.select_related("filed"):
        found += [*_resting_on(one), one]
    return found


def _release(filed: Return, edition: ReturnEdition, *, by, now) -> None:
    if digest_of(edition) != edition.digest:
        raise WrongState(f"{filed}的数据与报送时的摘要不符，不能发布。请运行数据核对。")
    edition.state, edition.released_by, edition.released_at = State.RELEASED, by, now
    edition.save()
    filed.state = State.RELEASED
    _save(filed)
    said: dict[str, Any] = {"missing": edition.missing, "reason": edition.missing_reason} if edition.missing else {}
    record("return.released", filed, by=by, area=filed.area_id, edition=edition.number, digest=edition.digest, **said)


def _locked(filed: Return, version: int | None) -> tuple[Return, ReturnEdition]:
    filed = Return.objects.select_related("area", "upper").locked(filed.pk)
    require_version(filed, version)
    edition = filed.editions.exclude(state=State.RELEASED).first()
    if edition is None or edition.is_at_filer:
        raise WrongState(f"这份报表目前“{filed.get_state_display()}”，不能这样办理。")
    return filed, edition


def _save(filed: Return) -> None:
    filed.version += 1
    filed.save()
