from django.urls import path

from governance.access.api_clients import views
from governance.pages import navigation

app_name = "clients"
urlpatterns = [
    path("", views.clients, name="clients"),
    path("new/", views.create, name="create"),
    path("<int:pk>/", views.client, name="client"),
    path("<int:pk>/change/", views.change, name="change"),
    path("<int:pk>/rotate/", views.rotate, name="rotate"),
    path("<int:pk>/revoke/", views.revoke, name="revoke"),
]
navigation.add("接口客户端", "clients:clients", verb="client.view", icon="plug", group="任职与权限", order=30)
