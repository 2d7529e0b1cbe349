from django.urls import path

from cases.accidents import sections, views  # noqa: F401 (sections declares what the page of a case shows)

urlpatterns = [path("<int:pk>/accident/", views.accident, name="accident")]
