"""Printing a register, which leaves the portal on paper and is in the trail; and the photo that is printed in one."""

from django.core.files.base import File
from django.db import transaction

from cases.mediation.models import MediatorProfile
from cases.rosters.files import PHOTO
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
    before = list(StoredFile.objects.kept().about(profile).filter(purpose=PHOTO.code))
    kept = store_file(upload, by=by, area=profile.area_id, purpose=PHOTO.code, subject=profile, field="photo")
    for file in before:
        expire_file(file, by=by)
    record("mediator.photo_kept", profile, by=by, file=kept.pk)
    return kept
