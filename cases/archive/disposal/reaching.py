"""Files that are not of a case and tell of it all the same: lists, people's copies of their own data, old registers."""

from collections.abc import Iterable

from django.db.models import Q

from cases.docket.models import Case
from cases.parties.models import Representation
from governance.areas import codes
from governance.files.models import StoredFile
from governance.jobs.models import Job

LISTS = ("case.view", "case.read")  # what such a spreadsheet lists may name the case
LISTED_IN = ("export", "oral_register")
OWN_COPY = "rights.export"
REGISTERS = ("register", "register_errors")


def exports_telling_of(case: Case) -> list[int]:
    """Ids of exported files that stand: lists of the places of the case, own data of its people and organisations."""
    places = [case.area_id, *codes.ancestors(case.area_id)]
    kept = StoredFile.objects.kept()
    lists = kept.filter(purpose__in=LISTED_IN, verb__in=LISTS, places__overlap=places)
    copies = own_copies(*people_of(case)).values_list("result__file", flat=True)
    own = kept.filter(purpose="export", pk__in=[pk for pk in copies if pk])
    return [*lists.values_list("pk", flat=True), *own.values_list("pk", flat=True)]


def registers_telling_of(case: Case) -> list[int]:
    """Ids of the files of the old register that the case was brought in with, and of its sheets of wrong rows."""
    row = getattr(case, "register_row", None)
    if row is None:
        return []
    files = StoredFile.objects.kept().about(row.batch).filter(purpose__in=REGISTERS)
    return list(files.values_list("pk", flat=True))


def people_of(case: Case) -> tuple[set[int], set[int]]:
    """Keys of the persons and of the organisations that are, or speak for, its parties."""
    parties = case.parties.values_list("person_id", "organisation_id")
    speakers = Representation.objects.filter(party__case=case).values_list("person_id", flat=True)
    persons = {person for person, _ in parties if person} | set(speakers)
    return persons, {organisation for _, organisation in parties if organisation}


def own_copies(persons: Iterable[int], organisations: Iterable[int] = ()):
    """Jobs that made a copy of the own data of one of these."""
    about = Q(payload__person__in=list(persons)) | Q(payload__organisation__in=list(organisations))
    return Job.objects.filter(about, kind=OWN_COPY)
