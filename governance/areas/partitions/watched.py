"""New in the three lists: entered, changed, begun or ended by their day."""

from governance.areas.partitions.filters import BuildingGroupFilter, EstateFilter, GridFilter
from governance.areas.partitions.models import BuildingGroup, Estate, Grid
from governance.saved_filters.lists import watched
from governance.saved_filters.stirring import acted_on, any_of, day_came


def _watched(page, filterset, model):
    watched(
        page,
        filterset=filterset,
        rows=lambda actor: model.objects.visible_to(actor),
        stirred=any_of(acted_on(model), day_came(model, "starts_on", "ends_on")),
    )


_watched("partitions:estates", EstateFilter, Estate)
_watched("partitions:grids", GridFilter, Grid)
_watched("partitions:building_groups", BuildingGroupFilter, BuildingGroup)
