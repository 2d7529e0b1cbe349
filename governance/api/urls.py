from django.urls import include, path, re_path

from governance.api.views import UnknownRoute

app_name = "api"
urlpatterns = [
    path("v1/", include("governance.areas.api_urls")),
    path("v1/", include("governance.people.postings.api_urls")),
    re_path(r"^.*$", UnknownRoute.as_view(dict.fromkeys(UnknownRoute.http_method_names, "nothing")), name="unknown"),
]
