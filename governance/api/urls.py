from django.urls import include, path, re_path

from governance.api.docs import docs
from governance.api.views import Schema, UnknownRoute
from governance.pages import navigation

app_name = "api"
urlpatterns = [
    path("v1/", include("governance.areas.api_urls")),
    path("v1/", include("governance.people.postings.api_urls")),
    path("v1/", include("governance.persons.api_urls")),
    path("v1/", include("governance.organisations.api_urls")),
    path("v1/", include("governance.lookup.api_urls")),
    path("v1/", include("governance.calendars.api_urls")),
    path("v1/", include("cases.api_urls")),
    path("v1/", include("governance.metrics.api_urls")),
    path("v1/", include("governance.returns.api_urls")),
    path("v1/", include("governance.notices.api_urls")),
    path("v1/", include("governance.feed.api_urls")),
    path("v1/", include("governance.webhooks.api_urls")),
    path("v1/schema/", Schema.as_view({"get": "show"}), name="schema"),
    path("v1/docs/", docs, name="docs"),
    re_path(r"^.*$", UnknownRoute.as_view(dict.fromkeys(UnknownRoute.http_method_names, "nothing")), name="unknown"),
]
navigation.add("接口文档", "api:docs", verb="client.manage", icon="code-slash", group="任职与权限", order=35)
