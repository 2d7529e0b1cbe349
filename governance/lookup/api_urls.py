from django.urls import path

from governance.lookup.api import LookUp

urlpatterns = [path("persons/look-up/", LookUp.as_view({"post": "find"}), name="look_up")]
