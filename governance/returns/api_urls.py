from django.urls import path

from governance.returns.api import Returns

urlpatterns = [
    path("returns/", Returns.as_view({"get": "list"}), name="returns"),
    path("returns/<int:pk>/", Returns.as_view({"get": "retrieve"}), name="return"),
]
