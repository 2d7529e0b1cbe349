"""Rows of official tables for the crawl: accepted, at its filer, due; and a released edition."""

from datetime import date

from django.utils import timezone

from governance.returns.digests import digest_of
from governance.returns.models import Return, ReturnEdition
from tests import factories


def made_return(place, marker):
    """Accepted and released, with `marker` as the word of its unit's head."""
    by, other = (factories.make_account(f"{what}_{place}_{Return.objects.count()}") for what in ("filer", "reviewer"))
    now = timezone.now()
    filed = Return.objects.create(
        kind="mediation_cases", area_id=place, upper_id=f"{place[:9]}000", period=f"{2000 + Return.objects.count()}",
        starts_on=date(2020, 1, 1), ends_on=date(2020, 12, 31), basis="results", state="accepted",
        first_submitted_at=now,
    )  # fmt: skip
    edition = ReturnEdition.objects.create(
        filed=filed, number=1, state="accepted", drawn_at=now, drawn_by=by, head=marker, submitted_at=now,
        submitted_by=by, reviewed_at=now, reviewed_by=other, digest="0" * 64,
    )  # fmt: skip
    figures = {column.code: "0" for column in filed.declared.columns if not column.is_keyed}
    edition.rows.create(area_id=place, is_own=True, label=marker, order=1, figures=figures)
    edition.digest = digest_of(edition)
    edition.save()
    return filed


def edition(place, marker):
    filed = made_return(place, marker)
    made, now = filed.editions.get(), timezone.now()
    made.state, made.released_at, made.released_by = "released", now, made.reviewed_by
    made.save()
    Return.objects.filter(pk=filed.pk).update(state="released")
    return made


def _unfiled(place, state):
    return Return.objects.create(
        kind="mediation_cases", area_id=place, upper_id=f"{place[:9]}000", period=f"{2000 + Return.objects.count()}",
        starts_on=date(2020, 1, 1), ends_on=date(2020, 12, 31), basis="results", state=state,
        due_on=date(2021, 1, 8), due_why="期后第 5 个工作日",
    )  # fmt: skip


def draft(place, marker):
    """Drawn up, with one figure that differs from the drawing before."""
    by, filed = factories.make_account(f"drafter_{place}"), _unfiled(place, "draft")
    made = ReturnEdition.objects.create(
        filed=filed, number=1, drawn_at=timezone.now(), drawn_by=by, moved=[[marker, "调解案件总数", "0", "1"]]
    )
    figures = {column.code: "0" for column in filed.declared.columns if not column.is_keyed}
    made.rows.create(area_id=place, is_own=True, label=marker, order=1, figures={**figures, "total": "1"})
    return filed


def due(place, marker):
    """Nobody has drawn it up; its day is told with the marker."""
    filed = _unfiled(place, "due")
    Return.objects.filter(pk=filed.pk).update(due_why=marker)
    return filed


BUILDERS = {"governance.Return": made_return, "governance.ReturnEdition": edition}
OTHER_STATES = (("governance.Return", draft), ("governance.Return", due))
