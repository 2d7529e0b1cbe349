from django.urls import path

from cases.intake.api import CaseLetters, FiledCases

urlpatterns = [
    path("cases/", FiledCases.as_view({"get": "list", "post": "file"}), name="cases"),
    path("cases/referred/", FiledCases.as_view({"post": "refer"}), name="refer_case"),
    path("cases/<int:pk>/", FiledCases.as_view({"get": "retrieve"}), name="case"),
    path("cases/<int:pk>/letters/", CaseLetters.as_view({"get": "list"}), name="case_letters"),
    path("cases/<int:pk>/papers/", FiledCases.as_view({"post": "attach"}), name="attach_paper"),
    path("cases/<int:pk>/withdrawal/", FiledCases.as_view({"post": "withdraw"}), name="withdraw_case"),
]
