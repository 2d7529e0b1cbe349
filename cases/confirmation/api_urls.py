from django.urls import path

from cases.confirmation.api import CaseConfirmations

urlpatterns = [
    path("cases/<int:pk>/confirmations/", CaseConfirmations.as_view({"get": "list"}), name="case_confirmations"),
]
