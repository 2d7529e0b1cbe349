from django.urls import path

from cases.subsidies import batch_views as batches
from cases.subsidies import sections, views, waiting  # noqa: F401 - declares what pages gather
from cases.subsidies.cards import views as cards
from cases.subsidies.clawbacks.views import cancel_clawback
from governance.pages import navigation

urlpatterns = [
    path("subsidies/", views.subsidy_claims, name="subsidy_claims"),
    path("subsidies/mine/", views.own_subsidies, name="own_subsidies"),
    path("<int:pk>/subsidy/", views.claim_subsidy, name="claim_subsidy"),
    path("subsidies/<int:pk>/", views.subsidy_claim, name="subsidy_claim"),
    path("subsidies/<int:pk>/correct/", views.correct_subsidy, name="correct_subsidy"),
    path("subsidies/<int:pk>/withdraw/", views.withdraw_subsidy, name="withdraw_subsidy"),
    path("subsidies/<int:pk>/review/", views.review_subsidy, name="review_subsidy"),
    path("subsidies/<int:pk>/claw-back/", views.claw_back, name="claw_back"),
    path("subsidies/<int:pk>/form.pdf", views.subsidy_form, {"kind": "pdf"}, name="subsidy_form_pdf"),
    path("subsidies/<int:pk>/form.docx", views.subsidy_form, {"kind": "docx"}, name="subsidy_form_docx"),
    path("clawbacks/<int:pk>/repay/", views.repay_clawback, name="repay_clawback"),
    path("clawbacks/<int:pk>/cancel/", cancel_clawback, name="cancel_clawback"),
    path("subsidies/mine/card/", cards.own_card, name="own_card"),
    path("mediators/<int:pk>/card/", cards.register_card, name="register_card"),
    path("subsidies/batches/<int:pk>/full-list/", cards.full_payment_list, name="full_payment_list"),
    path("subsidies/batches/", batches.subsidy_batches, name="subsidy_batches"),
    path("subsidies/batches/draw-up/", batches.draw_up_batch, name="draw_up_batch"),
    path("subsidies/batches/<int:pk>/", batches.subsidy_batch, name="subsidy_batch"),
    path("subsidies/batches/<int:pk>/approve/", batches.approve_batch, name="approve_batch"),
    path("subsidies/batches/<int:pk>/drop/", batches.drop_batch, name="drop_batch"),
    path("subsidies/batches/<int:pk>/pay/", batches.pay_batch, name="pay_batch"),
    path("subsidies/batches/<int:pk>/list.pdf", batches.payment_list, {"kind": "pdf"}, name="payment_list_pdf"),
    path("subsidies/batches/<int:pk>/list.xlsx", batches.payment_list, {"kind": "xlsx"}, name="payment_list_xlsx"),
]
navigation.add(
    "以案定补", "cases:subsidy_claims", verb="subsidy.view", icon="file-earmark-text", group="人民调解", order=50
)
navigation.add(
    "我的补贴", "cases:own_subsidies", verb="subsidy.claim", icon="file-earmark-text", group="人民调解", order=51
)
