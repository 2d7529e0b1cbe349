from django.urls import path

from governance.metrics.reports import views
from governance.pages import navigation

app_name = "reports"
urlpatterns = [
    path("", views.reports, name="reports"),
    path("build/", views.build, name="build"),
    path("save/", views.save, name="save"),
    path("export/", views.export, name="export"),
    path("<int:pk>/", views.report, name="report"),
    path("<int:pk>/edit/", views.edit, name="edit"),
    path("<int:pk>/question/", views.change, name="change"),
    path("<int:pk>/copy/", views.copy, name="copy"),
    path("<int:pk>/delete/", views.delete, name="delete"),
    path("<int:pk>/schedule/", views.schedule, name="schedule"),
    path("<int:pk>/readers/", views.readers, name="readers"),
    path("<int:pk>/unschedule/", views.unschedule, name="unschedule"),
    path("issues/<int:pk>/", views.issue, name="issue"),
]
navigation.add("自定义报表", "reports:reports", verb=views.VERB, icon="table", group="统计", order=30)
