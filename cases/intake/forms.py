"""Input of the pages between registration and acceptance. Rules are the actions' to say."""

from django import forms

from cases.checks.models import Method
from cases.docket.codes import REFUSAL_REASONS, Casualties, Channel, DisputeType
from cases.docket.forms import HappenedField
from cases.intake.models import Answer, Organ
from governance.pages.fields import PlaceField
from governance.pages.forms import PageForm

NOW, LATE = "不填即为现在。", "补录几天以前的事项时填写。"


class HappenedFields(PageForm):
    """When it happened; why it is told late."""

    happened_at = HappenedField(label="时间", required=False, help_text=NOW)
    late_reason = forms.CharField(label="补录原因", max_length=200, required=False, help_text=LATE)


class ContactForm(HappenedFields):
    answer = forms.ChoiceField(choices=Answer.choices)
    channel = forms.ChoiceField(label="方式", choices=Channel.choices, initial=Channel.PHONE)
    spoke_with = forms.CharField(label="接话人", max_length=100, required=False, help_text="不是本人时填写。")
    note = forms.CharField(label="备注", max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 2}))

    field_order = ("answer", "channel", "happened_at", "spoke_with", "note", "late_reason")


class AcceptForm(PageForm):
    accepted_at = HappenedField(label="受理时间", required=False, help_text=f"{NOW}办理期限从受理次日起算。")
    note = forms.CharField(label="说明", max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 2}))
    late_reason = forms.CharField(label="补录原因", max_length=200, required=False, help_text=LATE)


class RejectForm(HappenedFields):
    reason = forms.ChoiceField(
        label="不予受理的理由",
        choices=[(one.code, one.label) for one in REFUSAL_REASONS.values() if one.code != "R08"],
        widget=forms.RadioSelect,
    )
    text = forms.CharField(
        label="补充说明",
        max_length=400,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="选“其他原因”的必须说明；会写进不予受理通知书。",
    )

    field_order = ("reason", "text", "happened_at", "late_reason")


class ReferForm(HappenedFields):
    organ = forms.ChoiceField(label="移送到", choices=[("", "请选择"), *Organ.choices])
    organ_name = forms.CharField(label="部门名称", max_length=100)
    reason = forms.CharField(label="移送事由", max_length=500, widget=forms.Textarea(attrs={"rows": 3}))
    contact_name = forms.CharField(label="对方联系人", max_length=50, required=False)
    contact_phone = forms.CharField(label="联系人办公电话", max_length=30, required=False)
    due_on = forms.DateField(label="请对方在此日前回复", required=False)

    field_order = ("organ", "organ_name", "reason", "contact_name", "contact_phone", "due_on", "happened_at")


class ReplyForm(PageForm):
    replied_on = forms.DateField(label="回复日期")
    reply = forms.CharField(label="回复内容", max_length=500, widget=forms.Textarea(attrs={"rows": 3}))
    upload = forms.FileField(label="回复函或回执", required=False, help_text="照片或 PDF，不超过 20 MB。")


class WithdrawForm(HappenedFields):
    asked_by = forms.CharField(label="谁提出撤回", max_length=100)
    settled_privately = forms.BooleanField(label="各方已经自行和解", required=False)
    channel = forms.ChoiceField(label="方式", choices=Channel.choices, initial=Channel.FACE)
    note = forms.CharField(label="说明", max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 3}))

    field_order = ("asked_by", "settled_privately", "channel", "note", "happened_at", "late_reason")


class ClueForm(HappenedFields):
    facts = forms.CharField(
        label="发现了什么",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text="时间、地点、涉及的人、可能的矛盾。不要写证件号码和手机号。",
    )
    dispute_type = forms.ChoiceField(
        label="纠纷类型", choices=[("", "按内容建议"), *DisputeType.choices], required=False
    )
    place_area = PlaceField(label="发生在哪个社区", required=False)
    place_text = forms.CharField(label="小区、楼栋、门牌", max_length=200, required=False)
    people = forms.CharField(label="涉及人员", max_length=200, required=False, help_text="如：3 号楼王某、李某两户。")
    method = forms.ChoiceField(label="排查方式", choices=Method.choices, initial=Method.VISIT)
    checkers = forms.CharField(label="排查人", max_length=200, required=False, help_text="多人用顿号隔开；不填为本人。")

    field_order = (
        *("facts", "dispute_type", "place_area", "place_text", "people", "method", "checkers"),
        *("happened_at", "late_reason"),
    )

    def __init__(self, *args, committees, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["committee"] = forms.ModelChoiceField(committees, label="登记到", empty_label=None)
        if len(committees) == 1:
            self.fields["committee"].widget = forms.HiddenInput()


class CasualtiesForm(PageForm):
    casualties = forms.ChoiceField(label="有无人员伤亡", choices=Casualties.choices, widget=forms.RadioSelect)
    note = forms.CharField(
        label="说明", required=False, max_length=200, help_text="例如：甲在事故中死亡，由其继承人申请调解。"
    )
