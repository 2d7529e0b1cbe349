from django.urls import path

from cases.docket import views

urlpatterns = [
    path("<int:pk>/", views.case, name="case"),
]
