from django.urls import path

from governance.committees import sections, views  # noqa: F401 - declares what a place shows
from governance.pages import navigation

app_name = "committees"
urlpatterns = [
    path("bodies/", views.bodies, name="bodies"),
    path("bodies/add/", views.set_up_body, name="set_up_body"),
    path("bodies/<int:pk>/", views.body, name="body"),
    path("bodies/<int:pk>/edit/", views.edit_body, name="edit_body"),
    path("bodies/<int:pk>/dissolve/", views.dissolve_body, name="dissolve_body"),
]

navigation.add("组织", "committees:bodies", verb="place.view", icon="diagram-3", group="辖区", order=50)
