from django.urls import path

from governance.audit import exports, views  # noqa: F401 - declares the export
from governance.pages import navigation

app_name = "audit"
urlpatterns = [
    path("", views.entries, name="entries"),
    path("<int:pk>/", views.entry, name="entry"),
    path("<int:pk>/erase/", views.erase, name="erase"),
]

navigation.add("操作留痕", "audit:entries", verb="trail.view", icon="journal-text", group="系统", order=10)
