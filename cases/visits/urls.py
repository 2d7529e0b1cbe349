from django.urls import path

from cases.docket.page import deed
from cases.docket.states import WITH_AGREEMENT
from cases.visits import sections, views, waiting  # noqa: F401 (declare what pages gather)
from governance.pages import navigation

urlpatterns = [
    path("visits/", views.visits_due, name="visits_due"),
    path("visits/made/", views.visits, name="visits"),
    path("<int:pk>/visit/", views.visit, name="visit"),
]
navigation.add("回访", "cases:visits_due", verb="case.view", icon="telephone", group="人民调解", order=33)


def _is_followed(case):
    return case.procedure in WITH_AGREEMENT


deed("登记回访", "cases:visit", when=_is_followed, who="follow", order=35, icon="house-door")
