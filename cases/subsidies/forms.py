"""Input for claims, reviews, batches and clawbacks."""

from decimal import Decimal

from django import forms
from django.utils import timezone

from cases.subsidies.actions import Share
from cases.subsidies.clawbacks.models import ClawbackReason
from cases.subsidies.gathering import amount_of, grade_of, payees_of
from cases.subsidies.models import SEATS, ClaimState, Decision, Grade, Seat
from cases.subsidies.paying import remaining
from cases.subsidies.periods import periods_before, shown
from cases.subsidies.permissions import APPROVES
from cases.subsidies.rules import PERIOD
from governance import rules
from governance.areas import codes
from governance.areas.models import Area
from governance.pages.forms import PageForm


def _text(label, longest, rows=3, **more):
    return forms.CharField(label=label, max_length=longest, widget=forms.Textarea(attrs={"rows": rows}), **more)


class ClaimForm(PageForm):
    """A field `share_<account>` for each mediator of the case who may have one; `barred` says of the others why not."""

    grade = forms.ChoiceField(label="补贴等级", choices=Grade.choices, widget=forms.RadioSelect)
    grade_reason = _text("与规则等级不同的理由", 300, 2, required=False, help_text="按规则等级申报的不填。")
    reason = _text("申报理由", 500, help_text="纠纷性质、难易程度、工作量、社会效果；不写当事人的陈述。")

    def __init__(self, *args, case, claim=None, **options):
        super().__init__(*args, **options)
        payees = payees_of(case)
        self.accounts = {f"share_{account.pk}": account for account, why in payees if not why}
        self.barred = [why for _, why in payees if why]
        ruled = grade_of(case)
        self.fields["grade"].choices = [
            (grade.value, f"{grade.label}（{amount_of(case, grade):,.2f} 元）") for grade in Grade
        ]
        self.fields["grade"].help_text = f"按规则为“{ruled.grade.label}”：{ruled.basis}。"
        self.fields["grade"].initial = claim.grade if claim else ruled.grade.value
        held = {share.account_id: share.percent for share in claim.shares.all()} if claim else {}
        alone = len(self.accounts) == 1
        for name, account in self.accounts.items():
            self.fields[name] = forms.IntegerField(
                label=f"{account.name}的份额（%）",
                required=False,
                min_value=0,
                max_value=100,
                initial=held.get(account.pk, 100 if alone else None),
                widget=forms.NumberInput(attrs={"inputmode": "numeric", "step": 1}),
            )
        if claim:
            self.fields["grade_reason"].initial, self.fields["reason"].initial = claim.grade_reason, claim.reason
        self.order_fields(["grade", "grade_reason", *self.accounts, "reason"])

    @property
    def asked(self):
        given = self.cleaned_data
        shares = tuple(Share(account, given[name]) for name, account in self.accounts.items() if given.get(name))
        return {"shares": shares, **{name: given[name] for name in ("grade", "grade_reason", "reason")}}


class ReasonForm(PageForm):
    reason = _text("原因", 200)


class ReviewForm(PageForm):
    decision = forms.ChoiceField(label="结论", widget=forms.RadioSelect)
    opinion = _text("审核意见", 300, required=False, help_text="退回补正、不予补贴的，必须写明理由。")

    def __init__(self, *args, claim, **options):
        super().__init__(*args, **options)
        at_district = SEATS[ClaimState(claim.state)] == Seat.DISTRICT
        self.fields["decision"].choices = [
            (one.value, one.label) for one in Decision if not (at_district and one == Decision.PASSED)
        ]


class DrawUpForm(PageForm):
    area = forms.ChoiceField(label="区域")
    period = forms.DateField(
        label="期间", widget=forms.Select, help_text="期间末日以前通过司法所复核、尚未发放的申报。"
    )

    def __init__(self, *args, by, **options):
        super().__init__(*args, **options)
        today = timezone.localdate()
        places = Area.objects.filter(by.scope(APPROVES).condition("pk"), level__in=(codes.COUNTY, codes.STREET))
        self.fields["area"].choices = [(one.pk, one.name) for one in places.order_by("level", "code")[:500]]
        first = self.fields["area"].choices[0][0] if self.fields["area"].choices else codes.ROOT
        periods = periods_before(today, rules.value(PERIOD, first, today))
        self.fields["period"].widget.choices = [(start.isoformat(), shown(start, end)) for start, end in periods]


class OpenListForm(PageForm):
    explanation = forms.CharField(
        label="用途", max_length=200, help_text="例如：送财务科办理2026年11月补贴代发。查看会留痕。"
    )


class CardForm(PageForm):
    bank = forms.CharField(label="开户银行", max_length=60, help_text="写到支行，例如：中国工商银行上海嘉定支行。")
    number = forms.CharField(
        label="账号",
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "off", "inputmode": "numeric"}),
        help_text="本人名下的银行卡或者存折。保存后只显示末四位。",
    )


class OpinionForm(PageForm):
    opinion = _text("审批意见", 300, required=False)


class PayForm(PageForm):
    paid_on = forms.DateField(label="发放日期", initial=timezone.localdate)
    voucher_no = forms.CharField(label="支付凭证号", max_length=60)


def _amount(label, **more):
    return forms.DecimalField(label=label, max_digits=10, decimal_places=2, min_value=Decimal(0), **more)


class ClawbackForm(PageForm):
    """A field `share_<key>` for each share of which something is left."""

    reason = forms.ChoiceField(label="原因", choices=ClawbackReason.choices, widget=forms.RadioSelect)
    note = _text("说明", 300)

    def __init__(self, *args, claim, **options):
        super().__init__(*args, **options)
        left = remaining(claim)
        self.shares = [share for share in claim.shares.select_related("account") if left[share.pk]]
        for share in self.shares:
            label, most = f"追回{share.account.name}（元）", left[share.pk]
            self.fields[f"share_{share.pk}"] = _amount(label, required=False, initial=most, help_text=f"最多 {most} 元")

    @property
    def asked(self):
        given = self.cleaned_data
        amounts = {share.pk: given.get(f"share_{share.pk}") for share in self.shares}
        return {"reason": given["reason"], "note": given["note"], "amounts": amounts}


class RepayForm(PageForm):
    amount = _amount("退回金额（元）")
    repaid_on = forms.DateField(label="退回日期", initial=timezone.localdate)
    receipt_no = forms.CharField(label="收据号", max_length=60)
