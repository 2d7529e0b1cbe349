"""What of a list page's query is kept. Pure."""

from django.http import QueryDict

OF_PAGE = "_page"  # where a filter goes to be saved, this says of which list it is
UNKEPT = (OF_PAGE, "page", "size", "cursor", "csrfmiddlewaretoken", "holder")  # a holder's token lives for the day


def kept(query: str) -> str:
    """The query without what belongs to one look at the list, in one order: two that mean the same are the same."""
    asked = QueryDict(query)
    parts = QueryDict(mutable=True)
    for name in sorted(asked):
        values = [value for value in asked.getlist(name) if value.strip()]
        if name not in UNKEPT and values:
            parts.setlist(name, values)
    return parts.urlencode()


def conditions(query: str) -> set[str]:
    """The names of the filters in a query; the order of the rows is none."""
    return set(QueryDict(query)) - {"sort"}
