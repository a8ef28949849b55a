"""For whom the server is: other sites' pages and foreign names are refused."""

from __future__ import annotations

import pytest
from starlette.datastructures import Headers
from starlette.testclient import TestClient

from evidence_qc.serve.app import make_app
from evidence_qc.serve.middleware import is_own_name, refusal
from evidence_qc.serve.settings import Settings
from tests.serve.conftest import HOME


@pytest.mark.parametrize(
    ("host", "taken"),
    [
        ("127.0.0.1:8470", True),
        ("localhost", True),
        ("LOCALHOST:8470", True),
        ("[::1]:8470", True),
        ("localhost.", True),
        ("evil.example", False),
        ("127.0.0.1.evil.example", False),
        ("localhost.evil.example:8470", False),
        ("192.168.1.7", False),
        ("", False),
        ("[", False),
        ("evil@localhost", True),
    ],
)
def test_only_its_own_names_are_answered(host: str, taken: bool) -> None:
    """DNS rebinding sends a name of the attacker's."""
    assert (refusal(Headers({"host": host}), "GET", Settings()) is None) is taken


@pytest.mark.parametrize(
    ("name", "taken"), [("192.168.1.7", True), ("fe80::1", True), ("evil.example", False)]
)
def test_listening_everywhere_takes_any_address_but_no_name(name: str, taken: bool) -> None:
    """An address cannot be made to lead elsewhere."""
    assert is_own_name(name, Settings(host="0.0.0.0")) is taken


def test_a_further_name_may_be_allowed() -> None:
    """By whoever starts it."""
    settings = Settings(allow_hosts=("Box.lan",))

    assert refusal(Headers({"host": "box.lan:80"}), "GET", settings) is None


@pytest.mark.parametrize(
    ("origin", "taken"),
    [
        (HOME, True),
        ("http://127.0.0.1:9999", False),
        ("https://evil.example", False),
        ("null", False),
        ("", False),
        ("http://[", False),
        ("http://[::1", False),
        ("//", False),
        ("https://shop.example", True),
        ("https://shop.example.evil", False),
    ],
)
def test_other_sites_may_not_post(origin: str, taken: bool) -> None:
    """Unless they are allowed; a program without an Origin may."""
    settings = Settings(allow_origins=("https://shop.example",))
    headers = Headers({"host": "127.0.0.1:8470", "origin": origin})

    assert (refusal(headers, "POST", settings) is None) is taken
    assert refusal(Headers({"host": "127.0.0.1:8470"}), "POST", settings) is None


def test_a_refusal_is_an_answer(client: TestClient) -> None:
    """403, as JSON, and nothing is read."""
    for headers in ({"host": "evil.example"}, {"origin": "https://evil.example"}):
        answer = client.post("/v1/check", headers=headers, content=b"x")

        assert (answer.status_code, answer.json()["error"]["code"]) == (403, "forbidden")


def test_no_other_site_may_read(client: TestClient) -> None:
    """No CORS unless asked for, and then only for whom it was asked."""
    origin = {"origin": "https://shop.example"}
    app = make_app(Settings(allow_origins=("https://shop.example",)))
    with TestClient(app, base_url=HOME) as open_:
        asked = {"access-control-request-method": "POST"}
        preflight = open_.options("/v1/check", headers=origin | asked)
        posted = open_.post("/v1/check", headers=origin, content=b"")
        allowed = open_.get("/v1/health", headers=origin)
        other = open_.get("/v1/health", headers={"origin": "https://evil.example"})

    assert preflight.status_code == 200
    assert posted.status_code == 422
    assert allowed.headers["access-control-allow-origin"] == "https://shop.example"
    assert "access-control-allow-origin" not in other.headers
    assert "access-control-allow-origin" not in client.get("/v1/health", headers=origin).headers


def test_a_site_that_is_allowed_may_do_all_that_is_described(client: TestClient) -> None:
    """Every method and header of the document of this API, and it may read every header of it."""
    origin = {"origin": "https://shop.example"}
    described = client.get("/v1/openapi.json").json()["paths"]
    refused, unread, operations = [], set(), 0
    app = make_app(Settings(allow_origins=("https://shop.example",)))
    with TestClient(app, base_url=HOME) as open_:
        exposed = open_.get("/v1/health", headers=origin).headers["access-control-expose-headers"]
        for path, methods in described.items():
            for method, operation in methods.items():
                operations += 1
                headers = [
                    each["name"] for each in operation["parameters"] if each["in"] == "header"
                ]
                asked = {
                    "access-control-request-method": method.upper(),
                    "access-control-request-headers": ", ".join([*headers, "authorization"]),
                }
                answer = open_.options(path, headers=origin | asked)
                refused += [(method, path)] * (answer.status_code != 200)
                for each in operation["responses"].values():
                    unread |= each.get("headers", {}).keys() - set(exposed.split(", "))

    assert operations > 20
    assert (refused, unread) == ([], set())


def test_a_site_that_is_allowed_reads_why_it_was_refused() -> None:
    """Without the token, too; and it may name its requests. No other site hears anything."""
    settings = Settings(allow_origins=("https://shop.example",), token="t" * 22)
    with TestClient(make_app(settings), base_url=HOME) as client:
        for origin, reads in (("https://shop.example", True), ("https://evil.example", False)):
            answer = client.get("/v1/health", headers={"origin": origin})
            asked = {
                "origin": origin,
                "access-control-request-method": "POST",
                "access-control-request-headers": "x-request-id",
            }

            assert answer.status_code == 401
            assert ("access-control-allow-origin" in answer.headers) is reads
            assert (client.options("/v1/check", headers=asked).status_code == 200) is reads


@pytest.mark.parametrize("path", ["/", "/v1/health", "/v1/nothing", "/assets/page.js"])
def test_every_answer_is_safe(path: str, client: TestClient) -> None:
    """Nothing inline, nothing from elsewhere, in no frame, kept by nobody."""
    headers = client.get(path).headers

    assert "default-src 'none'" in headers["content-security-policy"]
    assert "unsafe" not in headers["content-security-policy"]
    assert headers["x-frame-options"] == "DENY"
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["cache-control"] == "no-store"
