from django.urls import path

from governance.pages import navigation, views

app_name = "pages"
urlpatterns = [
    path("", views.home, name="home"),
    path("search/", views.search_page, name="search"),
    path("place/", views.switch_place, name="switch_place"),
]
navigation.add("工作台", "pages:home", icon="house-door", order=0)
