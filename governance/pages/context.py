"""What every page's frame needs."""

from django.conf import settings
from django.utils.functional import SimpleLazyObject

from governance.notices.badge import unread_text
from governance.pages import navigation
from governance.pages.place import own_places
from governance.people.demo import SEATS


def frame(request):
    """Values for base.html: demo notice, navigation, the actor's places, the one they work at now."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        oidc_name = settings.OIDC_NAME if settings.OIDC_ISSUER else ""
        return {"demo": settings.DEMO, "demo_seats": SEATS if settings.DEMO else [], "oidc_name": oidc_name}
    links = navigation.links_for(user, request.path)
    return {
        "demo": settings.DEMO,
        "my_postings": user.postings_today,
        "my_places": own_places(user),
        "my_place": getattr(request, "place", None),
        "nav_groups": navigation.grouped(links),
        "nav_bottom": navigation.bottom_bar(links),
        "upload_limit": settings.UPLOAD_LIMIT,
        "unread_notices": SimpleLazyObject(lambda: unread_text(user)),  # asked by whole pages, not by fragments
    }
