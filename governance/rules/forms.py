"""Input for the value of a rule: one field whose look follows the kind of the rule."""

from django import forms

from governance.errors import Invalid
from governance.pages.fields import PlaceField
from governance.pages.forms import PageForm
from governance.rules.definitions import Kind, Rule


def value_field(rule: Rule) -> forms.Field:
    label = f"取值（{rule.unit}）" if rule.unit else "取值"
    if rule.kind is Kind.BOOLEAN:
        return forms.ChoiceField(
            label=label, required=False, choices=[("true", "是"), ("false", "否")], widget=forms.RadioSelect
        )
    if rule.kind is Kind.CHOICE:
        return forms.ChoiceField(label=label, required=False, choices=rule.choices)
    if rule.kind is Kind.TEXT_LIST:
        return forms.CharField(label=label, required=False, widget=forms.Textarea, help_text="每行一项。")
    if rule.kind is Kind.ALLOWANCE:
        hint = "写成“1个月”“30日”“15个工作日”或“2年”。"
        return forms.CharField(label=label, required=False, max_length=20, help_text=hint)
    return forms.CharField(label=label, required=False, max_length=20)


class PlaceChoice(PageForm):
    place = PlaceField(label="查看哪个区域的取值", required=False)


class RuleValueForm(PageForm):
    """`expected`: what the page saw of this rule at this place when it was opened."""

    inherits = forms.BooleanField(label="恢复沿用上级取值", required=False, help_text="勾选后不需要填写取值。")
    starts_on = forms.DateField(label="生效日", help_text="自这一天起适用，直到同一区域下一次取值生效。")
    document_no = forms.CharField(label="文号", required=False, max_length=100)
    reason = forms.CharField(label="依据或理由", max_length=300, widget=forms.Textarea(attrs={"rows": 2}))
    expected = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args, rule: Rule, **kwargs):
        super().__init__(*args, **kwargs)
        self.rule = rule
        self.fields = {"value": value_field(rule), **self.fields}

    def clean(self):
        values = super().clean()
        if values.get("inherits"):
            return {**values, "value": None}
        try:
            return {**values, "value": self.rule.clean(values.get("value", ""))}
        except Invalid as refusal:
            self.add_error("value", refusal.message)
            return values


class WithdrawForm(PageForm):
    reason = forms.CharField(label="撤回理由", max_length=300, widget=forms.Textarea(attrs={"rows": 2}))
