from django.urls import path

from cases.visits.api import CaseVisits

urlpatterns = [
    path("cases/<int:pk>/visits/", CaseVisits.as_view({"get": "list"}), name="case_visits"),
]
