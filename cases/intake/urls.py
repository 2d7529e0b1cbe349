from django.urls import path

from cases.docket.page import act
from cases.intake import sections, views  # noqa: F401 (sections declares what the page of a case shows)
from cases.intake.filing import views as filing
from governance.pages import navigation

urlpatterns = [
    path("file/", filing.file_case, name="file_case"),
    path("file/who/", filing.who, name="who"),
    path("file/hints/", filing.hints, name="hints"),
    path("drafts/", filing.drafts, name="drafts"),
    path("drafts/<uuid:pk>/", filing.draft, name="draft"),
    path("drafts/<uuid:pk>/save/", filing.save_draft, name="save_draft"),
    path("drafts/<uuid:pk>/drop/", filing.drop_draft, name="drop_draft"),
    path("drafts/<uuid:pk>/papers/", filing.hand_in, name="hand_in"),
    path("papers/<int:pk>/take-back/", filing.take_back, name="take_back"),
    path("clues/", views.clues, name="clues"),
    path("clues/add/", views.add_clue, name="add_clue"),
    path("<int:pk>/register/", views.register_clue, name="register_clue"),
    path("<int:pk>/consent/", views.consent, name="consent"),
    path("<int:pk>/accept/", views.accept, name="accept"),
    path("<int:pk>/reject/", views.reject, name="reject"),
    path("<int:pk>/refer/", views.refer, name="refer"),
    path("<int:pk>/withdraw/", views.withdraw, name="withdraw"),
    path("<int:pk>/casualties/", views.casualties, name="casualties"),
    path("<int:pk>/receipt/", views.receipt, name="receipt"),
    path("referrals/<int:pk>/reply/", views.reply, name="reply"),
]

act("T2", "转为登记", "cases:register_clue", order=10, icon="journal-check")
act("T4", "征询意愿", "cases:consent", order=5, icon="telephone")
act("T5", "受理", "cases:accept", order=10, icon="check-lg")
act("T6", "不予受理", "cases:reject", order=60)
act("T7", "移送引导", "cases:refer", order=70, icon="send")
act("T18", "撤回申请", "cases:withdraw", order=90)

GROUP = "人民调解"
navigation.add("登记纠纷", "cases:file_case", verb="case.register", icon="plus-lg", group=GROUP, order=5, short="登记")
navigation.add("排查线索", "cases:clues", verb="case.view", icon="flag", group=GROUP, order=40)
