from django.urls import path

from governance.jobs import views, waiting  # noqa: F401 - declares what the work home shows
from governance.pages import navigation

app_name = "jobs"
urlpatterns = [
    path("", views.jobs, name="jobs"),
    path("export/<str:name>/", views.export, name="export"),
    path("<int:pk>/", views.job, name="job"),
    path("<int:pk>/progress/", views.progress, name="progress"),
    path("<int:pk>/cancel/", views.cancel, name="cancel"),
    path("<int:pk>/problems.csv", views.problems, name="problems"),
]

navigation.add("我的任务", "jobs:jobs", icon="hourglass-split", order=90, short="任务")
