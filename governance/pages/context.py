"""What every page's frame needs."""

from django.conf import settings


def frame(request):
    """Values for base.html: demo notice, the actor's postings, the place they work at now."""
    user = getattr(request, "user", None)
    postings = user.postings_today if user is not None and user.is_authenticated else []
    return {"demo": settings.DEMO, "my_postings": postings}
