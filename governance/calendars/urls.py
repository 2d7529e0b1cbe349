from django.urls import path

from governance.calendars import views
from governance.pages import navigation

app_name = "calendars"
urlpatterns = [
    path("", views.years, name="years"),
    path("publish/", views.publish, name="publish"),
    path("<int:pk>/", views.year, name="year"),
    path("<int:pk>/correct/", views.correct, name="correct"),
]

navigation.add("工作日历", "calendars:years", icon="calendar3", group="数据与规则", order=65)
