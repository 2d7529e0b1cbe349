"""Everything that the portal knows of a case, gone: rows, files, words, notices, drafts, exports, texts of the trail.

What stays says that there was a case, and no more: its number, its committee, its dates and figures, and that it was
destroyed. People stay in the register of persons, where other cases may know them (see cases/rights).
"""

from collections import defaultdict

import pgtrigger
from django.db import models, transaction
from django.utils import timezone

from cases.archive.disposal import handed, reaching
from cases.archive.disposal.models import DestructionItem, Hold
from cases.archive.models import Volume, VolumeCheck
from cases.docket.due.models import TimeLimit
from cases.docket.models import Case
from cases.ladder.models import HandedItem, Transfer
from cases.numbers.models import IssuedNumber
from cases.registers.models import RegisterRow
from cases.risk.models import Prevention
from cases.search.models import CaseText
from cases.subsidies.clawbacks.models import Clawback, ClawbackCancellation
from cases.subsidies.models import SubsidyClaim, SubsidyReview
from cases.visits.models import ReturnVisit
from governance.audit.actions import erase_texts
from governance.files import sweeping
from governance.files.models import StoredFile
from governance.jobs.models import Job, JobProblem
from governance.notices.models import Notice
from governance.notices.rungs import all_rungs

GONE = "（已销毁）"
KEPT = (  # what was paid stays on the books; what another committee took over is its own now
    *(IssuedNumber, TimeLimit, Volume, DestructionItem, Hold, SubsidyClaim),
    HandedItem,
)
COUNTED = (ReturnVisit, VolumeCheck, Prevention)  # figures count these: what is left of each is its day and its figures


def purge(case: Case, *, by, reason: str) -> dict[str, int]:
    """Take out all but the bare record of a locked `case`. Returns how many of what went; part of the destruction."""
    rows = _rows_of(case)
    ids = {model: set(found.values_list("pk", flat=True)) for model, found in rows.items()}
    ids[Case], ids[Volume] = {case.pk}, set(case.volumes.values_list("pk", flat=True))
    files = _forget_files(case, rows, ids)
    ids[HandedItem] = handed.let_go(case)
    notices = _forget_notices(ids)
    texts = erase_texts(_subjects(ids) | files, by=by, reason=reason)
    _blank_counted(ids)
    with pgtrigger.ignore("cases.Signature:signature_is_not_deleted"):
        gone = sum(_delete(model, keys) for model, keys in _deepest_first(ids))
    CaseText.objects.filter(case=case).delete()
    _blank(case)
    return {"rows": gone, "files": len(files["storedfile"]), "notices": notices, "texts": texts}


def _rows_of(case: Case) -> dict[type[models.Model], models.QuerySet]:
    """Every row of the wing that hangs on the case, by its model, however many steps away."""
    found: dict[type[models.Model], models.QuerySet] = {}
    todo: list[tuple[type[models.Model], str]] = [(Case, "")]
    while todo:
        parent, path = todo.pop(0)
        for relation in parent._meta.get_fields(include_hidden=True):
            if not isinstance(relation, (models.ManyToOneRel, models.OneToOneRel)):
                continue
            model: type[models.Model] = relation.related_model
            name = relation.field.name
            if (model, name) == (Transfer, "taken_as"):
                continue  # a row of the sender's file
            if model is Volume:
                todo.append((model, name))
            if model in (*KEPT, Case) or model._meta.app_label != "cases" or model is parent:
                continue
            way = f"{name}__{path}" if path else name
            reached = model._base_manager.filter(**{way: case})
            known = found.get(model)
            found[model] = known | reached if known is not None else reached
            if known is None:
                todo.append((model, way))
    found.pop(CaseText, None)
    return found


def _deepest_first(ids):
    """Models in the order in which their rows may go: who points at another goes before it."""
    models_left = [model for model in ids if model not in (Case, Volume, *COUNTED)]
    while models_left:
        free = [model for model in models_left if not any(_points(other, model) for other in models_left)]
        for model in free or models_left[:1]:
            models_left.remove(model)
            yield model, ids[model]


def _points(other, model) -> bool:
    return other is not model and any(
        field.remote_field and field.remote_field.model is model for field in other._meta.fields
    )


def _delete(model, keys) -> int:
    """Their rows, though they may name one another; joined tables of theirs go with them."""
    rows = model._base_manager.filter(pk__in=keys)
    own = [field.name for field in model._meta.fields if field.related_model is model and field.null]
    if own:
        rows.update(**dict.fromkeys(own))
    rows._raw_delete(rows.db)
    return len(keys)


def _forget_files(case, rows, ids) -> dict[str, list[str]]:
    """Files of the case and exports that may name it; ids by type of what is told of them in the trail."""
    named: dict[str, set] = defaultdict(set)
    for model, found in rows.items():
        for field in model._meta.fields:
            if field.related_model is StoredFile:
                named["pk__in"] |= set(found.exclude(**{field.name: None}).values_list(field.name, flat=True))
    named["pk__in"] |= handed.left_alone_with(case)
    held = models.Q(pk__in=named["pk__in"])
    for model, keys in ids.items():
        held |= models.Q(subject_type=model._meta.model_name, subject_id__in=[str(key) for key in keys])
    now = timezone.now()
    taken_over = handed.taken_over_from(case)
    files = StoredFile.objects.filter(held).exclude(pk__in=taken_over)
    export_ids = reaching.exports_telling_of(case)
    made_here = models.Q(kind="archive.volume", payload__case=case.pk) | models.Q(result__file__in=export_ids)
    jobs = list(Job.objects.filter(made_here).values_list("pk", flat=True))
    JobProblem.objects.filter(job__in=jobs).delete()
    Job.objects.filter(pk__in=jobs, kind="list.export").update(payload={})
    file_ids = [*files.values_list("pk", flat=True), *export_ids, *reaching.registers_telling_of(case)]
    StoredFile.objects.filter(pk__in=file_ids).update(expires_at=now, name=GONE)
    transaction.on_commit(sweeping.erase_expired)
    return {"storedfile": [str(pk) for pk in file_ids], "job": [str(pk) for pk in jobs]}


def _forget_notices(ids) -> int:
    told = models.Q(pk__in=[])
    for rung in all_rungs():
        if rung.model in ids:
            told |= models.Q(rung=rung.code, subject_id__in=ids[rung.model])
    return Notice.objects.filter(told).delete()[0]


def _subjects(ids) -> dict[str, list[str]]:
    return {model._meta.model_name: [str(key) for key in keys] for model, keys in ids.items()}


def _blank(case: Case) -> None:
    case.title, case.facts, case.requests, case.place_text, case.void_reason = GONE, "", [], "", ""
    case.dispute_subtype, case.host = "", None
    _blank_claims(case)
    RegisterRow.objects.filter(case=case).update(mediators="", remark="", persons=[], organisations=[])
    for volume in case.volumes.all():
        volume.name, volume.catalogue, volume.problems, volume.statement = GONE, [], [], ""
        volume.pdf = None
        volume.save()


def _blank_counted(ids) -> None:
    """No word of whom somebody visited and what they said, of what was wrong with the volume, of any evidence."""
    visits = ReturnVisit.objects.filter(pk__in=ids[ReturnVisit])
    visits.update(party=None, agreement=None, place="", found=[], situation="", measures="")
    checks = VolumeCheck.objects.filter(pk__in=ids[VolumeCheck])
    checks.update(lost={})
    checks.exclude(defects="").update(defects=GONE)
    checks.exclude(rectified_note="").update(rectified_note=GONE)
    Prevention.objects.filter(pk__in=ids[Prevention]).update(evidence=GONE)


def _blank_claims(case: Case) -> None:
    """What was paid, to whom and by whose word stays; why they said so goes."""
    claims = case.subsidy_claims
    claims.update(reason=GONE, withdraw_reason="")
    claims.exclude(grade_reason="").update(grade_reason=GONE)
    SubsidyReview.objects.filter(claim__case=case).exclude(opinion="").update(opinion=GONE)
    Clawback.objects.filter(share__claim__case=case).update(note=GONE)
    ClawbackCancellation.objects.filter(clawback__share__claim__case=case).update(reason=GONE)
