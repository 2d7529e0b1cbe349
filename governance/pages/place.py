"""The place that an actor works at now: one of their own postings', kept in the session (`request.place`)."""

SESSION_KEY = "place"


def own_places(actor) -> list:
    """The distinct places of the actor's postings, in the order of the postings."""
    return list({posting.area_id: posting.area for posting in actor.postings_today}.values())


def place_of(request):
    """The chosen place while a posting still holds there, else the first; None without postings."""
    if not request.user.is_authenticated:
        return None
    places = own_places(request.user)
    chosen = request.session.get(SESSION_KEY)
    return next((place for place in places if place.code == chosen), places[0] if places else None)


class PlaceMiddleware:
    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        request.place = place_of(request)
        return self.get_response(request)
