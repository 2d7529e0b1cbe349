"""What happened to a place: names, beginnings and ends, successors, acts, lists that told it."""

from datetime import date

from django.db.models import Q

from governance.areas.changes.models import AreaChange
from governance.areas.changes.succession import area_predecessors, area_successors
from governance.areas.loads.models import AreaLoad, AreaLoadChange
from governance.areas.models import Area, AreaSuccession
from governance.audit.history import Event


def events_of(area: Area, actor) -> list[Event]:
    """Newest first; the note is the document or list that told it. An act links to its page where `actor` sees it."""
    names = [Event(name.starts_on, f"名称为“{name.name}”", note=name.source) for name in area.names.all()]
    events = [*names, *_acts(area, actor), *_of_lists(area)]
    if area.valid_from and not any(event.at == area.valid_from for event in events):
        events.append(Event(area.valid_from, "启用"))
    if area.valid_to and not any(event.at == area.valid_to for event in events):
        events.append(Event(area.valid_to, "停用"))
    return sorted(events, key=lambda event: event.at or date.min, reverse=True)


def successors_of(area: Area, on: date) -> list[Area]:
    """The places that carry on what `area` was by `on`; none when it goes on itself."""
    by_list = AreaSuccession.objects.filter(area=area, on__lte=on).values("successor")
    by_act = set(area_successors(area.pk, on)) - {area.pk}
    return list(Area.objects.filter(Q(pk__in=by_list) | Q(pk__in=by_act)).order_by("code"))


def predecessors_of(area: Area, on: date) -> list[Area]:
    """The places that `area` carries on, wholly or in part, by `on`."""
    by_list = AreaSuccession.objects.filter(successor=area, on__lte=on).values("area")
    return list(Area.objects.filter(Q(pk__in=by_list) | Q(pk__in=area_predecessors(area.pk, on))).order_by("code"))


def _acts(area, actor):
    acts = AreaChange.objects.standing().touching(area.pk)
    seen = set(acts.visible_to(actor).values_list("pk", flat=True))
    for act in acts:
        url = act.get_absolute_url() if act.pk in seen else ""
        yield Event(act.effective_on, act.get_kind_display(), note=act.document_no, url=url)


def _of_lists(area):
    told = AreaLoadChange.objects.filter(Q(code=area.pk) | Q(old_code=area.pk), load__state=AreaLoad.State.APPLIED)
    for change in told.exclude(kind__in=[AreaLoadChange.Kind.RENAMED, AreaLoadChange.Kind.ENDED_HERE]).select_related(
        "load"
    ):
        yield Event(change.load.effective_on, _said(change, area), note=change.load.file_name)


def _said(change, area):
    if change.kind == AreaLoadChange.Kind.MOVED:
        return f"由代码 {change.old_code} 改为本代码" if change.code == area.pk else f"停用，代码改为 {change.code}"
    return "启用" if change.kind == AreaLoadChange.Kind.NEW else "停用"
