from django.urls import path

from governance.organisations.api import Organisations

urlpatterns = [
    path("organisations/", Organisations.as_view({"get": "list", "post": "register"}), name="organisations"),
    path("organisations/<int:pk>/", Organisations.as_view({"get": "retrieve", "patch": "change"}), name="organisation"),
    path("organisations/<int:pk>/phones/", Organisations.as_view({"post": "add_phone"}), name="add_organisation_phone"),
]
