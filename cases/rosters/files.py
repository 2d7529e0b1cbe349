"""The photo of a mediator, for the register and for residents who ask whom they are to see."""

from cases.documents.keeping import sm3
from cases.mediation.models import MediatorProfile
from governance.files.models import StoredFile
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


def photo_of(profile: MediatorProfile | None) -> tuple[str, bytes] | None:
    """Digest and bytes of the photo that is kept now; None without one, or with one that no reader can read."""
    from cases.documents.pdf import shows

    kept = (
        StoredFile.objects.kept().about(profile).filter(purpose=PHOTO.code).order_by("-id").first() if profile else None
    )
    if kept is None:
        return None
    with kept.open() as file:
        picture = file.read()
    return (sm3(picture), picture) if shows(picture) else None
