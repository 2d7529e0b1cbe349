from django.urls import path

from governance.people.postings.api import Postings

urlpatterns = [
    path("postings/", Postings.as_view({"get": "list", "post": "grant"}), name="postings"),
    path("postings/<int:pk>/", Postings.as_view({"get": "retrieve", "patch": "change"}), name="posting"),
    path("postings/<int:pk>/end/", Postings.as_view({"post": "end"}), name="end_posting"),
]
