from django.urls import path

from cases.docket.page import deed
from cases.docket.states import WITH_AGREEMENT
from cases.visits import sections, views, waiting  # noqa: F401 (declare what pages gather)

urlpatterns = [
    path("<int:pk>/visit/", views.visit, name="visit"),
]


def _is_followed(case):
    return case.procedure in WITH_AGREEMENT


deed("登记回访", "cases:visit", when=_is_followed, who="follow", order=35, icon="house-door")
