"""The forms of a page as a browser would send them, read from its HTML."""

from dataclasses import dataclass, field
from html.parser import HTMLParser

TYPED = {"text", "search", "tel", "number", "date", "email", "url", "textarea", "datetime-local", ""}


@dataclass
class Form:
    """One `<form method="post">`: where it goes, what it holds, which fields a person types into."""

    action: str
    values: dict[str, str] = field(default_factory=dict)
    typed: list[str] = field(default_factory=list)


class FormReader(HTMLParser):
    """Collects the POST forms of a page; a select keeps its chosen option, or its first one."""

    def __init__(self):
        super().__init__()
        self.forms: list[Form] = []
        self._form: Form | None = None
        self._choosing = ""

    def handle_starttag(self, tag, attrs):
        values = {key: value or "" for key, value in attrs}
        if tag == "form":
            is_post = values.get("method", "").lower() == "post" or "hx-post" in values
            self._form = Form(values.get("action") or values.get("hx-post", "")) if is_post else None
        elif self._form is not None and (values.get("name") or tag == "option"):
            getattr(self, f"_{tag}", lambda values: None)(values)

    def handle_endtag(self, tag):
        if tag == "form" and self._form is not None:
            self.forms.append(self._form)
            self._form = None

    def _input(self, values):
        kind = values.get("type", "text").lower()
        if kind in {"radio", "checkbox"} and "checked" not in values:
            return
        if kind == "file":
            return
        self._form.values[values["name"]] = values.get("value", "")
        if kind in TYPED:
            self._form.typed.append(values["name"])

    def _textarea(self, values):
        self._form.values[values["name"]] = ""
        self._form.typed.append(values["name"])

    def _select(self, values):
        self._choosing = values["name"]

    def _option(self, values):
        if self._choosing and ("selected" in values or self._choosing not in self._form.values):
            self._form.values[self._choosing] = values.get("value", "")


def post_forms(text: str) -> list[Form]:
    reader = FormReader()
    reader.feed(text)
    return reader.forms
