from django.urls import path

from cases.visits.api import CaseVisits, Visits

urlpatterns = [
    path("visits/", Visits.as_view({"get": "list"}), name="visits"),
    path("cases/<int:pk>/visits/", CaseVisits.as_view({"get": "list"}), name="case_visits"),
]
