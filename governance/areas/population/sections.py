from governance.areas.population.models import AreaPopulation
from governance.areas.sections import section


@section("population", "人口", template="governance/population/_section.html", order=20)
def population(area, actor, day):
    """The newest figures known on the day."""
    rows = AreaPopulation.objects.visible_to(actor).series(area.pk).filter(as_of__lte=day)
    return {"newest": rows.first(), "may_edit": actor.holds("place.edit", area.pk)}
