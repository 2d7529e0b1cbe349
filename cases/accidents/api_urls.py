from django.urls import path

from cases.accidents.api import AccidentCases, CaseAccidents

urlpatterns = [
    path("cases/<int:pk>/accidents/", CaseAccidents.as_view({"get": "list"}), name="case_accidents"),
    path("cases/<int:pk>/accident/", AccidentCases.as_view({"post": "note"}), name="note_accident"),
]
