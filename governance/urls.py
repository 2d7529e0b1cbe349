from django.urls import include, path

urlpatterns = [
    path("", include("governance.pages.urls")),
    path("files/", include("governance.files.urls")),
    path("jobs/", include("governance.jobs.urls")),
    path("", include("governance.watch.urls")),
    path("accounts/", include("allauth.urls")),
]

handler400 = "governance.pages.errors.bad_request"
handler403 = "governance.pages.errors.permission_denied"
handler404 = "governance.pages.errors.page_not_found"
handler500 = "governance.pages.errors.server_error"
