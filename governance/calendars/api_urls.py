from django.urls import path

from governance.calendars.api import Calendars

urlpatterns = [
    path("calendars/", Calendars.as_view({"get": "list"}), name="calendars"),
    path("calendars/<int:pk>/", Calendars.as_view({"get": "retrieve"}), name="calendar"),
]
