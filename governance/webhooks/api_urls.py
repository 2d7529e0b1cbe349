from django.urls import path

from governance.webhooks.api import Deliveries, Endpoints

urlpatterns = [
    path("webhooks/", Endpoints.as_view({"get": "list", "post": "make"}), name="webhooks"),
    path("webhooks/<int:pk>/", Endpoints.as_view({"get": "retrieve", "patch": "change"}), name="webhook"),
    path("webhooks/<int:pk>/rotate/", Endpoints.as_view({"post": "rotate"}), name="rotate_webhook"),
    path("webhooks/<int:pk>/off/", Endpoints.as_view({"post": "switch_off"}), name="switch_off_webhook"),
    path("webhooks/<int:pk>/on/", Endpoints.as_view({"post": "switch_on"}), name="switch_on_webhook"),
    path("webhooks/<int:pk>/test/", Endpoints.as_view({"post": "test"}), name="test_webhook"),
    path("webhooks/<int:pk>/replay/", Endpoints.as_view({"post": "replay"}), name="replay_webhook"),
    path("webhook-deliveries/", Deliveries.as_view({"get": "list"}), name="webhook_deliveries"),
    path("webhook-deliveries/<int:pk>/", Deliveries.as_view({"get": "retrieve"}), name="webhook_delivery"),
    path("webhook-deliveries/<int:pk>/replay/", Deliveries.as_view({"post": "replay"}), name="replay_webhook_delivery"),
]
