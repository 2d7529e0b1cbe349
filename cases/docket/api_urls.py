from django.urls import path

from cases.docket.api import CaseEvents, Cases

urlpatterns = [
    path("cases/", Cases.as_view({"get": "list"}), name="cases"),
    path("cases/<int:pk>/", Cases.as_view({"get": "retrieve"}), name="case"),
    path("cases/<int:pk>/events/", CaseEvents.as_view({"get": "list"}), name="case_events"),
]
