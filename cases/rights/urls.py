from django.urls import path

from cases.rights import views

urlpatterns = [
    path("persons/<int:pk>/rights/", views.person_rights, name="person_rights"),
    path("persons/<int:pk>/rights/export/", views.export_own, name="export_own"),
    path("persons/<int:pk>/rights/erase/", views.erase_person, name="erase_person"),
    path("organisations/<int:pk>/rights/export/", views.export_organisation, name="export_organisation"),
]
