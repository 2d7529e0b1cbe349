"""A mediator is graded, or a grade taken away (调解员等级评定, domain/mediation.md 4.5)."""

from datetime import date

from django.db import transaction
from django.utils import timezone

from cases.mediation.grades.models import MediatorGrade
from cases.mediation.grades.record import conditions_of, record_of
from cases.mediation.mediators.models import GradeLevel, MediatorProfile
from governance.audit.trail import record
from governance.errors import Invalid, NotPermitted, WrongState, require_version
from governance.identifiers.typed import free_text

MANAGES = "mediation.manage"


@transaction.atomic
def grade_mediator(
    profile: MediatorProfile,
    *,
    by,
    grade: int | None,
    granted_on: date,
    decided_by: str,
    letter_no: str = "",
    note: str = "",
    version: int | None = None,
) -> MediatorGrade:
    """Record a grade as it was decided, None when it was taken away; the newest is the one on file.

    The conditions are advice: one that is not met asks for a note. Raises NotPermitted, WrongState when nothing
    changes, Invalid (field "grade", "granted_on", "decided_by", "note").
    """
    profile = MediatorProfile.objects.select_related("account").locked(profile.pk)
    if not by.holds(MANAGES, profile.area_id):
        raise NotPermitted("须由司法所或者区司法局登记等级评定。")
    require_version(profile, version)
    if grade is not None and grade not in GradeLevel.values:
        raise Invalid("等级为一至四级。", field="grade")
    if grade == profile.grade and profile.grades.exists():
        raise WrongState("等级没有变化。")
    if granted_on > timezone.localdate():
        raise Invalid("评定日期不能晚于今天。", field="granted_on")
    latest = profile.grades.first()
    if latest and granted_on < latest.granted_on:
        raise Invalid(f"评定日期不能早于上一次评定（{latest.granted_on}）。", field="granted_on")
    unmet = []
    if grade is not None:
        found = conditions_of(record_of(profile.account, granted_on), grade, profile.area_id, granted_on)
        unmet = [one.text for one in found if not one.is_met]
    note = free_text(note, field="note", longest=300)
    if unmet and not note:
        raise Invalid(f"尚未满足：{'；'.join(unmet)}。仍按此等级评定的，请说明。", field="note")
    made = MediatorGrade.objects.create(
        profile=profile,
        grade=grade,
        granted_on=granted_on,
        decided_by=free_text(decided_by, field="decided_by", longest=100, required=True),
        letter_no=free_text(letter_no, field="letter_no", longest=60),
        note=note,
        unmet=unmet,
        account=by,
    )
    before, profile.grade = profile.grade, grade
    profile.version += 1
    profile.save(update_fields=["grade", "version"])
    changes = {"grade": [before, grade]}
    record("mediator.graded", profile, by=by, area=profile.area_id, changes=changes, note=note, unmet=unmet)
    return made
