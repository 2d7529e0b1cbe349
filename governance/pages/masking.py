"""A masked value on a page (`components/masked.html`) and its full form: for a reason, for half a minute."""

from dataclasses import asdict, dataclass

from django.shortcuts import render

from governance.errors import RuleError
from governance.pages.forms import add_refusal


@dataclass(frozen=True)
class Masked:
    """Where it stands on its page (`id`), what it shows, what it is, and where its full form is asked for."""

    id: str
    value: str
    label: str
    url: str


def answer(request, masked: Masked, form_class, reveal, *, owner: str, owner_url: str):
    """GET: the question why, or with `mask` the mask again. POST: what `reveal(**reasons)` returns, in full.

    For htmx the fragment alone; without script the same on a page of its own, under the page of its owner.
    """
    form = form_class(request.POST or None, auto_id=f"{masked.id}-%s")
    if request.method == "GET" and "mask" in request.GET:
        fragment, values = "masked", asdict(masked)
    else:
        full = _revealed(form, reveal)
        fragment, values = ("revealed", {"full": full}) if full else ("reveal_form", {"form": form})
    values |= {"masked": masked, "owner": owner, "owner_url": owner_url, "fragment": f"components/{fragment}.html"}
    return render(request, values["fragment"] if request.htmx else "governance/pages/reveal.html", values)


def _revealed(form, reveal):
    """The full text; "" when nobody asked yet, or what was given as reason will not do."""
    try:
        return reveal(**form.cleaned_data) if form.is_valid() else ""
    except RuleError as refusal:
        add_refusal(form, refusal)
        return ""
