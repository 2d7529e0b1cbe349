from django.urls import path

from cases.agreements.api import CaseAgreements

urlpatterns = [
    path("cases/<int:pk>/agreements/", CaseAgreements.as_view({"get": "list"}), name="case_agreements"),
]
