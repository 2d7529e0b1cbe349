from django.urls import path

from cases.subsidies.api import SubsidyBatches, SubsidyClaims

urlpatterns = [
    path("subsidies/", SubsidyClaims.as_view({"get": "list"}), name="subsidies"),
    path("subsidies/<int:pk>/", SubsidyClaims.as_view({"get": "retrieve"}), name="subsidy"),
    path("subsidy-batches/", SubsidyBatches.as_view({"get": "list"}), name="subsidy_batches"),
    path("subsidy-batches/<int:pk>/", SubsidyBatches.as_view({"get": "retrieve"}), name="subsidy_batch"),
]
