from django.urls import path

from governance.areas.api import Areas

urlpatterns = [
    path("areas/", Areas.as_view({"get": "list"}), name="areas"),
    path("areas/<str:code>/", Areas.as_view({"get": "retrieve"}), name="area"),
]
