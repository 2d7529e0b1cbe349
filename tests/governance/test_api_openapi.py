"""The OpenAPI document: as committed, complete, and true for whatever is sent."""

import json
from io import StringIO
from urllib.parse import quote, urlencode

import pytest
from django.core.management import call_command
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from governance.api.schema import document
from tests.factories import YINGYUAN, bearer, confirm_identity, make_client

SCHEMA = "/api/v1/schema/"


def operations():
    return [
        (method, path, operation)
        for path, methods in document()["paths"].items()
        for method, operation in methods.items()
    ]


def names(operation, where):
    return {one["name"] for one in operation["parameters"] if one["in"] == where and one["required"]}


def test_the_committed_document_is_what_the_code_says():
    call_command("openapi", "--check", stdout=StringIO())


def test_the_document_is_served_to_clients_and_not_to_strangers(officer):
    client = make_client("puller", YINGYUAN, by=officer)

    assert Client().get(SCHEMA).status_code == 401
    assert Client(headers=bearer(client)).get(SCHEMA).json() == json.loads(json.dumps(document(), default=str))


def test_every_operation_names_its_refusals_its_conditions_and_its_answer():
    for method, path, operation in operations():
        told = set(operation["responses"])
        assert {"400", "401", "403", "404", "406", "429"} <= told, path
        assert ("Idempotency-Key" in names(operation, "header")) == (method == "post"), path
        changes_a_row = method != "get" and "{" in path
        assert ("If-Match" in names(operation, "header")) == changes_a_row == ("428" in told), path
        assert operation["summary"], path
        assert all(parameter["description"] for parameter in operation["parameters"]), path
        assert operation["security"] == [{"client": []}, {"session": []}], path


def test_every_field_is_described_in_chinese():
    for name, schema in document()["components"]["schemas"].items():
        for field, told in schema.get("properties", {}).items():
            described = told.get("description") or "$ref" in told or "allOf" in told or "oneOf" in told
            assert described, f"{name}.{field}"


# --- whatever is sent, the answer is one that the document names, in the shape that it names

JUNK = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(min_value=-(10**25), max_value=10**25),
    st.floats(allow_nan=False, allow_infinity=False),
    st.text(max_size=40),
    st.sampled_from(
        ["", "\x00", "长" * 10_000, "𠮷", "🏮", "0001-01-01", "9999-12-31", "' OR 1=1", "=1+1", "‮", "9" * 400]
    ),
    st.recursive(
        st.none(), lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(max_size=3), inner), max_leaves=4
    ),
)
TYPED = {
    "date": st.dates().map(str),
    "integer": st.integers(min_value=0, max_value=300),
    "string": st.one_of(
        st.text(max_size=20), st.sampled_from([YINGYUAN, "王建平", "13800001234", "11010519491231002X"])
    ),
}


def values(schema):
    if "enum" in schema:
        return st.sampled_from(schema["enum"]) | JUNK
    kinds = schema.get("type", "string")
    kind = kinds[0] if isinstance(kinds, list) else kinds
    return TYPED.get(schema.get("format", ""), TYPED.get(kind, JUNK)) | JUNK


def resolved(schema):
    while "$ref" in schema:
        schema = document()["components"]["schemas"][schema["$ref"].rsplit("/", 1)[1]]
    return schema


def bodies(operation):
    if "requestBody" not in operation:
        return st.none()
    schema = resolved(operation["requestBody"]["content"]["application/json"]["schema"])
    wanted = {name: values(resolved(told)) for name, told in schema["properties"].items()}
    required = {name: wanted.pop(name) for name in schema.get("required", ())}
    return st.fixed_dictionaries(required, optional=wanted) | st.dictionaries(st.text(max_size=5), JUNK, max_size=2)


@st.composite
def requests(draw, method, path, operation, keys):
    query, filled = {}, path
    for parameter in operation["parameters"]:
        value = values(parameter["schema"])
        if parameter["in"] == "path":
            text = str(draw(st.sampled_from(keys) | TYPED["integer"] | st.text(min_size=1, max_size=9)))
            filled = filled.replace(f"{{{parameter['name']}}}", quote(text, safe=""))
        elif parameter["in"] == "query" and draw(st.integers(0, 3)) == 0:
            query[parameter["name"]] = str(draw(value))
    headers = {}
    if draw(st.integers(0, 9)):
        headers["Idempotency-Key"] = draw(st.uuids().map(str))
    if draw(st.booleans()):
        headers["If-Match"] = draw(st.sampled_from([f'"{key}.1-a"' for key in keys] + ["*", '"', "x" * 999]))
    return f"{filled}?{urlencode(query)}" if query else filled, headers, draw(bodies(operation))


def told_wrongly(operation, response):
    """What is wrong with the answer according to the document; empty when nothing is."""
    status = str(response.status_code)
    if status not in operation["responses"]:
        return f"{status} is not documented: {response.content[:300]!r}"
    answer = operation["responses"][status]
    if "$ref" in answer:
        answer = document()["components"]["responses"][answer["$ref"].rsplit("/", 1)[1]]
    if not response.content:
        return "" if "content" not in answer else "no content"
    told = answer["content"].get(response["Content-Type"])
    if told is None:
        return f"{response['Content-Type']} is not documented for {status}"
    whole = {**told["schema"], "components": document()["components"]}
    return "; ".join(error.message for error in Draft202012Validator(whole).iter_errors(response.json()))


@pytest.mark.parametrize(("method", "path"), [(method, path) for method, path, _ in operations()])
def test_whatever_is_sent_is_answered_as_documented(officer, lin, method, path, settings_of_fuzz):
    operation = document()["paths"][path][method]
    browser = Client(raise_request_exception=False)
    confirm_identity(browser, officer)
    keys = [lin.postings.get().pk, YINGYUAN]

    @settings(max_examples=25, deadline=None, database=None, suppress_health_check=list(HealthCheck))
    @given(requests(method, path, operation, keys))
    def send(request):
        address, headers, body = request
        more = {} if body is None else {"data": json.dumps(body), "content_type": "application/json"}
        response = getattr(browser, method)(address, headers=headers, **more)
        assert told_wrongly(operation, response) == "", (address, body)

    send()


@pytest.fixture
def settings_of_fuzz(settings):
    settings.DEMO = True
    settings.API_RATE_PER_MINUTE = 100_000
