"""Photos of mediators and of committees' rooms, for the registers and for residents who ask whom they are to see."""

from django.db.models import Model

from cases.committees.models import MediationCommittee
from cases.documents.keeping import sm3
from cases.mediation.mediators.models import MediatorProfile
from governance.files.models import StoredFile, StoredFileQuerySet
from governance.files.purposes import MB, Purpose, declare
from governance.files.sniffing import JPEG, PNG

PHOTO = declare(
    Purpose(
        "mediator.photo",
        "调解员照片",
        limit=5 * MB,
        types=frozenset({JPEG, PNG}),
        subject="cases.MediatorProfile",
    )
)
ROOM = declare(
    Purpose(
        "mediation_committee.photo",
        "调委会照片",
        limit=5 * MB,
        types=frozenset({JPEG, PNG}),
        subject="cases.MediationCommittee",
    )
)
PURPOSE_OF: dict[type[Model], Purpose] = {MediatorProfile: PHOTO, MediationCommittee: ROOM}


def photos_of(subject: Model) -> StoredFileQuerySet:
    """Photos of a mediator's profile or of a committee that are kept, the newest first."""
    purpose = PURPOSE_OF[type(subject)]
    return StoredFile.objects.kept().about(subject).filter(purpose=purpose.code).order_by("-id")


def photo_of(subject: Model | None) -> tuple[str, bytes] | None:
    """Digest and bytes of the photo that is kept now; None without one, or with one that no reader can read."""
    from cases.documents.pdf import shows

    kept = photos_of(subject).first() if subject else None
    if kept is None:
        return None
    with kept.open() as file:
        picture = file.read()
    return (sm3(picture), picture) if shows(picture) else None
