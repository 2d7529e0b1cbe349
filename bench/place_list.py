"""The list of 50 places, as an API client reads it."""

from bench.figure import Figure
from bench.serving import Served
from governance.people.demo import CLIENT_KEY, CLIENT_SECRET


def figures() -> list[Figure]:
    portal, floor = Served("governance.wsgi"), Served("bench.floor:application")
    client = {"Authorization": f"Bearer {CLIENT_KEY}.{CLIENT_SECRET}"}
    return [
        Figure(
            "区域列表 50 条（接口）",
            lambda: portal.get("/api/v1/areas/?limit=50", **client),
            lambda: floor.get("/"),
            at_most=None,
        ),
    ]
