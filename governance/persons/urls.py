from django.urls import path

from governance.pages import navigation
from governance.persons import search, views  # noqa: F401 (search declares what the top bar finds)

app_name = "persons"
urlpatterns = [
    path("", views.persons, name="persons"),
    path("register/", views.register, name="register"),
    path("told/", views.told, name="told"),
    path("<int:pk>/", views.person, name="person"),
    path("<int:pk>/phones/", views.phones, name="phones"),
    path("<int:pk>/matters/", views.matters, name="matters"),
    path("<int:pk>/history/", views.history, name="history"),
    path("<int:pk>/change/", views.change, name="change"),
    path("<int:pk>/identifiers/add/", views.add_identifier, name="add_identifier"),
    path("<int:pk>/phones/add/", views.add_phone, name="add_phone"),
    path("identifiers/<int:pk>/end/", views.end_identifier, name="end_identifier"),
    path("phones/<int:pk>/end/", views.end_phone, name="end_phone"),
]
navigation.add("人员", "persons:persons", verb="person.view", icon="people", group="人员与单位", order=10)
