from django.urls import include, path

urlpatterns = [
    path("", include("governance.pages.urls")),
    path("files/", include("governance.files.urls")),
    path("jobs/", include("governance.jobs.urls")),
    path("accounts/", include("allauth.urls")),
]
