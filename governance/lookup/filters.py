"""Filters by a number that must not stand in an address: a token of it does."""

import django_filters
from django import forms
from django.core import signing
from django.core.exceptions import ValidationError

from governance.lookup.holders import Holder
from governance.lookup.numbers import is_private_number


class HolderField(forms.CharField):
    """Cleans a token to a `Holder`, or None."""

    widget = forms.HiddenInput
    is_said_by_its_value = True

    def clean(self, value):
        token = super().clean(value)
        if not token:
            return None
        try:
            return Holder.of_token(token)
        except signing.BadSignature:
            raise ValidationError("这次按号码的查找已失效，请重新输入号码。") from None


class HolderFilter(django_filters.Filter):
    """Rows of whoever holds a number; `method` says how."""

    field_class = HolderField


def no_number(text: str) -> None:
    """A validator: what is typed into an address is kept in logs."""
    if is_private_number(text):
        raise ValidationError("证件号码和电话不能写在网址里：请在页面上输入，接口请先按号码查找，再用 holder 筛选。")
