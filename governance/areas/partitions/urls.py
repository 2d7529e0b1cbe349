from django.urls import path

from governance.areas.partitions import estate_views, sections, views  # noqa: F401 - declares what a place shows
from governance.pages import navigation

app_name = "partitions"
urlpatterns = [
    path("estates/", estate_views.estates, name="estates"),
    path("estates/add/", estate_views.add_estate, name="add_estate"),
    path("estates/<int:pk>/", estate_views.estate, name="estate"),
    path("estates/<int:pk>/edit/", estate_views.edit_estate, name="edit_estate"),
    path("estates/<int:pk>/end/", estate_views.end_estate, name="end_estate"),
    path("estates/<int:pk>/links/add/", estate_views.link_estate, name="link_estate"),
    path("estates/<int:pk>/links/<int:number>/end/", estate_views.unlink_estate, name="unlink_estate"),
    path("grids/", views.grids, name="grids"),
    path("grids/add/", views.add_grid, name="add_grid"),
    path("grids/<int:pk>/", views.grid, name="grid"),
    path("grids/<int:pk>/edit/", views.edit_grid, name="edit_grid"),
    path("grids/<int:pk>/end/", views.end_grid, name="end_grid"),
    path("building-groups/", views.building_groups, name="building_groups"),
    path("building-groups/add/", views.add_building_group, name="add_building_group"),
    path("building-groups/<int:pk>/", views.building_group, name="building_group"),
    path("building-groups/<int:pk>/edit/", views.edit_building_group, name="edit_building_group"),
    path("building-groups/<int:pk>/end/", views.end_building_group, name="end_building_group"),
]

navigation.add("小区、网格、楼组", "partitions:estates", verb="place.view", icon="buildings", group="辖区", order=40)
