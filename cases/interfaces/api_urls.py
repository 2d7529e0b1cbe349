from django.urls import path

from cases.interfaces.api import Feedbacks

urlpatterns = [
    path("feedback/", Feedbacks.as_view({"get": "list"}), name="feedbacks"),
    path("feedback/<int:pk>/", Feedbacks.as_view({"get": "retrieve"}), name="feedback"),
    path("feedback/<int:pk>/paper/", Feedbacks.as_view({"get": "paper"}), name="feedback_paper"),
    path("feedback/<int:pk>/receipt/", Feedbacks.as_view({"post": "receive"}), name="receive_feedback"),
]
