"""Removing bytes that nothing may read any more: of expired files, and those that never got a row."""

from datetime import timedelta

from django.core.files.storage import default_storage
from django.utils import timezone

from governance.files.models import StoredFile
from governance.files.naming import day_folder

ORPHAN_AGE = timedelta(hours=24)  # longer than any transaction: a younger file may still get its row
ORPHAN_DAYS = 7  # folders looked at, so that a sweep that was down for days misses nothing


def erase_expired() -> int:
    """Bytes first, then the mark: interrupted between the two, the next sweep does it again."""
    erased = 0
    for file in StoredFile.objects.to_erase().order_by("id").iterator(chunk_size=500):
        default_storage.delete(file.path)
        erased += StoredFile.objects.filter(pk=file.pk, erased_at__isnull=True).update(erased_at=timezone.now())
    return erased


def remove_orphans() -> int:
    """Remove bytes without a row: a transaction rolled back after they were written, or a process died."""
    today = timezone.localdate()
    return sum(_remove_orphans_of(today - timedelta(days=back)) for back in range(ORPHAN_DAYS + 1))


def _remove_orphans_of(day) -> int:
    folder = day_folder(day)
    if not default_storage.exists(folder):
        return 0
    paths = [f"{folder}/{name}" for name in default_storage.listdir(folder)[1]]
    removed = 0
    for start in range(0, len(paths), 1000):
        batch = paths[start : start + 1000]
        known = set(StoredFile.objects.filter(path__in=batch).values_list("path", flat=True))
        removed += sum(_remove_if_old(path) for path in batch if path not in known)
    return removed


def _remove_if_old(path) -> bool:
    if timezone.now() - default_storage.get_modified_time(path) < ORPHAN_AGE:
        return False
    default_storage.delete(path)
    return True
