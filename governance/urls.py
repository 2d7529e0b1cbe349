from django.urls import include, path

urlpatterns = [
    path("", include("governance.pages.urls")),
    path("accounts/", include("allauth.urls")),
]
