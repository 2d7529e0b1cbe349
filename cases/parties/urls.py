from django.urls import path

from cases.parties import sections, views  # noqa: F401 (sections declares what the page of a case shows)

urlpatterns = [
    path("<int:pk>/parties/add-person/", views.join_person, name="join_person"),
    path("<int:pk>/parties/add-organisation/", views.join_organisation, name="join_organisation"),
    path("<int:pk>/parties/identity/", views.check_identity, name="check_identity"),
    path("parties/<int:pk>/change/", views.change_party, name="change_party"),
    path("parties/<int:pk>/leave/", views.leave, name="leave_party"),
    path("parties/<int:pk>/death/", views.death, name="party_death"),
    path("parties/<int:pk>/speakers/add/", views.let_speak, name="let_speak"),
    path("speakers/<int:pk>/end/", views.end_speaking, name="end_speaking"),
]
