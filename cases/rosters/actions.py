"""Printing a register, which leaves the portal on paper and is in the trail; and the photo that is printed in one."""

from django.core.files.base import File
from django.db import transaction

from cases.committees.models import MediationCommittee
from cases.mediation.mediators.models import MediatorProfile
from cases.rosters.files import PURPOSE_OF, photos_of
from governance.audit.trail import record
from governance.errors import NotPermitted
from governance.files.actions import expire_file, store_file
from governance.files.models import StoredFile


@transaction.atomic
def note_printed(subject, *, by, title: str, area: str, rows: int) -> None:
    """Part of answering with the file: `rows` are the people or cases in it."""
    record("register.printed", subject, by=by, area=area, title=title, rows=rows)


@transaction.atomic
def keep_photo(profile: MediatorProfile, upload: File, *, by) -> StoredFile:
    """Keep the photo of a filed mediator in the place of the one before. Raises NotPermitted, Invalid."""
    profile = MediatorProfile.objects.locked(profile.pk)
    if not by.holds_here("case.decide", profile.area_id):
        raise NotPermitted("须由该调解员所在调委会的主任登记。")
    return _kept_alone(profile, upload, by=by, verb="mediator.photo_kept")


@transaction.atomic
def keep_room_photo(committee: MediationCommittee, upload: File, *, by) -> StoredFile:
    """Keep the photo of a committee's room in the place of the one before. Raises NotPermitted, Invalid."""
    committee = MediationCommittee.objects.locked(committee.pk)
    if not by.holds("mediation.manage", committee.area_id):
        raise NotPermitted("您没有维护该调委会的权限。")
    return _kept_alone(committee, upload, by=by, verb="mediation_committee.photo_kept")


def _kept_alone(subject, upload, *, by, verb):
    before = list(photos_of(subject))
    purpose = PURPOSE_OF[type(subject)].code
    kept = store_file(upload, by=by, area=subject.area_id, purpose=purpose, subject=subject, field="photo")
    for file in before:
        expire_file(file, by=by)
    record(verb, subject, by=by, file=kept.pk)
    return kept
