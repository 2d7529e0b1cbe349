from django.urls import include, path

urlpatterns = [
    path("", include("governance.pages.urls")),
    path("api/", include("governance.api.urls")),
    path("", include("governance.areas.partitions.urls")),
    path("persons/", include("governance.persons.urls")),
    path("organisations/", include("governance.organisations.urls")),
    path("duplicates/", include("governance.duplicates.urls")),
    path("lookup/", include("governance.lookup.urls")),
    path("", include("governance.areas.population.urls")),
    path("", include("governance.areas.watchlist.urls")),
    path("", include("governance.areas.changes.urls")),
    path("", include("governance.committees.urls")),
    path("", include("governance.rules.urls")),
    path("", include("governance.texts.urls")),
    path("calendars/", include("governance.calendars.urls")),
    path("places/", include("governance.areas.urls")),
    path("trail/", include("governance.audit.urls")),
    path("notices/", include("governance.notices.urls")),
    path("files/", include("governance.files.urls")),
    path("jobs/", include("governance.jobs.urls")),
    path("saved-filters/", include("governance.saved_filters.urls")),
    path("figures/reports/", include("governance.metrics.reports.urls")),
    path("figures/", include("governance.metrics.board.urls")),
    path("returns/", include("governance.returns.urls")),
    path("checks/", include("governance.invariants.urls")),
    path("", include("governance.watch.urls")),
    path("sign-in/", include("governance.access.signin_urls")),
    path("access/", include("governance.access.urls")),
    path("accounts/", include("governance.people.accounts.urls")),
    path("postings/", include("governance.people.postings.urls")),
    path("clients/", include("governance.access.api_clients.urls")),
    path("webhooks/", include("governance.webhooks.urls")),
    path("cases/", include("cases.urls")),
]

handler400 = "governance.pages.errors.bad_request"
handler403 = "governance.pages.errors.permission_denied"
handler404 = "governance.pages.errors.page_not_found"
handler500 = "governance.pages.errors.server_error"
