from django.urls import path

from cases.docket.api import CaseEvents, CaseLimits

urlpatterns = [
    path("cases/<int:pk>/events/", CaseEvents.as_view({"get": "list"}), name="case_events"),
    path("cases/<int:pk>/limits/", CaseLimits.as_view({"get": "list"}), name="case_limits"),
]
