"""What every form of the portal shares: bounded text, and refusals shown where they belong."""

from django import forms

from governance.errors import RuleError

LONGEST_TEXT = 2000  # characters, where a field names no limit of its own


class BoundedText:
    """Mixin for forms: text without a limit of its own gets one, so that nobody stores a book in a name."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            if isinstance(field, forms.CharField) and field.max_length is None:
                _limit(field, LONGEST_TEXT)


class PageForm(BoundedText, forms.Form):
    """The base of plain forms on pages."""


class PageModelForm(BoundedText, forms.ModelForm):
    """The base of model forms on pages. They check shape; saving is the action's work, and what the database would
    refuse is the action's to say, in a sentence."""

    def validate_unique(self):
        pass

    def validate_constraints(self):
        pass


def add_refusal(form: forms.BaseForm, refusal: RuleError) -> None:
    """Show what a rule refuses at the field it speaks of, else above the form."""
    form.add_error(refusal.field if refusal.field in form.fields else None, refusal.message)


def typed_version(request) -> int | None:
    """The version of the row that the form was filled in for (hidden field `version`); None when it says none."""
    text = request.POST.get("version", "")
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else None


def _limit(field, longest):
    field.max_length = longest
    field.validators.append(forms.CharField(max_length=longest).validators[0])
