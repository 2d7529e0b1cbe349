from django.urls import path

from governance.notices.api import Notices

urlpatterns = [
    path("notices/", Notices.as_view({"get": "list"}), name="notices"),
]
