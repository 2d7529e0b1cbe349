"""How many notices wait unread, for the top bar of every page: one query, by the index of unread ones."""

from governance.notices.models import Notice

COUNTED = 100  # beyond this the badge says 99+


def unread_text(account) -> str:
    """Empty when there are none."""
    count = Notice.objects.visible_to(account).unread()[:COUNTED].count()
    return f"{COUNTED - 1}+" if count >= COUNTED else str(count or "")
