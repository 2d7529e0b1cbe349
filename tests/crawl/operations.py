"""The operations of the API, from the URL map and from the OpenAPI document; and how each seat calls them."""

import re
from dataclasses import replace
from uuid import uuid4

from django.test import Client
from drf_spectacular.generators import SchemaGenerator

from tests.crawl.routes import Route, all_routes
from tests.crawl.walk import signed_in
from tests.crawl.world import Seat

UNKNOWN_ROUTE = "api:unknown"  # answers for whatever no other route does
Operation = tuple[str, Route]  # HTTP method in lower case, and the route with the rule of that method's action


def all_operations() -> list[Operation]:
    """Every method of every API route that its viewset declares a rule for."""
    found = []
    resources = [route for route in all_routes() if route.is_api and isinstance(route.view.cls.reach, dict)]
    for route in (route for route in resources if route.name != UNKNOWN_ROUTE):
        rules = route.view.cls.reach
        methods = {method: rules.get(action) for method, action in route.view.actions.items()}
        found += [(method, replace(route, reach=rule)) for method, rule in methods.items() if rule and method != "head"]
    return found


def documented() -> dict[tuple[str, str], list[str]]:
    """(method, path) of every operation of the OpenAPI document, with the names of its query parameters."""
    paths = SchemaGenerator().get_schema(request=None, public=True)["paths"]
    return {
        (method, shape_of(path)): [one["name"] for one in operation.get("parameters", []) if one["in"] == "query"]
        for path, operations in paths.items()
        for method, operation in operations.items()
    }


def shape_of(path: str) -> str:
    """A path without the names of its keys."""
    return re.sub(r"\{\w+\}", "{}", path)


class Caller:
    """Calls the API as a seat: with a session, or with an API client's secret."""

    def __init__(self, seat: Seat, bearer: str = ""):
        self._browser = Client(raise_request_exception=False) if bearer else signed_in(seat)
        self._proof = {"Authorization": f"Bearer {bearer}"} if bearer else {}

    def get(self, path):
        return self._browser.get(path, headers=self._proof)

    def post(self, path):
        return self._send(self._browser.post, path)

    def patch(self, path):
        return self._send(self._browser.patch, path)

    def _send(self, call, path):
        once = {"Idempotency-Key": str(uuid4()), **self._proof}
        return call(path, data="{}", content_type="application/json", headers=once)
