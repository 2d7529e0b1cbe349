from django.urls import path

from governance.pages import navigation
from governance.saved_filters import views

app_name = "saved_filters"
urlpatterns = [
    path("", views.filters, name="filters"),
    path("save/", views.save, name="save"),
    path("<int:pk>/edit/", views.edit, name="edit"),
    path("<int:pk>/delete/", views.delete, name="delete"),
    path("<int:pk>/move/", views.move, name="move"),
    path("<int:pk>/watch/", views.watch, name="watch"),
    path("news/<int:pk>/", views.news, name="news"),
]

navigation.add("常用筛选", "saved_filters:filters", icon="funnel", order=95)
