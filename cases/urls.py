"""Index of the wing's addresses. Names are `cases:…`; a feature adds one line."""

from django.urls import include, path

app_name = "cases"
urlpatterns = [
    path("", include("cases.docket.urls")),
    path("", include("cases.intake.urls")),
    path("", include("cases.checks.urls")),
    path("", include("cases.accidents.urls")),
    path("", include("cases.documents.urls")),
    path("", include("cases.bulk.urls")),
    path("", include("cases.mediation.urls")),
    path("", include("cases.reminding.urls")),
    path("", include("cases.parties.urls")),
    path("", include("cases.committees.urls")),
    path("", include("cases.agreements.urls")),
    path("", include("cases.risk.urls")),
    path("", include("cases.ladder.urls")),
    path("", include("cases.interfaces.urls")),
    path("", include("cases.closing.urls")),
    path("", include("cases.performance.urls")),
    path("", include("cases.confirmation.urls")),
    path("", include("cases.visits.urls")),
    path("", include("cases.archive.urls")),
    path("", include("cases.rights.urls")),
    path("", include("cases.subsidies.urls")),
    path("", include("cases.rosters.urls")),
    path("", include("cases.registers.urls")),
]
