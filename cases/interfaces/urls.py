from django.urls import path

from cases.interfaces import sections, views, waiting  # noqa: F401 - declares what pages gather
from cases.interfaces.organs import views as organs
from governance.pages import navigation

urlpatterns = [
    path("feedback/", views.feedbacks, name="feedbacks"),
    path("referrals/<int:pk>/feedback/", views.send_feedback, name="send_feedback"),
    path("organs/", organs.organ_clients, name="organ_clients"),
    path("organs/<int:pk>/", organs.organ_client, name="organ_client"),
    path("feedback/<int:pk>/receipt/", views.feedback_receipt, name="feedback_receipt"),
    path("feedback/<int:pk>/answer/", views.feedback_answer, name="feedback_answer"),
]

navigation.add("移送反馈", "cases:feedbacks", verb="case.view", icon="envelope", group="人民调解", order=45)
navigation.add("对接部门", "cases:organ_clients", verb="client.view", icon="key", group="人民调解", order=46)
