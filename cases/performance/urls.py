from django.urls import path

from cases.docket.page import deed
from cases.docket.states import Performance
from cases.performance import sections, views, waiting  # noqa: F401 (declare what pages gather)
from cases.performance.asking import views as asking
from cases.performance.courts import views as courts
from cases.performance.track import FOLLOWED, TO_PERFORM

urlpatterns = [
    path("<int:pk>/perform/", views.perform, name="perform"),
    path("answer/", asking.answer, name="answer"),
    path("<int:pk>/party-links/make/", asking.make_link, name="make_party_link"),
    path("party-links/<int:pk>/revoke/", asking.revoke_link, name="revoke_party_link"),
    path("<int:pk>/statements/settle/", asking.settle, name="settle_statements"),
    path("<int:pk>/urge/", views.urge, name="urge"),
    path("<int:pk>/recourse/", courts.note_recourse, name="note_recourse"),
    path("obligations/<int:pk>/perform/", views.record_performance, name="record_performance"),
    path("performance/<int:pk>/withdraw/", views.withdraw_performance, name="withdraw_performance"),
    path("recourses/<int:pk>/end/", courts.end_recourse, name="end_recourse"),
]


def _is_to_perform(case):
    return case.procedure in FOLLOWED and case.performance in TO_PERFORM


def _is_late(case):
    return case.procedure in FOLLOWED and case.performance in (Performance.OVERDUE, Performance.REFUSED)


deed("登记履行", "cases:perform", when=_is_to_perform, who="perform", order=30, icon="clipboard-check")
deed("督促履行", "cases:urge", when=_is_late, who="follow", order=25, icon="telephone")
