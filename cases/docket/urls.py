from django.urls import path

from cases.docket import exports, found, sections, views, waiting  # noqa: F401 (declare what pages gather)
from governance.pages import navigation

urlpatterns = [
    path("", views.cases, name="cases"),
    path("find/", views.find, name="find"),
    path("<int:pk>/", views.case, name="case"),
]
navigation.add("案件", "cases:cases", verb="case.view", icon="journal-text", group="人民调解", order=10)
