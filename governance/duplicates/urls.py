from django.urls import path

from governance.duplicates import views
from governance.pages import navigation

app_name = "duplicates"
urlpatterns = [
    path("", views.suspicions, name="suspicions"),
    path("<int:pk>/", views.suspicion, name="suspicion"),
]
navigation.add("疑似重复", "duplicates:suspicions", verb="person.register", icon="layers", group="人员与单位", order=40)
