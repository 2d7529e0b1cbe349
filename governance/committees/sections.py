from governance.areas.codes import COMMITTEE, COUNTY, STREET
from governance.areas.sections import section
from governance.committees.models import Body


@section("bodies", "组织", template="governance/committees/_section.html", order=40, levels=(COUNTY, STREET, COMMITTEE))
def bodies(area, actor, day):
    """Bodies of the place itself that stood on the day."""
    found = Body.objects.visible_to(actor).filter(area=area).standing(day).for_list().order_by("kind", "name")
    may_edit = area.valid_to is None and actor.holds("place.edit", area.pk)
    return {"bodies": list(found), "may_edit": may_edit}
