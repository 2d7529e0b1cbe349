from django.urls import path

from cases.documents.api import CaseDocuments

urlpatterns = [
    path("cases/<int:pk>/documents/", CaseDocuments.as_view({"get": "list"}), name="case_documents"),
]
