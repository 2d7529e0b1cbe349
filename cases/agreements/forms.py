"""Input of the pages of agreements. Sums, days and signers are the actions' to check; forms keep what was typed."""

import re
import unicodedata
from datetime import date
from decimal import Decimal

from django import forms
from django.core.exceptions import ValidationError
from django.urls import reverse_lazy

from cases.agreements.amounts import dates_from, split_evenly, yuan
from cases.agreements.checks import LEGALITY
from cases.agreements.models import ObligationKind, Timing
from cases.agreements.signing.models import SigningMethod
from cases.agreements.terms import BOTH, Head, Part, Terms
from cases.docket.forms import HappenedField
from governance.errors import Invalid
from governance.pages.forms import PageForm

ROWS = {"rows": 3}
CAPITALS = '<span id="capitals" class="capitals" aria-live="polite"></span>'
SPOKEN = {
    "inputmode": "decimal",
    "autocomplete": "off",
    "hx-get": reverse_lazy("cases:capitals"),
    "hx-trigger": "input changed delay:200ms, load",
    "hx-target": "#capitals",
    "hx-swap": "innerHTML",
}
NUMBER = re.compile(r"-?[0-9]{1,20}(\.[0-9]{1,10})?")
EVERY = {"month": ("每月", {"months": 1}), "quarter": ("每季度", {"months": 3}), "week": ("每周", {"days": 7})}


def read_amount(text: str) -> Decimal | None:
    """Yuan as people type them: ３３００, 3,300.00, ￥3300元. None for nothing; raises ValidationError."""
    plain = re.sub(r"[\s,，￥¥元]", "", unicodedata.normalize("NFKC", text))
    if not plain:
        return None
    if not NUMBER.fullmatch(plain):
        raise ValidationError("请用数字填写金额，例如 1650.00（单位为元）。")
    return Decimal(plain)


class AmountField(forms.CharField):
    """An amount of money in yuan, with its capitals shown live beneath."""

    def __init__(self, **options):
        super().__init__(max_length=40, **{"widget": forms.TextInput(attrs=SPOKEN), **options})

    def to_python(self, value):
        return read_amount(super().to_python(value))

    def validate(self, value):
        if self.required and value is None:
            raise ValidationError("请填写金额。")

    def run_validators(self, value):
        pass  # what an amount may be is the action's to say


class HeadForm(PageForm):
    facts = forms.CharField(
        label="纠纷主要事实", max_length=2000, widget=forms.Textarea(attrs={"rows": 5}), help_text="已按登记内容填好。"
    )
    disputed = forms.CharField(
        label="争议事项和各方责任", max_length=2000, required=False, widget=forms.Textarea(attrs=ROWS)
    )
    manner = forms.CharField(label="履行方式", max_length=500, required=False, help_text="例如：银行转账、现金。")
    place = forms.CharField(label="履行地点", max_length=200, required=False)
    stated_total = AmountField(
        label="约定给付总额（元）",
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}),
        help_text="可以不填，由各项自动合计；填了就要与各项之和相符。",
    )
    copies = forms.IntegerField(
        label="份数", required=False, min_value=1, max_value=200, help_text="当事人各一份，调委会一份。"
    )

    @property
    def head(self) -> Head:
        return Head(**self.cleaned_data)


class ObligationForm(PageForm):
    """One obligation; the fields of a payment and of a deed differ, and instalments come as rows of their own."""

    kind = forms.ChoiceField(label="类型", choices=())
    debtor = forms.ChoiceField(label="谁来履行", choices=())
    creditor = forms.ChoiceField(label="向谁履行", choices=(), required=False)
    amount = AmountField(
        label="金额（元）", help_text='<span id="capitals" class="capitals" aria-live="polite"></span>'
    )
    what = forms.CharField(label="内容", max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 2}))
    timing = forms.ChoiceField(label="什么时候履行", choices=(), widget=forms.RadioSelect)
    due_on = forms.DateField(label="最后期限", required=False, help_text="含当日。分期付款的，在下面填写各期。")
    manner = forms.CharField(label="支付方式", max_length=200, required=False, help_text="例如：转账、现金。")
    parts = forms.CharField(required=False, widget=forms.HiddenInput)
    split_count = forms.IntegerField(label="分几期", required=False)
    split_first = forms.DateField(
        label="第一期的期限", required=False, widget=forms.DateInput(attrs={"data-quick": "no"})
    )
    split_every = forms.ChoiceField(
        label="间隔", required=False, choices=[(key, label) for key, (label, _) in EVERY.items()]
    )

    def __init__(self, data=None, *, parties, is_payment, parts=(), **options):
        super().__init__(data, **options)
        self.parties = {str(party.pk): party for party in parties}
        named = [(pk, f"{party.name}（{party.get_side_display()}）") for pk, party in self.parties.items()]
        self.fields["debtor"].choices = named
        self.fields["creditor"].choices = named if is_payment else [("", "不特定"), *named]
        self.is_payment = is_payment
        self._shape()
        self.is_splitting = data is not None and "split" in data
        self.rows = _typed_rows(data) if data is not None else [(part.amount, part.due_on) for part in parts]

    def _shape(self):
        payment = (ObligationKind.PAY.value, ObligationKind.PAY.label)
        deeds = [choice for choice in ObligationKind.choices if choice != payment]
        self.fields["kind"].choices = [payment] if self.is_payment else deeds
        self.fields["timing"].choices = [(one.value, one.label) for one in BOTH]
        if self.is_payment:
            self.fields["kind"].widget = forms.HiddenInput()
            self.fields["what"].label, self.fields["what"].help_text = "款项名称", "例如：赔偿款、物业费、押金。"
            self.fields["what"].widget = forms.TextInput()
            self.fields["debtor"].label, self.fields["creditor"].label = "谁付", "付给谁"
            return
        for name in ("amount", "parts", "split_count", "split_first", "split_every"):
            del self.fields[name]
        self.fields["timing"].choices = Timing.choices
        self.fields["what"].help_text = "写清做什么、做到什么程度。"
        self.fields["due_on"].help_text = "含当日。"
        self.fields["manner"].label, self.fields["manner"].help_text = "履行方式", ""

    def clean(self):
        values = super().clean()
        if self.is_payment and not self.errors:
            values["parts"] = self._parts()
        return values

    def _parts(self):
        found = []
        for place, (amount, due) in enumerate(self.rows, 1):
            found.append(self._part(place, str(amount), str(due)))
        return tuple(part for part in found if part)

    def _part(self, place, amount, due):
        try:
            read = read_amount(amount)
            day = forms.DateField().clean(due)
        except ValidationError:
            self.add_error("parts", f"第 {place} 期：请填写金额和期限。")
            return None
        if read is None:
            self.add_error("parts", f"第 {place} 期：请填写金额。")
            return None
        return Part(read, day)

    def split(self) -> bool:
        """Fill the rows with equal parts, as asked by the button; False with what is wrong at its field."""
        if not self.is_payment:
            return False
        self.errors  # noqa: B018 - reads what was typed
        wanted = {name: self.cleaned_data.get(name) for name in ("amount", "split_count", "split_first")}
        named = {"amount": "请先填写金额。", "split_count": "请填写分几期。", "split_first": "请填写第一期的期限。"}
        self._errors.clear()
        for name, value in wanted.items():
            if value is None:
                self.add_error(name, named[name])
        if self._errors:
            return False
        try:
            amounts = split_evenly(yuan(wanted["amount"], field="amount"), wanted["split_count"])
            step = EVERY.get(self.cleaned_data.get("split_every"), EVERY["month"])[1]
            days = dates_from(wanted["split_first"], len(amounts), **step)
        except Invalid as refusal:
            self.add_error(refusal.field, refusal.message)
            return False
        except (OverflowError, ValueError):
            self.add_error("split_first", "日期太远，请核对年份。")
            return False
        self.rows = list(zip(amounts, days, strict=True))
        return True

    @property
    def shown_rows(self):
        """The rows as typed or divided, dates as the browser's date box wants them, and one empty row more."""
        shown = [
            (
                f"{amount:.2f}" if isinstance(amount, Decimal) else amount,
                day.isoformat() if isinstance(day, date) else day,
            )
            for amount, day in self.rows
        ]
        return [*shown, ("", "")]

    @property
    def terms(self) -> Terms:
        values = self.cleaned_data
        by_date = values["timing"] == Timing.BY_DATE
        return Terms(
            kind=values["kind"],
            debtor=self.parties[values["debtor"]],
            creditor=self.parties.get(values["creditor"]),
            what=values["what"],
            amount=values.get("amount"),
            timing=values["timing"],
            due_on=values["due_on"] if by_date else None,
            parts=values.get("parts", ()) if by_date else (),
            manner=values["manner"],
        )


class LegalityForm(PageForm):
    checked = forms.MultipleChoiceField(
        label="逐项核对",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        choices=[(check.code, f"{check.question}（{check.basis}）") for check in LEGALITY],
    )
    waiver = forms.CharField(
        label="处分被监护人权益的理由",
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs=ROWS),
        help_text="没有放弃或者减损被监护人的权益，就不填。填了的，须由调委会主任确认（《民法典》第三十五条）。",
    )

    def __init__(self, *args, has_ward, **options):
        super().__init__(*args, **options)
        if not has_ward:
            del self.fields["waiver"]


class LateFields(PageForm):
    late_reason = forms.CharField(label="补录原因", max_length=200, required=False)


class SigningForm(LateFields):
    signer = forms.ChoiceField(label="由谁签署", choices=())
    method = forms.ChoiceField(label="方式", choices=(), widget=forms.RadioSelect)
    drawn = forms.CharField(required=False, max_length=1_500_000, widget=forms.HiddenInput)
    image = forms.FileField(label="照片或扫描件", required=False, help_text="照片或 PDF；手机可以直接拍照。")
    witness = forms.CharField(label="见证人", max_length=50, required=False)
    signed_at = HappenedField(label="签署时间", required=False, help_text="留空即为现在。")
    digest = forms.CharField(max_length=64, required=False, widget=forms.HiddenInput)

    field_order = ("signer", "method", "image", "witness", "signed_at", "late_reason")

    def __init__(self, *args, slot, methods, **options):
        super().__init__(*args, **options)
        self.fields["signer"].choices = [(one.code, one.label) for one in slot.signers]
        self.fields["method"].choices = [(one.value, one.label) for one in methods]
        if len(slot.signers) == 1:
            self.fields["signer"].widget = forms.HiddenInput()
            self.fields["signer"].initial = slot.signers[0].code
        self.fields["image"].widget.attrs["accept"] = "image/*,.heic,application/pdf"
        self.fields["method"].initial = methods[0].value
        if SigningMethod.FINGER not in methods:
            del self.fields["witness"]


class OralForm(LateFields):
    agreed_at = HappenedField(label="达成时间", required=False, help_text="留空即为现在。")
    needless = forms.BooleanField(label="各方都认为无需制作书面协议（《人民调解法》第二十八条）", required=False)

    field_order = ("needless", "agreed_at", "late_reason")


class VoidForm(PageForm):
    reason = forms.CharField(label="作废原因", max_length=200)
    again = forms.BooleanField(label="按原来的内容另起一稿，继续修改", required=False, initial=True)


def _typed_rows(data):
    """Rows that hold something."""
    typed = zip(data.getlist("part_amount"), data.getlist("part_due"), strict=False)
    return [(amount, due) for amount, due in typed if amount.strip() or due.strip()]
