from django.urls import path

from governance.organisations import search, views  # noqa: F401 (search declares what the top bar finds)
from governance.pages import navigation

app_name = "organisations"
urlpatterns = [
    path("", views.organisations, name="organisations"),
    path("register/", views.register, name="register"),
    path("<int:pk>/", views.organisation, name="organisation"),
    path("<int:pk>/change/", views.change, name="change"),
    path("<int:pk>/phones/add/", views.add_phone, name="add_phone"),
]
navigation.add(
    "单位", "organisations:organisations", verb="organisation.view", icon="building", group="人员与单位", order=20
)
