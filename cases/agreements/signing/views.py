"""The page on which one person signs: by finger on the screen, or by a picture of what was signed elsewhere."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from cases.agreements.actions import sign_agreement
from cases.agreements.forms import SigningForm
from cases.agreements.ink import drawn
from cases.agreements.models import Agreement
from cases.agreements.signers import HANDS, SEALS, Signing, slots_of
from cases.agreements.signing.models import SigningMethod
from cases.agreements.wording import digest_of, paragraphs, text_of
from cases.docket.actions import require_may
from governance.access import reach
from governance.api.idempotency import once
from governance.errors import RuleError, Stale
from governance.pages.forms import add_refusal


@reach.within("cases.Agreement", "case.decide")
@require_http_methods(["GET", "POST"])
def sign(request, pk, slot):
    """One place to sign: what is signed above, the pad below."""
    found = get_object_or_404(Agreement.objects.visible_to(request.user).for_page(), pk=pk)
    require_may("settle", request.user, found.case)
    place = next((one for one in slots_of(found, on=timezone.localdate()) if one.key == slot), None)
    if place is None or not found.is_written:
        raise Http404
    if place.signature:
        messages.info(request, f"这一栏已由{place.signature.name}签署。")
        return redirect(found)
    text = found.text or text_of(found, list(found.case.parties.standing().for_file().order_by("side", "seq")))
    digest = digest_of(text)
    methods = SEALS if place.is_seal else HANDS
    initial = {"digest": digest}
    form = SigningForm(request.POST or None, request.FILES or None, slot=place, methods=methods, initial=initial)
    status = _signed(request, form, found, place) if form.is_bound else 200
    if not isinstance(status, int):
        return status
    values = {
        "agreement": found,
        "case": found.case,
        "slot": place,
        "form": form,
        "digest": digest,
        "paragraphs": paragraphs(text),
        "trail": (
            ("案件", reverse("cases:cases")),
            (found.case.number, found.case.get_absolute_url()),
            (found.get_form_display(), found.get_absolute_url()),
        ),
        "key": f"{found.pk}/{place.key}/{digest[:16]}",
    }
    return render(request, "cases/agreements/sign.html", values, status=status)


def _signed(request, form, found, place):
    """The way on when it is signed, else the status to answer with."""

    def act():
        values = form.cleaned_data
        is_drawn = values["method"] == SigningMethod.HAND and not values["image"]
        signing = Signing(
            signer=values["signer"],
            method=values["method"],
            signed_at=values["signed_at"] or timezone.now(),
            image=drawn(values["drawn"], field="drawn") if is_drawn else values["image"],
            witness=values.get("witness", ""),
        )
        signature = sign_agreement(
            found,
            by=request.user,
            slot=place.key,
            signing=signing,
            text_digest=values["digest"],
            late_reason=values["late_reason"],
        )
        messages.success(request, f"{signature.name}已{'盖章' if place.is_seal else '签署'}。")
        return found.get_absolute_url()

    try:
        if form.is_valid():
            return redirect(once(request, act))
    except Stale as refusal:
        form.add_error(None, "协议文本在您打开之后已修改：请重新阅读下面的文本，再签名提交。")
        return refusal.status
    except RuleError as refusal:
        add_refusal(form, refusal)
        return refusal.status
    return 422
