from django.urls import path

from governance.lookup import views
from governance.pages import navigation

app_name = "lookup"
urlpatterns = [
    path("", views.lookup, name="lookup"),
    path("search/", views.search, name="search"),
    path("identifiers/<int:pk>/reveal/", views.identifier, name="identifier"),
    path("phones/<int:pk>/reveal/", views.phone, name="phone"),
    path("persons/<int:pk>/birth-date/", views.birth_date, name="birth_date"),
]
navigation.add("按号码查找", "lookup:lookup", verb="person.view", icon="fingerprint", group="人员与单位", order=30)
