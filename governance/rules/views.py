"""Pages of rules: what holds here and why, the history of one, setting a value after a look at what it would change."""

from dataclasses import dataclass

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from governance.access import reach
from governance.api.idempotency import once
from governance.areas.models import Area
from governance.errors import RuleError, Stale
from governance.pages.acting import FormPage, act_or_show, find_or_refuse
from governance.pages.forms import add_refusal
from governance.rules.actions import set_rule_value, version_of, withdraw_rule_value
from governance.rules.definitions import RULES, Rule
from governance.rules.forms import PlaceChoice, RuleValueForm, WithdrawForm
from governance.rules.models import RuleValue
from governance.rules.values import InForce, in_force


@dataclass(frozen=True)
class Here:
    """What a rule says at a place today, in words, and where that comes from."""

    rule: Rule
    shown: str
    source: str
    is_own: bool


@reach.holding("rule.view")
@require_GET
def rules(request):
    """All rules with their value in force at a place."""
    place = _place(request, "rule.view")
    today = timezone.localdate()
    here = [said_at(in_force(key, today), place.code) for key in RULES]
    groups = list(dict.fromkeys(each.rule.group for each in here))
    values = {
        "place": place,
        "choice": PlaceChoice(initial={"place": place}),
        "groups": [(group, [each for each in here if each.rule.group == group]) for group in groups],
    }
    return render(request, "governance/rules/rules.html", values)


@reach.holding("rule.view")
@require_GET
def rule(request, key):
    """One rule: what it says here, its defaults with their source, every value within reach."""
    found, place = _rule(key), _place(request, "rule.view")
    history = RuleValue.objects.visible_to(request.user).filter(key=key).for_list()
    may_edit = request.user.holds("rule.edit", place.code) and place.level in found.levels
    values = {
        "rule": found,
        "place": place,
        "here": said_at(in_force(key, timezone.localdate()), place.code),
        "history": [(row, _may_withdraw(request, row)) for row in history],
        "defaults": [(default, found.shown(default.value)) for default in reversed(found.defaults)],
        "may_edit": may_edit,
        "choice": PlaceChoice(initial={"place": place}),
    }
    return render(request, "governance/rules/rule.html", values)


@reach.holding("rule.edit")
@require_http_methods(["GET", "POST"])
def set_value(request, key, code):
    """Set a value at a place: the form, then what it would change, then the act."""
    found = _rule(key)
    area = get_object_or_404(Area.objects.reached_by(request.user, "rule.edit"), pk=code)
    begins = {"starts_on": timezone.localdate(), "expected": version_of(key, code)}
    form = RuleValueForm(request.POST or None, rule=found, initial=begins)
    if request.method == "POST" and form.is_valid():
        if request.POST.get("step") == "confirm":
            done = _set(request, form, found, area)
            if done:
                return done
        elif request.POST.get("step") != "edit":
            return render(request, "governance/rules/preview.html", _previewed(request, form, found, area))
    status = 422 if form.errors else 200
    return render(request, "governance/rules/set_value.html", _framed(form, found, area), status=status)


@reach.within("governance.RuleValue", "rule.edit")
@require_http_methods(["GET", "POST"])
def withdraw(request, pk):
    row = find_or_refuse(RuleValue.objects.for_list(), request.user, "rule.edit", pk=pk)
    url = f"{row.get_absolute_url()}?place={row.area_id}"
    trail = (("规则参数", reverse("rules:rules")), (row.rule.label, url))
    note = f"{row.area.name}自 {row.starts_on:%Y-%m-%d} 起：{row.shown}（{row.reason}）"
    form = WithdrawForm(request.POST or None)
    page = FormPage("撤回取值", "撤回", url, trail, note, "已撤回。", row.version, "确定撤回？撤回后视同未设置。")

    def act(version):
        withdraw_rule_value(row, reason=form.cleaned_data["reason"], by=request.user, version=version)
        return url

    return act_or_show(request, form, act, page)


def said_at(rule: InForce, code: str) -> Here:
    origin = rule.origin(code)
    shown = rule.rule.shown(rule.value(code))
    if isinstance(origin, RuleValue):
        source = f"{origin.area.name}自 {origin.starts_on:%Y-%m-%d} 起设置"
        document = f"（{origin.document_no}）" if origin.document_no else ""
        return Here(rule.rule, shown, source + document, origin.area_id == code)
    return Here(rule.rule, shown, f"默认值：{origin.source}", False)


def _rule(key):
    if key not in RULES:
        raise Http404
    return RULES[key]


def _place(request, verb):
    """The place that is asked about, which must be in reach; else where the actor works, else any place in reach."""
    asked = request.GET.get("place") or request.GET.get("place_text")
    reached = Area.objects.reached_by(request.user, verb)
    if asked:
        return get_object_or_404(reached, pk=asked)
    here = request.place
    if here is not None and request.user.holds(verb, here.code):
        return here
    return Area.objects.get(pk=request.user.scope(verb).places[0])


def _may_withdraw(request, row):
    return row.withdrawn_at is None and request.user.holds("rule.edit", row.area_id)


def _set(request, form, rule, area):
    values = form.cleaned_data
    try:
        to = once(request, lambda: _written(request, values, rule, area))
    except Stale as refusal:
        form.add_error(
            None, f"您填写期间，他人为{area.name}登记了新的取值（{refusal.current.shown}），请核对后再提交。"
        )
        form.data = {**form.data.dict(), "expected": version_of(rule.key, area.code)}
        return None
    except RuleError as refusal:
        add_refusal(form, refusal)
        return None
    messages.success(request, f"已登记“{rule.label}”的取值。")
    return redirect(to)


def _written(request, values, rule, area):
    set_rule_value(key=rule.key, area_code=area.code, by=request.user, **values)
    return f"{reverse('rules:rule', args=[rule.key])}?place={area.code}"


def _previewed(request, form, rule, area):
    values = form.cleaned_data
    before = in_force(rule.key, values["starts_on"])
    after = before.supposing(area.code, values["value"])
    effect = rule.preview(before, after, area.code, request.user) if rule.preview else None
    new = rule.shown(after.value(area.code))
    return {
        **_framed(form, rule, area),
        "effect": effect,
        "before": said_at(before, area.code),
        "new": f"沿用上级：{new}" if values["inherits"] else new,
        "values": values,
    }


def _framed(form, rule, area):
    url = f"{reverse('rules:rule', args=[rule.key])}?place={area.code}"
    trail = (("规则参数", f"{reverse('rules:rules')}?place={area.code}"), (rule.label, url))
    return {"form": form, "rule": rule, "area": area, "trail": trail, "cancel": url}
