"""Every door of the portal, read from the URL map: a new page is crawled by being there."""

import re
from dataclasses import dataclass

from django.urls import URLPattern, URLResolver, get_resolver
from django.urls.resolvers import RoutePattern

from governance.access.reach import THIRD_PARTY, Reach, of_reading


@dataclass(frozen=True)
class Route:
    """One URL pattern: `template` is its path with `{key}` for each part that varies."""

    name: str
    template: str
    keys: tuple[str, ...]
    view: object
    reach: Reach | None

    @property
    def is_library(self) -> bool:
        """A page of a library (sign-in): it decides for itself what it answers to somebody signed in."""
        return self.name in THIRD_PARTY

    @property
    def is_api(self) -> bool:
        return hasattr(self.view, "cls")

    def path(self, values: dict[str, str]) -> str:
        return self.template.format(**{key: values[key] for key in self.keys})


def declared_by(view, name: str) -> Reach | None:
    for holder in (view, getattr(view, "cls", None), getattr(view, "view_class", None)):
        found = getattr(holder, "reach", None)
        if found is not None:
            return of_reading(view, found)
    return THIRD_PARTY.get(name)


def all_routes(urlconf=None) -> list[Route]:
    """The routes of `urlconf` (the portal's own if None), in the order of the URL map."""
    return [route for route in _walk(get_resolver(urlconf), "", ()) if not route.template.startswith("/static/")]


def _walk(resolver: URLResolver, base: str, namespaces: tuple[str, ...]):
    for entry in resolver.url_patterns:
        template = base + _template(entry)
        if isinstance(entry, URLResolver):
            inner = (*namespaces, entry.namespace) if entry.namespace else namespaces
            yield from _walk(entry, template, inner)
        elif isinstance(entry, URLPattern):
            yield _route(entry, template, namespaces)


def _route(entry: URLPattern, template: str, namespaces: tuple[str, ...]) -> Route:
    name = ":".join((*namespaces, entry.name or ""))
    keys = tuple(part.split("}")[0] for part in template.split("{")[1:])
    return Route(name, "/" + template, keys, entry.callback, declared_by(entry.callback, entry.name or ""))


def _template(entry) -> str:
    """The pattern with each `<int:pk>` or `(?P<pk>…)` as `{pk}`."""
    text = str(entry.pattern)
    if isinstance(entry.pattern, RoutePattern):
        return re.sub(r"<(?:[^:>]+:)?([^>]+)>", r"{\1}", text)
    return _plain(text)


def _plain(text: str) -> str:
    """A regular expression of the router's kind as a template: `^persons/(?P<pk>[^/.]+)/$` → `persons/{pk}/`."""
    depth, out, index = 0, "", 0
    while index < len(text):
        named = re.match(r"\(\?P<(\w+)>", text[index:]) if depth == 0 else None
        if named:
            out += "{" + named.group(1) + "}"
            index += named.end()
            depth = 1
            continue
        char = text[index]
        if depth:
            depth += (char == "(") - (char == ")")
        elif char not in "^$\\?":
            out += char
        index += 1
    return out.removesuffix("/Z").removesuffix("Z")
