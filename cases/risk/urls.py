from django.urls import path

from cases.risk import exports, sections, views, waiting  # noqa: F401 - declares what pages gather
from governance.pages import navigation

urlpatterns = [
    path("risk/", views.risks, name="risks"),
    path("risk/prevented/", views.preventions, name="preventions"),
    path("<int:pk>/risk/assess/", views.assess_risk, name="assess_risk"),
    path("<int:pk>/risk/report/", views.report_risk, name="report_risk"),
    path("<int:pk>/risk/prevented/", views.confirm_prevention, name="confirm_prevention"),
    path("risk-reports/<int:pk>/reply/", views.risk_reply, name="risk_reply"),
]

navigation.add("风险案件", "cases:risks", verb="case.view", icon="exclamation-triangle", group="人民调解", order=30)
