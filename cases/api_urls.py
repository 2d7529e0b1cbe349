"""Index of the wing's API. Names are `api:…`; a feature adds one line."""

from django.urls import include, path

urlpatterns = [
    path("", include("cases.docket.api_urls")),
    path("", include("cases.intake.api_urls")),
    path("", include("cases.accidents.api_urls")),
    path("", include("cases.mediation.api_urls")),
    path("", include("cases.agreements.api_urls")),
    path("", include("cases.documents.api_urls")),
    path("", include("cases.interfaces.api_urls")),
    path("", include("cases.confirmation.api_urls")),
    path("", include("cases.subsidies.api_urls")),
    path("", include("cases.visits.api_urls")),
]
