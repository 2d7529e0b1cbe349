"""The acts at the head of a page."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Act:
    """A link that starts something. At most one of a page is the main one. Dangerous acts are forms, not links."""

    label: str
    url: str
    icon: str = ""
    is_main: bool = False
