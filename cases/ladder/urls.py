from django.urls import path

from cases.docket.page import act
from cases.ladder import sections, views, waiting  # noqa: F401 - declares what pages gather
from governance.pages import navigation

urlpatterns = [
    path("transfers/", views.transfers, name="transfers"),
    path("<int:pk>/transfer/", views.ask_transfer, name="ask_transfer"),
    path("<int:pk>/transfer/early/", views.ask_transfer, name="ask_transfer_early"),
    path("transfers/<int:pk>/", views.transfer, name="transfer"),
    path("transfers/<int:pk>/accept/", views.accept_transfer, name="accept_transfer"),
    path("transfers/<int:pk>/refuse/", views.refuse_transfer, name="refuse_transfer"),
    path("transfers/<int:pk>/take-back/", views.take_back_transfer, name="take_back_transfer"),
    path("<int:pk>/departments/", views.need_department, name="need_department"),
    path("departments/<int:pk>/end/", views.end_need, name="end_department_need"),
    path("<int:pk>/joint/", views.join_committee, name="join_committee"),
    path("assistances/<int:pk>/leave/", views.leave_committee, name="leave_committee"),
]

act("T19", "移交其他调委会", "cases:ask_transfer", order=75, icon="send", who="decide")
act("T7T", "移交其他调委会", "cases:ask_transfer_early", order=75, icon="send", who="decide")

navigation.add("移交", "cases:transfers", verb="case.view", icon="send", group="人民调解", order=42)
