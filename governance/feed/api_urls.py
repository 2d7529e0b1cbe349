from django.urls import path

from governance.feed.api import Changes

urlpatterns = [
    path("changes/", Changes.as_view({"get": "list"}), name="changes"),
]
