"""What is done about two entries of one person: asked at the registration, decided later."""

from django.db import connection, transaction
from django.utils import timezone

from governance.areas.codes import common_place
from governance.audit.trail import record
from governance.duplicates.models import DuplicateSuspicion, Verdict
from governance.errors import Invalid, NotPermitted, RuleError, WrongState, require_version
from governance.identifiers.documents import Document
from governance.identifiers.typed import free_text
from governance.persons.models import IDENTIFIER_INDEX, Person
from governance.sealing.blind_index import lock_number


class AlreadyKnown(RuleError):
    """Somebody in the registrar's own scope has this number already. `known` are the rows, to be shown."""

    code = "already-known"

    def __init__(self, message, known):
        super().__init__(message)
        self.known = known


def ask_about_known(document: Document, *, by, person: Person | None = None, another_because: str = "") -> None:
    """Hold everybody else who registers this number, then refuse when `by` can see who has it.

    `another_because` answers the question: it really is another person. Runs in the caller's transaction.
    Raises AlreadyKnown. Whoever has the number outside the scope of `by` changes nothing here.
    """
    hold(document)
    known = list(
        Person.objects.visible_to(by)
        .identified_by([document])
        .exclude(pk=person.pk if person else None)
        .for_list()
        .order_by("id")
    )
    if known and not another_because:
        raise AlreadyKnown("这个证件号码已经登记给下面的人员。请使用已有的登记，或说明为什么确是另一人。", known)


def hold(document: Document) -> None:
    """Until the transaction ends, nobody else registers this number: the second one sees the first one's row."""
    with connection.cursor() as cursor:
        number = lock_number(document.index_text, purpose=IDENTIFIER_INDEX)
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [number])


def can_decide(actor, suspicion: DuplicateSuspicion) -> bool:
    """Whoever registers persons at both places."""
    return (
        actor._meta.model_name == "account"
        and actor.holds("person.register", suspicion.earlier.area_id)
        and actor.holds("person.register", suspicion.later.area_id)
    )


@transaction.atomic
def decide_duplicate(
    suspicion: DuplicateSuspicion, *, by, verdict: str, note: str, version: int | None
) -> DuplicateSuspicion:
    """Say whether two entries are one person. With `same`, the later points at the earlier, which is the one kept.

    Raises NotPermitted, Stale, WrongState when it is decided already, Invalid for an unknown verdict or no grounds.
    """
    suspicion = DuplicateSuspicion.objects.locked(suspicion.pk)
    if not can_decide(by, suspicion):
        raise NotPermitted("只有在两处都能登记人员的工作人员可以判断。")
    require_version(suspicion, version)
    if suspicion.verdict != Verdict.OPEN:
        raise WrongState("这一条已经判断过了。")
    if verdict not in (Verdict.SAME, Verdict.DIFFERENT):
        raise Invalid("请选择“同一人”或“不是同一人”。", field="verdict")
    note = free_text(note, field="note", longest=200, required=True)

    suspicion.verdict = verdict
    suspicion.decision_note = note
    suspicion.decided_by, suspicion.decided_at = by, timezone.now()
    suspicion.version += 1
    suspicion.save(update_fields=["verdict", "decision_note", "decided_by", "decided_at", "version"])
    if verdict == Verdict.SAME:
        _point_at_kept(suspicion)

    place = common_place(suspicion.earlier.area_id, suspicion.later.area_id)
    told = suspicion.get_verdict_display()
    record("duplicate.decided", suspicion, by=by, area=place, verdict=told, reason=note)
    for person in (suspicion.earlier, suspicion.later):
        record("person.compared", person, by=by, verdict=told, reason=note)
    return suspicion


def _point_at_kept(suspicion):
    """Chains stay one step long: the later, and all that pointed at it, point at the one finally kept."""
    persons = Person.objects.select_for_update().order_by("id").in_bulk([suspicion.earlier_id, suspicion.later_id])
    kept = persons[suspicion.earlier_id].same_as_id or suspicion.earlier_id
    if kept == suspicion.later_id:
        return
    moved = Person.objects.filter(pk=suspicion.later_id) | Person.objects.filter(same_as=suspicion.later_id)
    moved.update(same_as=kept)
