"""Bulk acts are one's own: nobody else adds to the list."""

from governance.saved_filters.lists import unwatched

unwatched("cases:bulk_acts", "名单里只有您自己的办理。")
