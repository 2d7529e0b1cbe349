"""Input for an act: a head that differs by kind, and a row for each part."""

from decimal import Decimal

from django import forms

from governance.areas import codes
from governance.areas.changes.actions import Approval
from governance.areas.changes.models import ChangeKind
from governance.areas.changes.plans import WHOLE, Part
from governance.areas.models import Area
from governance.pages.fields import PlaceField
from governance.pages.forms import PageForm

K = ChangeKind
WITH_SOURCE = {K.SPLIT, K.RENAME, K.REVOKE, K.BOUNDARY, K.CONVERT}
WITH_TARGET_CODE = {K.MERGE, K.CONVERT}
WITH_TARGET_NAME = {K.MERGE, K.CONVERT, K.RENAME}
PART_FIELDS = {
    K.SET_UP: ("code", "name", "households"),
    K.SPLIT: ("code", "name", "share", "households"),
    K.MERGE: ("place", "households"),
    K.BOUNDARY: ("place", "share", "households"),
    K.REVOKE: ("place", "share", "households"),
}
PART_TITLES = {
    K.SET_UP: "新设的区域",
    K.SPLIT: "拆分后的区域（原代码继续使用的也填一行）",
    K.MERGE: "合并的原区域",
    K.BOUNDARY: "调整后的去向（原区域保留的部分也填一行）",
    K.REVOKE: "撤销后的去向（没有去向可以不填）",
}


class ChangeForm(PageForm):
    """The head of an act. Where it is approved follows from the places."""

    source = PlaceField(label="原区域")
    target_code = forms.RegexField(
        r"^\d{12}$", label="新代码", help_text="12 位。", error_messages={"invalid": "应为 12 位数字代码。"}
    )
    target_name = forms.CharField(label="新名称", max_length=100)
    document_no = forms.CharField(label="批准文号", max_length=100)
    approved_on = forms.DateField(label="批准日期")
    effective_on = forms.DateField(label="生效日期", help_text="可以是将来的日期；生效之前可以撤回。")
    proposer = PlaceField(label="提出的街道（镇）", level=codes.STREET, required=False)
    reason = forms.CharField(label="说明", required=False, max_length=500, widget=forms.Textarea(attrs={"rows": 2}))

    def __init__(self, *args, kind: ChangeKind, **kwargs):
        super().__init__(*args, **kwargs)
        self.kind = kind
        for name, kinds in (
            ("source", WITH_SOURCE),
            ("target_code", WITH_TARGET_CODE),
            ("target_name", WITH_TARGET_NAME),
        ):
            if kind not in kinds:
                del self.fields[name]
        if kind == K.MERGE:
            self.fields["target_code"].label = "合并后的代码"
            self.fields["target_code"].help_text = "12 位：新代码，或其中一个原区域的代码。"
            self.fields["target_name"].label = "合并后的名称"

    def approval(self, parts: list[Part]) -> Approval:
        values = self.cleaned_data
        first = next(code for part in parts for code in (part.from_code, part.to_code) if code)
        return Approval(
            district=approving_district(first),
            document_no=values["document_no"],
            approved_on=values["approved_on"],
            effective_on=values["effective_on"],
            proposer=values["proposer"],
            reason=values["reason"],
        )

    def parts(self, rows: list[dict]) -> list[Part]:
        """The parts that head and rows say together."""
        return PARTS_OF[self.kind](self.cleaned_data, rows)


class PartForm(PageForm):
    """One row: only the fields that the kind asks for."""

    code = forms.RegexField(r"^\d{12}$", label="代码（12 位）", error_messages={"invalid": "应为 12 位数字代码。"})
    place = PlaceField(label="区域", level=codes.COMMITTEE)
    name = forms.CharField(label="名称", max_length=100, required=False)
    share = forms.DecimalField(
        label="占比（%）", min_value=Decimal("0.01"), max_value=WHOLE, max_digits=5, decimal_places=2
    )
    households = forms.IntegerField(label="户数", required=False, min_value=0, max_value=200_000)

    def __init__(self, *args, kind: ChangeKind, **kwargs):
        super().__init__(*args, **kwargs)
        for name in list(self.fields):
            if name not in PART_FIELDS[kind]:
                del self.fields[name]


PartFormSet = forms.formset_factory(PartForm, extra=2, max_num=30, absolute_max=30)


def approving_district(code: str) -> Area:
    """The county or district above a place, or the prefecture where there is none (东莞)."""
    above = Area.objects.filter(pk__in=codes.ancestors(code), level__in=(codes.PREFECTURE, codes.COUNTY))
    return above.order_by("-level").first() or Area.objects.get(pk=codes.ROOT)


def _each(row):
    return row.get("share"), row.get("households")


def _set_up(head, rows):
    return [Part("", row["code"], row["name"], None, row["households"]) for row in rows]


def _split(head, rows):
    return [Part(head["source"].code, row["code"], row["name"], *_each(row)) for row in rows]


def _merge(head, rows):
    target, name = head["target_code"], head["target_name"]
    return [Part(row["place"].code, target, name, WHOLE, row["households"]) for row in rows]


def _convert(head, rows):
    return [Part(head["source"].code, head["target_code"], head["target_name"], WHOLE)]


def _to_places(head, rows):
    return [Part(head["source"].code, row["place"].code, "", *_each(row)) for row in rows]


def _rename(head, rows):
    return [Part(head["source"].code, head["source"].code, head["target_name"])]


def _revoke(head, rows):
    return _to_places(head, rows) or [Part(head["source"].code)]


PARTS_OF = {
    K.SET_UP: _set_up,
    K.SPLIT: _split,
    K.MERGE: _merge,
    K.CONVERT: _convert,
    K.BOUNDARY: _to_places,
    K.RENAME: _rename,
    K.REVOKE: _revoke,
}


class DocumentForm(PageForm):
    file = forms.FileField(label="批准文件", help_text="PDF、图片或 Word 文档，不超过 20 MB。")


class WithdrawForm(PageForm):
    reason = forms.CharField(label="撤回理由", max_length=300, widget=forms.Textarea(attrs={"rows": 2}))
