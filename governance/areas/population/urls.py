from django.urls import path

from governance.areas.population import sections, views  # noqa: F401 - declares what a place shows
from governance.pages import navigation

app_name = "population"
urlpatterns = [
    path("population/", views.here, name="here"),
    path("population/rows/<int:pk>/", views.correct, name="correct"),
    path("population/<str:code>/", views.series, name="series"),
    path("population/<str:code>/enter/", views.enter, name="enter"),
]

navigation.add("人口数据", "population:here", verb="place.view", icon="bar-chart", group="辖区", order=45)
