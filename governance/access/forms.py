"""Input of the pages on rights."""

from datetime import date

from allauth.account.forms import ChangePasswordForm
from django import forms
from django.urls import reverse
from django.utils import timezone

from governance.access.roles import ROLES
from governance.areas.codes import code_range
from governance.pages.fields import PlaceField
from governance.pages.forms import PageForm

EARLIEST = date(2000, 1, 1)


class MatrixForm(PageForm):
    """Which day, place and role the list of holders is asked for."""

    on = forms.DateField(label="截至日期", required=False, widget=forms.DateInput(attrs={"type": "date"}))
    place = PlaceField(label="区域（含下级）", required=False)
    role = forms.ChoiceField(
        label="角色", required=False, choices=[("", "全部角色"), *((role.code, role.label) for role in ROLES.values())]
    )

    def clean_on(self):
        day = self.cleaned_data["on"] or timezone.localdate()
        if day < EARLIEST or day > timezone.localdate().replace(year=timezone.localdate().year + 1, day=1):
            raise forms.ValidationError("请选择 2000 年之后、一年以内的日期。")
        return day

    def narrow(self, postings):
        """The holders that the form asks for."""
        place, role = self.cleaned_data.get("place"), self.cleaned_data.get("role")
        if place:
            span = code_range(place.code)
            postings = postings.filter(area_id__gte=span.first, area_id__lte=span.last)
        return postings.filter(role=role) if role else postings


class ChoosePasswordForm(ChangePasswordForm):
    """Changing one's own password, with a hint that answers while one types."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name, label in (("oldpassword", "现在的密码"), ("password1", "新密码"), ("password2", "再输一次新密码")):
            self.fields[name].label = label
            self.fields[name].help_text = ""
            self.fields[name].widget.attrs.pop("placeholder", None)
        self.fields["password1"].widget.attrs |= {
            "hx-post": reverse("access:password_hint"),
            "hx-trigger": "input changed delay:400ms",
            "hx-target": "#password-hint",
            "hx-swap": "outerHTML",
            "aria-describedby": "password-hint",
        }
