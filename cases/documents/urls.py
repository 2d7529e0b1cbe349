from django.urls import path

from cases.documents import sections, views  # noqa: F401 (declares what the page of a case shows)
from governance.pages import navigation

urlpatterns = [
    path("forms/", views.blank_forms, name="blank_forms"),
    path("forms/<str:name>/<str:kind>/", views.blank_form, name="blank_form"),
    path("<int:pk>/documents/", views.documents, name="documents"),
    path("<int:pk>/documents/produce/", views.produce_document, name="produce_document"),
    path("documents/<int:pk>/sign/", views.sign_document, name="sign_document"),
    path("documents/<int:pk>/void/", views.void_document, name="void_document"),
]
navigation.add("空白文书", "cases:blank_forms", verb="case.view", icon="printer", group="人民调解", order=60)
