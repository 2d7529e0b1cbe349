from django.urls import path

from governance.access import views
from governance.pages import navigation

app_name = "access"
urlpatterns = [
    path("me/", views.my_account, name="my_account"),
    path("me/sessions/<int:pk>/end/", views.end_session, name="end_session"),
    path("password-hint/", views.password_hint, name="password_hint"),
    path("matrix/", views.matrix, name="matrix"),
    path("matrix/sheet/", views.sheet, name="sheet"),
]
navigation.add("权限总表", "access:matrix", verb="matrix.view", icon="table", group="任职与权限", order=40)
