"""How other systems meet the five stories: a district that reads, a platform and a police station that file."""

import base64
import json
from datetime import timedelta

from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode

from cases.docket.models import Case
from tests.cases.scenario_world import DISTRICT, STREET
from tests.factories import bearer, make_account, make_client

PDF = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj 2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\n"
    b"trailer<</Root 1 0 R>>\n%%EOF\n"
)
READS = {"verbs": ("case.view",)}
FILES = {"verbs": ("case.view", "case.register", "person.view", "person.register", "organisation.register")}


class District:
    """The district's board (`board`), and a platform that files for its people (`platform`), each an API client."""

    def __init__(self, client):
        self.client = client
        officer = make_account("officer", "district_officer", DISTRICT, name="区司法局")
        lasting = {"by": officer, "expires_at": timezone.now() + timedelta(days=300)}
        self.board = bearer(make_client("区级大屏", DISTRICT, key_id="board", **READS, **lasting))
        self.platform = bearer(make_client("一站式平台", STREET, key_id="platform", **FILES, **lasting))
        self.sent = 0

    def get(self, name, *args, who=None, **query):
        address = f"{reverse(f'api:{name}', args=args)}?{urlencode(query)}"
        answer = self.client.get(address, headers=self.board if who is None else who)
        assert answer.status_code == 200, answer.content.decode()
        return answer.json()

    def post(self, name, body, *args, **headers):
        self.sent += 1
        return self.client.post(
            reverse(f"api:{name}", args=args),
            json.dumps(body),
            content_type="application/json",
            headers={**self.platform, "Idempotency-Key": f"story-{self.sent}", **headers},
        )

    def filed(self, name, body) -> Case:
        """The case that the platform's order became."""
        answer = self.post(name, body)
        assert answer.status_code == 201, answer.content.decode()
        return Case.objects.get(pk=answer.json()["id"])

    def attached(self, case, kind, name):
        paper = {"kind": kind, "name": name, "content": base64.b64encode(PDF).decode()}
        answer = self.post("attach_paper", paper, case.pk)
        assert answer.status_code == 201, answer.content.decode()
        return answer.json()

    def row(self, case):
        return self.get("case", case.pk)

    def rows(self, name, case, **query):
        return self.get(name, case.pk, **query)["results"]

    def found(self, **query):
        """The ids in the list of cases that those filters give."""
        return [row["id"] for row in self.get("cases", **query)["results"]]


def code(value):
    return value["code"] if value else ""


def standing(row):
    """Where a case stands as the API tells it: number, four tracks, when it is due, with what result since when."""
    tracks = tuple(code(row[track]) for track in ("procedure", "performance", "confirmation", "archive"))
    return (row["number"], *tracks, row["due_on"], code(row["result"]), row["result_on"])
