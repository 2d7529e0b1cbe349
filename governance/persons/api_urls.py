from django.urls import path

from governance.persons.api import Persons

urlpatterns = [
    path("persons/", Persons.as_view({"get": "list", "post": "register"}), name="persons"),
    path("persons/<int:pk>/", Persons.as_view({"get": "retrieve", "patch": "change"}), name="person"),
    path("persons/<int:pk>/identifiers/", Persons.as_view({"post": "add_identifier"}), name="add_identifier"),
    path("persons/<int:pk>/phones/", Persons.as_view({"post": "add_phone"}), name="add_phone"),
]
