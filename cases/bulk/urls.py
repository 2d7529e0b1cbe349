from django.urls import path

from cases.bulk import views
from governance.pages import navigation

urlpatterns = [
    path("bulk/", views.bulk_acts, name="bulk_acts"),
    path("bulk/begin/", views.begin, name="begin_bulk"),
    path("bulk/<int:pk>/", views.bulk_act, name="bulk_act"),
    path("bulk/<int:pk>/prepare/", views.prepare, name="prepare_bulk"),
    path("bulk/<int:pk>/start/", views.start, name="start_bulk"),
    path("bulk/<int:pk>/stop/", views.stop, name="stop_bulk"),
    path("bulk/<int:pk>/progress/", views.progress, name="bulk_progress"),
    path("mediators/<int:pk>/hand-over/", views.hand_over, name="hand_over"),
]

navigation.add("批量办理", "cases:bulk_acts", verb="case.remind", icon="list-check", group="人民调解", order=62)
