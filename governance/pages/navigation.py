"""Side navigation. A feature adds its entries in its `urls.py`; each is shown to those who hold its verb.

navigation.add("区域", "areas:tree", verb="place.view", icon="geo-alt", group="辖区", order=10)
"""

from dataclasses import dataclass
from functools import cached_property

from django.urls import resolve, reverse

from governance.access import reach

GROUPS = ("", "人民调解", "统计", "辖区", "人员与单位", "任职与权限", "数据与规则", "系统")


@dataclass(frozen=True)
class Entry:
    """`verb` empty: everyone who is signed in sees it. `short` is the label in the phone's bottom bar."""

    label: str
    url_name: str
    verb: str
    icon: str
    group: str
    order: int
    short: str

    @cached_property
    def url(self) -> str:
        return reverse(self.url_name)


@dataclass(frozen=True)
class Link:
    entry: Entry
    url: str
    is_here: bool


_entries: dict[str, Entry] = {}


def add(label, url_name, *, verb="", icon="list", group="", order=100, short=""):
    """Declare an entry. `group` is one of GROUPS; the four lowest orders also make the phone's bottom bar."""
    if group not in GROUPS:
        raise ValueError(f"unknown navigation group {group!r}")
    _entries[url_name] = Entry(label, url_name, verb, icon, group, order, short or label)


def label_of(url_name: str) -> str:
    """What the navigation calls a page; empty when it does not lead there."""
    found = _entries.get(url_name)
    return found.label if found else ""


def links_for(actor, path: str) -> list[Link]:
    """What `actor` finds in the navigation, in order; the entry that covers `path` most closely is here."""
    shown = [entry for entry in _entries.values() if not entry.verb or actor.scope(entry.verb)]
    shown.sort(key=lambda entry: (GROUPS.index(entry.group), entry.order, entry.label))
    found = [(entry, entry.url) for entry in shown]
    here = max((url for _, url in found if _covers(url, path)), key=len, default=None)
    return [Link(entry, url, url == here) for entry, url in found]


def grouped(links: list[Link]) -> list[tuple[str, list[Link]]]:
    return [(group, [link for link in links if link.entry.group == group]) for group in GROUPS if _any(links, group)]


def bottom_bar(links: list[Link]) -> list[Link]:
    """Four entries for a thumb; the rest is behind the fifth, 更多."""
    return sorted(links, key=lambda link: (link.entry.order, GROUPS.index(link.entry.group)))[:4]


def tabs(request, lists) -> list[tuple[str, str, bool]]:
    """For components/tabs.html: of lists that stand side by side, (label, URL name), those that the actor may open.

    None where there is nothing to choose from.
    """
    named = [(label, reverse(name)) for label, name in lists]
    opened = [(label, url) for label, url in named if reach.declared(resolve(url)).admits(request.user)]
    return [(label, url, url == request.path) for label, url in opened] if len(opened) > 1 else []


def _any(links, group):
    return any(link.entry.group == group for link in links)


def _covers(url, path):
    return path == url or (url != "/" and path.startswith(url))
