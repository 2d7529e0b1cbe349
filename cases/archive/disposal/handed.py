"""What was handed over between committees, when the volume of one of them is destroyed.

A file lies with the case where it was stored, and is read by the one that took it over too: it goes with the last of
them. Who took it over keeps its items when the sender's volume goes; the sender keeps its own files when theirs goes.
"""

from django.db.models import Q

from cases.docket.models import Case
from cases.docket.states import Archive
from cases.ladder.models import HandedItem
from governance.files.models import StoredFile


def taken_over_from(case: Case) -> set[int]:
    """Files that another case, not destroyed, reads as well; each is from now on of the item that names it."""
    items = HandedItem.objects.of_living_cases().exclude(case=case).filter(files__isnull=False)
    lie_here = Q(origin=case) | Q(origin__archive=Archive.DESTROYED, files__in=_handed_to(case))
    kept = dict(items.filter(lie_here).order_by("-id").values_list("files", "pk"))
    for file, item in kept.items():
        StoredFile.objects.filter(pk=file).update(subject_type=HandedItem._meta.model_name, subject_id=str(item))
    return set(kept)


def left_alone_with(case: Case) -> set[int]:
    """Files that were handed to `case` and whose own case is destroyed; `taken_over_from` says who else reads them."""
    return set(_handed_to(case).filter(origin__archive=Archive.DESTROYED))


def let_go(case: Case) -> set[int]:
    """Take out the items that were handed to `case`, and unhook those that went from it. Returns what went."""
    HandedItem.objects.filter(transfer__case=case).exclude(case=case).update(transfer=None)
    own = set(case.handed_items.values_list("pk", flat=True))
    HandedItem.files.through.objects.filter(handeditem__in=own).delete()
    HandedItem.objects.filter(pk__in=own).delete()
    return own


def _handed_to(case: Case):
    return HandedItem.objects.filter(case=case, files__isnull=False).values_list("files", flat=True)
