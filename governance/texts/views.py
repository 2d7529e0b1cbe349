"""Pages of texts: what each says here, its versions and how they differ, editing with a live preview."""

from dataclasses import dataclass
from datetime import timedelta

from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from governance.access import reach
from governance.access.roles import COUNTY_UP
from governance.areas import codes
from governance.areas.models import Area
from governance.pages.acting import FormPage, act_or_show, find_or_refuse
from governance.texts.actions import set_text, version_of, withdraw_text
from governance.texts.differences import differences
from governance.texts.forms import PlaceChoice, TextForm, WithdrawForm
from governance.texts.kinds import TextKind, block_of, filled, paragraphs, problems
from governance.texts.models import TextVersion
from governance.texts.values import Wordings, all_texts, find_text, version_on


@dataclass(frozen=True)
class Here:
    """A text at a place today: the version that holds, None as shipped."""

    kind: TextKind
    version: TextVersion | None


@dataclass(frozen=True)
class Line:
    """One paragraph of a preview; `is_block` stands for a table or a list that the portal fills in."""

    text: str
    is_block: bool


@reach.holding("text.view")
@require_GET
def texts(request):
    """All texts, with what holds at a place today."""
    place, today, kinds = _place(request), timezone.localdate(), all_texts()
    known = Wordings.read(kind.key for kind in kinds)
    here = [Here(kind, known.version(kind.key, place.code, today)) for kind in kinds]
    groups = list(dict.fromkeys(kind.group for kind in kinds))
    values = {
        "place": place,
        "choice": PlaceChoice(initial={"place": place}),
        "groups": [(group, [each for each in here if each.kind.group == group]) for group in groups],
    }
    return render(request, "governance/texts/texts.html", values)


@reach.holding("text.view")
@require_GET
def text(request, key):
    """One text: what it says here with an example case, and every version within reach."""
    kind, place = _kind(key), _place(request)
    version = version_on(key, place.code, timezone.localdate())
    words = version.words if version else kind.words
    values = {
        "kind": kind,
        "place": place,
        "version": version,
        "lines": shown(kind, words),
        "history": TextVersion.objects.visible_to(request.user).filter(key=key).for_list(),
        "edit_at": _edited_at(request, place),
        "choice": PlaceChoice(initial={"place": place}),
    }
    return render(request, "governance/texts/text.html", values)


@reach.within("governance.TextVersion")
@require_GET
def version(request, pk):
    """One version: what it says, and how it differs from what held before it."""
    row = get_object_or_404(TextVersion.objects.visible_to(request.user).for_list(), pk=pk)
    kind = _kind(row.key)
    before = version_on(row.key, row.area_id, row.starts_on - timedelta(days=1))
    values = {
        "row": row,
        "kind": kind,
        "crumbs": _trail(kind, row.area_id),
        "lines": shown(kind, row.words),
        "before": before,
        "differences": differences(before.words if before else kind.words, row.words),
        "may_withdraw": row.withdrawn_at is None and request.user.holds("text.edit", row.area_id),
    }
    return render(request, "governance/texts/version.html", values)


@reach.holding("text.edit")
@require_http_methods(["GET", "POST"])
def edit(request, key, code):
    """A new version for a place, with a preview that follows what is typed."""
    kind = _kind(key)
    area = get_object_or_404(Area.objects.reached_by(request.user, "text.edit"), pk=code)
    today = timezone.localdate()
    holding = version_on(key, area.code, today)
    begins = {
        "words": holding.words if holding else kind.words,
        "starts_on": today + timedelta(days=1),
        "expected": version_of(key, area.code),
    }
    form = TextForm(request.POST or None, kind=kind, initial=begins)
    url = f"{reverse('texts:text', args=[key])}?place={area.code}"
    note = f"{area.name}及其下级适用。已经收到的案件沿用原来的内容。"
    typed = request.POST.get("words", begins["words"])
    more = {"kind": kind, "lines": shown(kind, typed), "problems": []}
    page = FormPage(
        f"修改：{kind.label}", "保存新版本", url, tuple(_trail(kind, area.code)), note, "已保存新版本。",
        template="governance/texts/edit.html", more=more,
    )  # fmt: skip

    def act(_):
        set_text(key=key, area_code=area.code, by=request.user, **form.cleaned_data)
        return url

    return act_or_show(request, form, act, page)


@reach.holding("text.edit")
@require_POST
def preview(request, key):
    """The #preview section: the typed words with the example case, and what is wrong with them."""
    kind = _kind(key)
    words = request.POST.get("words", "")[: kind.longest]
    values = {"kind": kind, "lines": shown(kind, words), "problems": problems(kind, words)}
    return render(request, "governance/texts/_preview.html", values)


@reach.within("governance.TextVersion", "text.edit")
@require_http_methods(["GET", "POST"])
def withdraw(request, pk):
    row = find_or_refuse(TextVersion.objects.for_list(), request.user, "text.edit", pk=pk)
    kind = _kind(row.key)
    url = f"{row.get_absolute_url()}?place={row.area_id}"
    form = WithdrawForm(request.POST or None)
    since = f"{row.area.name}自 {row.starts_on:%Y-%m-%d} 起的版本。"
    note = f"{since}撤回后，自明天起恢复此前的内容；在用期间开始的案件仍沿用它。"
    trail = tuple(_trail(kind, row.area_id))
    page = FormPage("撤回版本", "撤回", url, trail, note, "已撤回。", row.version, "确定撤回？")

    def act(version):
        withdraw_text(row, reason=form.cleaned_data["reason"], by=request.user, version=version)
        return url

    return act_or_show(request, form, act, page)


def shown(kind: TextKind, words: str) -> list[Line]:
    """The text with the example case, paragraph by paragraph."""
    lines = []
    for paragraph in paragraphs(words):
        block = block_of(kind, paragraph)
        said = kind.named[block].example if block else filled(paragraph, kind.examples)
        lines.append(Line(said, bool(block)))
    return lines


def _kind(key) -> TextKind:
    found = find_text(key)
    if found is None:
        raise Http404
    return found


def _trail(kind, code):
    return [
        ("文书和提醒用语", f"{reverse('texts:texts')}?place={code}"),
        (kind.label, f"{reverse('texts:text', args=[kind.key])}?place={code}"),
    ]


def _place(request) -> Area:
    """The place that is asked about, which must be in reach; else where the actor works, else any place in reach."""
    asked = request.GET.get("place") or request.GET.get("place_text")
    reached = Area.objects.reached_by(request.user, "text.view")
    if asked:
        return get_object_or_404(reached, pk=asked)
    here = request.place
    if here is not None and request.user.holds("text.view", here.code):
        return here
    return Area.objects.get(pk=request.user.scope("text.view").places[0])


def _edited_at(request, place: Area) -> Area | None:
    """Where this actor edits what holds at `place`: it or the nearest place above that keeps texts of its own."""
    for code in (place.code, *reversed(codes.ancestors(place.code))):
        if codes.level(code) in COUNTY_UP and request.user.holds("text.edit", code):
            return Area.objects.filter(pk=code).first()
    return None
