from django.urls import path

from cases.confirmation import sections, views, waiting  # noqa: F401 (declare what pages gather)
from cases.confirmation.actions import MAY_APPLY
from cases.docket.page import deed
from cases.performance.track import FOLLOWED

urlpatterns = [
    path("<int:pk>/confirmation/apply/", views.apply, name="apply_confirmation"),
    path("confirmations/<int:pk>/accepted/", views.record_acceptance, name="record_confirmation_acceptance"),
    path("confirmations/<int:pk>/outcome/", views.record_outcome, name="record_confirmation_outcome"),
    path("confirmations/<int:pk>/objection/", views.record_objection, name="object_to_confirmation"),
    path("objections/<int:pk>/decision/", views.decide_objection, name="decide_objection"),
]


def _may_be_asked(case):
    return case.procedure in FOLLOWED and case.confirmation in MAY_APPLY


deed("申请司法确认", "cases:apply_confirmation", when=_may_be_asked, who="perform", order=40, icon="bank")
