"""Which lists behind figures a reader may open: figures lead nowhere for who sees numbers alone."""

from collections.abc import Callable

from django.urls import resolve

from governance.access import reach


def opener(reader) -> Callable[[str], bool]:
    """Says of an address whether `reader` gets through that door; each door is asked once."""
    known: dict[str, bool] = {}

    def may_open(url: str) -> bool:
        path = url.partition("?")[0]
        if path not in known:
            rule = reach.declared(resolve(path))
            known[path] = rule is not None and rule.admits(reader)
        return known[path]

    return may_open
