from django.urls import path

from cases.closing import sections, views, waiting  # noqa: F401 - declares what pages gather
from cases.docket.page import act

urlpatterns = [
    path("<int:pk>/close/", views.propose_closing, name="propose_closing"),
    path("closing-reports/<int:pk>/approve/", views.approve_closing, name="approve_closing"),
    path("closing-reports/<int:pk>/return/", views.return_closing, name="return_closing"),
    path("<int:pk>/reopen/", views.reopen, name="reopen"),
]

act("T20", "结案报告", "cases:propose_closing", order=60, icon="check-circle", who="conduct")
act("T23", "恢复调解", "cases:reopen", order=90, icon="arrow-repeat")
