"""What is typed about documents; the official forms themselves are in `descriptions/`."""

from django import forms

from cases.docket.forms import HappenedField
from governance.pages.forms import PageForm


class ProduceForm(PageForm):
    """Which document to make, as the page offers it, and why it is corrected once it was signed."""

    offer = forms.CharField(max_length=80)
    correction_reason = forms.CharField(label="更正原因", max_length=200, required=False)


class SignForm(PageForm):
    signed_by = forms.CharField(label="签署人", max_length=300, help_text="所有签名、盖章或按指印的人，用顿号分开。")
    signed_at = HappenedField(label="签署时间")
    scan = forms.FileField(
        label="签署件扫描或照片",
        required=False,
        max_length=160,
        help_text="照片或 PDF；PDF 不超过 30 MB。",
        error_messages={"empty": "文件是空的。"},
    )


class VoidForm(PageForm):
    reason = forms.CharField(label="作废原因", max_length=200)
