"""Form fields of the portal's own: a place, chosen by typing; a moment."""

from django import forms
from django.core.exceptions import ValidationError
from django.urls import NoReverseMatch, reverse

from governance.areas import codes
from governance.areas.models import Area


class PlacePicker(forms.Widget):
    """A text box that suggests places while one types; what is sent is the 12-digit code."""

    template_name = "components/place_picker.html"

    def __init__(self, attrs=None, *, level=None, within=""):
        super().__init__(attrs)
        self.level, self.within = level, within

    def get_context(self, name, value, attrs):
        context = super().get_context(name, value, attrs)
        code = value.pk if isinstance(value, Area) else value or ""
        area = Area.objects.filter(pk=code).first() if codes.is_code(str(code)) else None
        context["widget"] |= {
            "code": code,
            "text": area.name if area else code,
            "url": _suggest_url(),
            "level": "" if self.level is None else self.level,
            "within": self.within,
        }
        return context

    def value_from_datadict(self, data, files, name):
        """The chosen code; without script, a code typed into the text box counts too."""
        return (data.get(name) or data.get(f"{name}_text") or "").strip()


class PlaceField(forms.Field):
    """Cleans to an `Area`. `level` (areas.codes) narrows what is suggested and accepted, `within` too."""

    widget = PlacePicker
    default_error_messages = {
        "required": "请选择区域。",
        "unknown": "没有这个区域，请从提示中选择，或填写 12 位代码。",
        "level": "这里要选择%(level)s区域。",
        "within": "请选择本辖区内的区域。",
    }

    def __init__(self, *, level=None, within="", **options):
        super().__init__(**options)
        self.level, self.within = level, within
        self.widget.level, self.widget.within = level, within

    def to_python(self, value):
        if value in self.empty_values:
            return None
        area = Area.objects.filter(pk=value).first() if codes.is_code(value) else None
        if area is None:
            raise ValidationError(self.error_messages["unknown"], code="unknown")
        return area

    def validate(self, value):
        super().validate(value)
        if value is None:
            return
        if self.level is not None and value.level != self.level:
            raise ValidationError(self.error_messages["level"] % {"level": codes.LEVEL_NAMES[self.level]}, code="level")
        if self.within and not codes.is_within(value.pk, self.within):
            raise ValidationError(self.error_messages["within"], code="within")

    def prepare_value(self, value):
        return value.pk if isinstance(value, Area) else value

    def has_changed(self, initial, data):
        return (self.prepare_value(initial) or "") != (data or "")


class MomentField(forms.DateTimeField):
    """A date and time to the minute, as a phone's own picker gives it; years that cannot be meant are refused."""

    default_error_messages = {"invalid": "请填写日期和时间，例如 2026-03-05 14:30。", "year": "请核对年份。"}

    def __init__(self, **options):
        super().__init__(widget=forms.DateTimeInput(format="%Y-%m-%dT%H:%M"), **options)

    def validate(self, value):
        super().validate(value)
        if value is not None and not 1950 <= value.year <= 2199:
            raise ValidationError(self.error_messages["year"], code="year")


def _suggest_url():
    try:
        return reverse("areas:suggest")
    except NoReverseMatch:
        return ""
