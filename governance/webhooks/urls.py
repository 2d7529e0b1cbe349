from django.urls import path

from governance.pages import navigation
from governance.webhooks import views

app_name = "webhooks"
urlpatterns = [
    path("", views.webhooks, name="webhooks"),
    path("new/", views.add, name="add"),
    path("deliveries/", views.deliveries, name="deliveries"),
    path("deliveries/<int:pk>/", views.delivery, name="delivery"),
    path("deliveries/<int:pk>/replay/", views.replay, name="replay"),
    path("<int:pk>/", views.endpoint, name="endpoint"),
    path("<int:pk>/change/", views.change, name="change"),
    path("<int:pk>/rotate/", views.rotate, name="rotate"),
    path("<int:pk>/off/", views.switch_off, name="switch_off"),
    path("<int:pk>/on/", views.switch_on, name="switch_on"),
    path("<int:pk>/test/", views.test, name="test"),
    path("<int:pk>/replay/", views.replay_failed, name="replay_failed"),
]
navigation.add("变更推送", "webhooks:webhooks", verb="client.view", icon="send", group="任职与权限", order=32)
