from django.urls import path

from cases.checks import views
from governance.pages import navigation

urlpatterns = [
    path("checks/", views.checks, name="checks"),
    path("checks/add/", views.add_check, name="add_check"),
    path("checks/<int:pk>/", views.check, name="check"),
    path("checks/<int:pk>/finding/", views.add_finding, name="add_finding"),
    path("checks/<int:pk>/sheet/", views.check_print, name="check_sheet"),
]

navigation.add("矛盾排查", "cases:checks", verb="case.view", icon="flag", group="人民调解", order=39)
