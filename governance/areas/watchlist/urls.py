from django.urls import path

from governance.areas.watchlist import exports, views, waiting  # noqa: F401 - declare the export and what waits
from governance.pages import navigation

app_name = "watchlist"
urlpatterns = [path("watch-list/", views.watch_list, name="watch_list")]

navigation.add("大居委会监测", "watchlist:watch_list", verb="place.view", icon="activity", group="辖区", order=55)
