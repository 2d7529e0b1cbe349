from django.http import Http404, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from governance.access.reach import public
from governance.watch.metrics import exposition, may_read_metrics
from governance.watch.readiness import missing_parts


@public
@never_cache
@require_safe
def livez(request):
    """This process answers; says nothing about what it needs."""
    return HttpResponse("ok\n", content_type="text/plain")


@public
@never_cache
@require_safe
def readyz(request):
    """200 when every part is there, else 503; the answer names what is missing."""
    missing = missing_parts()
    ready = not any(missing.values())
    body = {"ready": ready, "parts": {part: lack or "ok" for part, lack in missing.items()}}
    return JsonResponse(body, status=200 if ready else 503, json_dumps_params={"ensure_ascii": False})


@public
@never_cache
@require_safe
def metrics(request):
    """Prometheus' page, for callers on this machine or with METRICS_TOKEN; to others it does not exist."""
    if not may_read_metrics(request.META):
        raise Http404
    body, content_type = exposition()
    return HttpResponse(body, content_type=content_type)
