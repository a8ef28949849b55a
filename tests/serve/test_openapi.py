"""The document says what is served: every address, every status, every body as described."""

from __future__ import annotations

from typing import Any
from urllib.parse import urljoin, urlsplit

import jsonschema
import pytest
from starlette.routing import Route
from starlette.testclient import TestClient

from evidence_qc.serve.openapi.operations import OPERATIONS
from evidence_qc.serve.openapi.schemas import schemas
from tests.pictures import jpeg, scene
from tests.serve.conftest import parts


def refs(value: object) -> set[str]:
    """Every ``$ref`` that leads out of its own document."""
    if isinstance(value, dict):
        own = {value["$ref"]} if str(value.get("$ref", "")).startswith("/") else set()
        return own.union(*map(refs, value.values()))
    return set().union(*map(refs, value)) if isinstance(value, list) else set()


def every_ref(value: object) -> set[str]:
    if isinstance(value, dict):
        own = {value["$ref"]} if isinstance(value.get("$ref"), str) else set()
        return own.union(*map(every_ref, value.values()))
    return set().union(*map(every_ref, value)) if isinstance(value, list) else set()


def test_every_address_is_described_and_no_other(client: TestClient) -> None:
    served = {
        (method, route.path)
        for route in client.app.routes  # type: ignore[attr-defined]
        if isinstance(route, Route) and route.path != "/" and "/assets/" not in route.path
        for method in (route.methods or set()) - {"HEAD"}
    }
    paths = client.get("/v1/openapi.json").json()["paths"]

    assert served == set(OPERATIONS)
    assert {(m.upper(), path) for path, of in paths.items() for m in of} == served


def test_what_it_refers_to_is_there_and_is_a_schema(client: TestClient) -> None:
    found = refs(client.get("/v1/openapi.json").json())
    assert found
    for path in found | {f"/v1/schemas/{name}" for name in schemas()}:
        schema = client.get(path).json()
        jsonschema.Draft202012Validator.check_schema(schema)
        assert urlsplit(schema["$id"]).path == path
        for ref in every_ref(schema):
            assert client.get(urljoin(path, ref.partition("#")[0])).status_code == 200, ref
    assert client.get("/v1/schemas/none").status_code == 404


def test_operations_have_ids_of_their_own(client: TestClient) -> None:
    paths = client.get("/v1/openapi.json").json()["paths"]
    ids = [operation["operationId"] for path in paths.values() for operation in path.values()]

    assert len(ids) == len(set(ids))


@pytest.mark.parametrize(
    ("method", "path", "options"),
    [
        ("POST", "/v1/cases", {}),
        ("GET", "/v1/cases/{case}", {}),
        ("GET", "/v1/cases/none", {}),
        ("PATCH", "/v1/cases/{case}", {"content": b"{"}),
        ("PATCH", "/v1/cases/{case}", {"headers": {"if-match": "99"}, "json": {}}),
        ("PATCH", "/v1/cases/{case}", {"headers": {"if-match": "1"}, "json": {"item": "x"}}),
        ("POST", "/v1/cases/{case}/files", {"files": parts({"a.jpg": jpeg(scene(seed=1))})}),
        ("POST", "/v1/cases/{case}/files", {"content": b"x", "headers": {"content-type": "a/b"}}),
        ("GET", "/v1/cases/{case}/report?format=x", {}),
        ("POST", "/v1/cases/{case}/preview", {}),
        ("POST", "/v1/check", {"files": parts({"a.jpg": jpeg(scene(seed=1))})}),
        ("POST", "/v1/check?profile=x", {}),
        ("GET", "/v1/phone", {}),
        ("DELETE", "/v1/cases/{case}", {}),
        ("DELETE", "/v1/cases/none", {}),
    ],
)  # fmt: skip
def test_answers_are_as_described(
    client: TestClient, method: str, path: str, options: dict[str, Any]
) -> None:
    """Status and body, fine or not."""
    case = client.post("/v1/cases").json()["id"]
    answer = client.request(method, path.format(case=case), **options)
    pattern = path.partition("?")[0].replace("/none", "/{case}")
    document = client.get("/v1/openapi.json").json()
    described = document["paths"][pattern][method.lower()]["responses"]

    assert str(answer.status_code) in described
    response = described[str(answer.status_code)]
    if "$ref" in response:
        response = document["components"]["responses"][response["$ref"].rpartition("/")[2]]
    content = response.get("content", {})
    kind = answer.headers.get("content-type", "").partition(";")[0]
    assert kind in content or not answer.content
    for ref in refs(content):
        schema = client.get(ref).json()
        jsonschema.Draft202012Validator(schema).validate(answer.json())


def test_an_address_says_which_methods_it_has(client: TestClient) -> None:
    """Of all its routes, not of the first alone; and it is not moved by a slash."""
    case = client.post("/v1/cases").json()["id"]
    answer = client.options(f"/v1/cases/{case}")
    moved = client.get("/v1/profiles/", follow_redirects=False)

    assert answer.status_code == 405
    assert answer.headers["allow"] == "DELETE, GET, HEAD, PATCH"
    assert moved.status_code == 404


def test_every_schema_is_strict_enough_to_be_wrong(client: TestClient) -> None:
    """An empty object is none of what is answered: each schema asks for keys."""
    for name, schema in schemas().items():
        found = list(jsonschema.Draft202012Validator(schema).iter_errors({}))
        assert found, name
