from django.urls import path

from cases.docket.page import act
from cases.mediation import sections, views, waiting  # noqa: F401 - declares what pages gather
from cases.mediation.endings import views as endings
from cases.mediation.grades import views as grades
from cases.mediation.inquiry import views as inquiry
from cases.mediation.joining import views as joining
from cases.mediation.loads import views as loads
from cases.mediation.mediators import views as mediators
from cases.mediation.separate import views as separate
from cases.mediation.sessions import views as sessions
from cases.mediation.telling import views as telling
from cases.mediation.timing import views as timing
from governance.pages import navigation

urlpatterns = [
    path("<int:pk>/assign/", views.assign, name="assign"),
    path("<int:pk>/mediators/add/", views.add_mediator, name="add_mediator"),
    path("assignments/<int:pk>/answer/", views.answer, name="answer_assignment"),
    path("assignments/<int:pk>/ask-replacement/", views.ask_replacement, name="ask_replacement"),
    path("assignments/<int:pk>/replace/", views.replace, name="replace_mediator"),
    path("mediators/", mediators.mediators, name="mediators"),
    path("mediators/load/", loads.loads, name="mediator_loads"),
    path("mediators/<int:pk>/", mediators.mediator, name="mediator"),
    path("mediators/<int:pk>/grade/", grades.grade_mediator, name="grade_mediator"),
    path("mediators/<int:pk>/file/", mediators.file_mediator, name="file_mediator"),
    path("mediators/<int:pk>/bureau/", mediators.file_with_bureau, name="file_with_bureau"),
    path("mediators/<int:pk>/standing/", mediators.set_standing, name="set_standing"),
    path("mediators/<int:pk>/ties/declare/", mediators.declare_tie, name="declare_tie"),
    path("mediators/<int:pk>/ties/end/", mediators.end_tie, name="end_tie"),
    path("<int:pk>/sessions/plan/", sessions.plan_session, name="plan_session"),
    path("<int:pk>/sessions/hold/", sessions.hold_session, name="hold_session"),
    path("<int:pk>/invite/", sessions.invite, name="invite_participant"),
    path("sessions/<int:pk>/", sessions.session, name="session"),
    path("sessions/<int:pk>/call-off/", sessions.call_off, name="call_off_session"),
    path("sessions/<int:pk>/record/", sessions.edit_record, name="edit_record"),
    path("sessions/<int:pk>/sign/", sessions.sign_record, name="sign_record"),
    path("sessions/<int:pk>/correct/", sessions.correct_record, name="correct_record"),
    path("<int:pk>/separate-notes/write/", separate.write_separate_note, name="write_separate_note"),
    path("separate-notes/<int:pk>/", separate.separate_note, name="separate_note"),
    path("<int:pk>/investigate/", inquiry.investigate, name="investigate"),
    path("investigations/<int:pk>/", inquiry.investigation, name="investigation"),
    path("<int:pk>/evidence/add/", inquiry.add_evidence, name="add_evidence"),
    path("evidence/<int:pk>/", inquiry.evidence_item, name="evidence_item"),
    path("evidence/<int:pk>/files/add/", inquiry.add_evidence_files, name="add_evidence_files"),
    path("evidence/<int:pk>/withdraw/", inquiry.withdraw_evidence, name="withdraw_evidence"),
    path("<int:pk>/extend/", timing.extend, name="extend"),
    path("extensions/<int:pk>/answer/", timing.answer_extension, name="answer_extension"),
    path("extensions/<int:pk>/approve/", timing.approve_extension, name="approve_extension"),
    path("extensions/<int:pk>/drop/", timing.drop_extension, name="drop_extension"),
    path("<int:pk>/suspend/", timing.suspend, name="suspend"),
    path("<int:pk>/resume/", timing.resume, name="resume"),
    path("<int:pk>/told/", telling.give_rights_notice, name="give_rights_notice"),
    path("<int:pk>/fail/", endings.fail, name="fail"),
    path("<int:pk>/terminate/", endings.terminate, name="terminate"),
    path("<int:pk>/death/", endings.record_death, name="record_death"),
    path("<int:pk>/heirs/join/", endings.let_heir_join, name="let_heir_join"),
    path("<int:pk>/parties/let-person-join/", joining.let_person_join, name="let_person_join"),
    path("<int:pk>/parties/let-organisation-join/", joining.let_organisation_join, name="let_organisation_join"),
]

navigation.add("调解员", "cases:mediators", verb="posting.view", icon="people", group="人民调解", order=60)
navigation.add("调解员负荷", "cases:mediator_loads", verb="posting.view", icon="bar-chart", group="人民调解", order=61)

act("T8", "指派调解员", "cases:assign", order=10, icon="person-plus")
act("T9", "登记调解", "cases:hold_session", order=20, icon="journal-text")
act("T12", "延长期限", "cases:extend", order=50, who="conduct")
act("T13", "中止", "cases:suspend", order=60)
act("T13R", "恢复调解", "cases:resume", order=10)
act("T16", "调解不成", "cases:fail", order=70)
act("T17", "终止", "cases:terminate", order=80)
