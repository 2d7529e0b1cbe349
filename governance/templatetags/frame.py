"""The two things that templates of the frame cannot say with an include."""

import uuid
from functools import cache

from django import template
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import mark_safe

register = template.Library()


@register.simple_tag
def icon(name, label=""):
    """One icon of the sprite. With `label` it speaks to screen readers; without, it is decoration."""
    return _drawn(name, format_html('role="img" aria-label="{}"', label)) if label else _mute(name)


@cache
def _mute(name):
    """The icons of templates are few and never change while a process runs; a page shows a hundred of them."""
    return _drawn(name, mark_safe('aria-hidden="true"'))


def _drawn(name, spoken):
    source = static("vendor/bootstrap-icons/icons.svg")
    return format_html('<svg class="icon" {}><use href="{}#{}"></use></svg>', spoken, source, name)


@register.simple_tag
def new_submission():
    """A fresh token for one filled-in form: sent twice, it is the same submission (`once`)."""
    return uuid.uuid4().hex


@register.filter
def grouped(number):
    """A number with its thousands parted; a dash for what is not known."""
    return "—" if number in (None, "") else f"{number:,}"
