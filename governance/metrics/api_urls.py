from django.urls import path

from governance.metrics.api import Measures, Metrics

urlpatterns = [
    path("measures/", Measures.as_view({"get": "catalogue"}), name="measures"),
    path("metrics/", Metrics.as_view({"get": "show"}), name="metrics"),
]
