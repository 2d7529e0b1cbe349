from django.urls import path

from cases.docket.api import CaseEvents

urlpatterns = [
    path("cases/<int:pk>/events/", CaseEvents.as_view({"get": "list"}), name="case_events"),
]
