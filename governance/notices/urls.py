from django.urls import path

from governance.notices import personal, views
from governance.pages import navigation

app_name = "notices"
urlpatterns = [
    path("", views.notices, name="notices"),
    path("read-all/", views.read_all, name="read_all"),
    path("settings/", personal.settings, name="settings"),
    path("settings/absence/", personal.register, name="register_absence"),
    path("settings/absence/<int:pk>/end/", personal.end, name="end_absence"),
    path("settings/<str:name>/", personal.address, name="address"),
    path("<int:pk>/", views.open_notice, name="open_notice"),
    path("<int:pk>/finish/", views.finish, name="finish"),
    path("<int:pk>/snooze/", views.snooze, name="snooze"),
]

navigation.add("我的提醒", "notices:notices", icon="bell", order=85, short="提醒")
