from django.urls import path

from cases.agreements import sections, views, waiting  # noqa: F401 (declare what pages gather)
from cases.agreements.actions import is_before_the_court
from cases.agreements.signing.views import sign
from cases.docket.page import act

urlpatterns = [
    path("<int:pk>/agreement/", views.draft, name="draft_agreement"),
    path("<int:pk>/oral-agreement/", views.draft_oral, name="draft_oral_agreement"),
    path("<int:pk>/vary-agreement/", views.vary, name="vary_agreement"),
    path("agreements/<int:pk>/", views.agreement, name="agreement"),
    path("agreements/<int:pk>/sheet/", views.sheet, name="agreement_sheet"),
    path("agreements/<int:pk>/revise/", views.revise, name="revise_agreement"),
    path("agreements/<int:pk>/obligations/add/", views.add_obligation, name="add_obligation"),
    path("agreements/<int:pk>/check/", views.check, name="check_agreement"),
    path("agreements/<int:pk>/confirm-waiver/", views.confirm_waiver, name="confirm_waiver"),
    path("agreements/<int:pk>/agree/", views.agree_orally, name="agree_orally"),
    path("agreements/<int:pk>/void/", views.void, name="void_agreement"),
    path("agreements/<int:pk>/sign/<slug:slot>/", sign, name="sign_agreement"),
    path("obligations/<int:pk>/change/", views.change_obligation, name="change_obligation"),
    path("obligations/<int:pk>/remove/", views.remove_obligation, name="remove_obligation"),
    path("capitals/", views.capitals, name="capitals"),
]

act("T14", "书面协议", "cases:draft_agreement", order=40, icon="file-earmark-text")
act("T15", "口头协议", "cases:draft_oral_agreement", order=45, icon="people")
act("T22", "变更协议", "cases:vary_agreement", order=80, icon="pencil", unless=is_before_the_court)
