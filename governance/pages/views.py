from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_GET, require_POST

from governance.access import reach
from governance.pages import place as places
from governance.pages.search import LONGEST, search
from governance.pages.waiting import groups_for


@reach.signed_in
@require_GET
def home(request):
    """The work home: what waits for me."""
    groups = groups_for(request.user, request.place)
    return render(
        request, "governance/pages/home.html", {"groups": groups, "total": sum(each.count for each in groups)}
    )


@reach.signed_in
@require_GET
def search_page(request):
    """Places, persons, organisations within reach, by the words of the top bar."""
    text = request.GET.get("q", "").strip()
    found = search(text, request.user, request.place)
    values = {"text": text[:LONGEST], "found": found, "hits": sum(len(each.hits) for each in found)}
    return render(request, "governance/pages/search.html", values)


@reach.signed_in
@require_POST
def switch_place(request):
    """Work at another of the places where I hold a posting."""
    wanted = request.POST.get("place", "")
    chosen = next((place for place in places.own_places(request.user) if place.code == wanted), None)
    if chosen is None:
        messages.error(request, "您在所选区域没有任职，未能切换。")
    else:
        request.session[places.SESSION_KEY] = chosen.code
        messages.success(request, f"已切换到{chosen.name}。")
    back = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(back, {request.get_host()}, require_https=request.is_secure())
    return redirect(back if safe else "pages:home")
