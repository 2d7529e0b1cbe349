from django.urls import path

from governance.invariants import views
from governance.pages import navigation

app_name = "invariants"
urlpatterns = [
    path("", views.runs, name="runs"),
    path("start/", views.start, name="start"),
    path("<int:pk>/", views.run, name="run"),
]

navigation.add("数据核对", "invariants:runs", verb="check.view", icon="clipboard-check", group="系统", order=20)
