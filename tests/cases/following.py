"""A client that keeps a copy of the cases it may see, as a district's data platform does."""

from django.test import Client

from tests.factories import bearer


class Follower:
    """Reads `/api/v1/changes/` on from where it was, and applies what it is told."""

    def __init__(self, client, limit=50):
        self.browser, self.next = Client(headers=bearer(client)), f"/api/v1/changes/?limit={limit}"
        self.copy: dict[int, dict] = {}
        self.told: list[tuple[str, int]] = []

    def catch_up(self) -> list[tuple[str, int]]:
        """What it was told this time, as (change, number of the case)."""
        self.told = []
        while self.read():
            pass
        return self.told

    def read(self) -> bool:
        """One page; whether there is more."""
        page = self.browser.get(self.next).json()
        for one in page["results"]:
            change = one["change"]["code"]
            self.told.append((change, one["id"]))
            if change == "gone":
                self.copy.pop(one["id"], None)
            else:
                self.copy[one["id"]] = one["data"]
        self.next = page["next"]
        return page["has_more"]

    def source(self) -> dict[int, dict]:
        """What the list of the API gives at this moment, page by page."""
        found, address = {}, "/api/v1/cases/?limit=200"
        while address:
            page = self.browser.get(address).json()
            found |= {one["id"]: one for one in page["results"]}
            address = page["next"]
        return found
