from governance.areas.codes import COMMITTEE, STREET
from governance.areas.partitions.models import BuildingGroup, Estate, Grid
from governance.areas.sections import section


@section(
    "partitions",
    "小区、网格、楼组",
    template="governance/partitions/_section.html",
    order=30,
    levels=(STREET, COMMITTEE),
)
def partitions(area, actor, day):
    """How many of each stand on the day, and, under a committee, which."""
    rows = {
        "estates": Estate.objects.visible_to(actor).under(area.pk, day).order_by("name"),
        "grids": Grid.objects.visible_to(actor).inside(area.pk).current(day).order_by("code"),
        "groups": BuildingGroup.objects.visible_to(actor).inside(area.pk).current(day).for_list().order_by("name"),
    }
    may_edit = area.level == COMMITTEE and area.valid_to is None and actor.holds("place.edit", area.pk)
    if area.level == COMMITTEE:
        return {"rows": {name: list(found) for name, found in rows.items()}, "may_edit": may_edit}
    return {"counts": {name: found.count() for name, found in rows.items()}}
