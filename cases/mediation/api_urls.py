from django.urls import path

from cases.mediation.sessions.api import CaseSessions

urlpatterns = [
    path("cases/<int:pk>/sessions/", CaseSessions.as_view({"get": "list"}), name="case_sessions"),
]
