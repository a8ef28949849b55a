"""Off loopback: a token for every request, a warning, and addresses that work."""

from __future__ import annotations

import re
import socket
from collections.abc import Iterator

import pytest
from starlette.datastructures import URL
from starlette.testclient import TestClient

from evidence_qc.cli.main import run
from evidence_qc.serve.addresses import addresses_of
from evidence_qc.serve.app import make_app
from evidence_qc.serve.settings import Settings
from evidence_qc.serve.token import cookie_of, is_loopback, new_token
from tests.serve.conftest import HOME

TOKEN = "a-token-of-this-test"


@pytest.fixture
def asking(tmp_path: object, monkeypatch: pytest.MonkeyPatch) -> Iterator[TestClient]:
    """A server that asks for its token."""
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    app = make_app(Settings(jobs=1, token=TOKEN))
    with TestClient(app, base_url=HOME, follow_redirects=False) as made:
        yield made


@pytest.mark.parametrize("path", ["/", "/v1/health", "/assets/page.js", "/v1/nothing", "//x"])
@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"authorization": "Bearer wrong-token"},
        {"authorization": "Bearer"},
        {"authorization": f"Basic {TOKEN}"},
        {"authorization": f"Bearer {TOKEN}x"},
        {"authorization": "Bearer \xe4"},
        {"cookie": "evidence-qc-token=wrong"},
        {"cookie": f"other={TOKEN}"},
        {"cookie": "\x01=;;=["},
    ],
    ids=str,
)
def test_without_its_token_nothing_is_answered(
    asking: TestClient, path: str, headers: dict[str, str]
) -> None:
    """Neither page nor API; the answer says what is missing."""
    sent = {name: value.encode("latin-1") for name, value in headers.items()}
    answer = asking.get(path, headers=sent)

    assert answer.status_code == 401
    assert answer.headers["www-authenticate"] == "Bearer"
    assert answer.json()["error"]["code"] == "unauthorized"
    assert TOKEN not in answer.text


@pytest.mark.parametrize(
    "headers",
    [
        {"authorization": f"Bearer {TOKEN}"},
        {"authorization": f"bearer  {TOKEN} "},
        {"cookie": f"a=b; evidence-qc-token-http-8470={TOKEN}"},
        {"cookie": f'theirs={{"a": 1}}; evidence-qc-token-http-8470={TOKEN}; x=[,]"'},
        {"cookie": f"evidence-qc-token-http-8471=another; evidence-qc-token-http-8470={TOKEN}"},
    ],
    ids=str,
)
def test_with_it_everything_is(asking: TestClient, headers: dict[str, str]) -> None:
    """As a header or as a cookie."""
    assert asking.get("/v1/health", headers=headers).status_code == 200


def test_a_browser_without_it_is_given_a_door(asking: TestClient) -> None:
    """In its language; it has nothing of the page, and no other address has a door."""
    headers = {"accept": "text/html,*/*;q=0.8", "accept-language": "ru"}
    answer = asking.get("/", headers=headers)

    assert answer.status_code == 401
    assert answer.headers["content-type"].startswith("text/html")
    assert 'src="/assets/door.js"' in answer.text and "page.js" not in answer.text
    assert re.search("[а-я]", answer.text) and TOKEN not in answer.text
    assert asking.get("/assets/door.js").status_code == 200
    assert asking.get("/v1/health", headers=headers).json()["error"]["code"] == "unauthorized"


def test_the_token_becomes_a_cookie_that_no_script_sees(asking: TestClient) -> None:
    """For whom brings it; from then on the browser has the page."""
    assert asking.post("/v1/session").status_code == 401
    answer = asking.post("/v1/session", headers={"authorization": f"Bearer {TOKEN}"})

    assert answer.status_code == 204
    assert {"HttpOnly", "SameSite=Strict", "Path=/"} <= set(
        answer.headers["set-cookie"].split("; ")
    )
    assert asking.get("/").status_code == 200


def test_each_server_of_a_computer_has_its_own_cookie() -> None:
    """Browsers keep those of all ports together, and let http replace none of https."""
    addresses = ["http://a:8470/", "http://a:8471/", "https://a:8470/", "http://a/"]
    cookies = [cookie_of(TOKEN, URL(address)) for address in addresses]

    assert len({cookie.partition("=")[0] for cookie in cookies}) == len(addresses)
    assert ["Secure" in cookie.split("; ") for cookie in cookies] == [False, False, True, False]


@pytest.mark.parametrize("port", ["x", "0", "99999", "-1", "8470:8470"])
def test_a_port_that_is_none_is_a_sentence(asking: TestClient, port: str) -> None:
    headers = {"host": f"127.0.0.1:{port}", "authorization": f"Bearer {TOKEN}"}

    for method, path in [("GET", "/"), ("POST", "/v1/session"), ("GET", "/v1/phone")]:
        answer = asking.request(method, path, headers=headers)
        assert (answer.status_code, answer.json()["error"]["code"]) == (403, "forbidden")


@pytest.mark.parametrize(
    ("method", "path"), [("GET", f"/?token={TOKEN}"), ("POST", f"/v1/scan?token={TOKEN}")]
)
def test_an_address_that_is_sent_opens_nothing(asking: TestClient, method: str, path: str) -> None:
    """What is sent stands in logs and histories: the token is no part of it."""
    assert asking.request(method, path).status_code == 401


def test_a_token_does_not_open_it_to_other_names(asking: TestClient) -> None:
    """The Host is looked at first."""
    headers = {"host": "evil.example", "authorization": f"Bearer {TOKEN}"}

    assert asking.get("/", headers=headers).status_code == 403


def test_this_computer_alone_needs_none(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """One address, no warning."""
    monkeypatch.setattr("uvicorn.Server.run", lambda *args, **options: None)

    assert run(["serve", "--port", "0"]) == 0
    out, err = capsys.readouterr()
    assert "token" not in out + err
    assert len(out.splitlines()) == 1


@pytest.mark.parametrize("options", [[], ["--token", TOKEN]])
def test_off_it_there_is_a_warning_and_a_token(
    options: list[str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """In every address that is printed; the one that was named, or a new one."""
    seen: list[str] = []
    monkeypatch.setattr("uvicorn.Server.run", lambda *args, **options: None)
    monkeypatch.setattr(
        "evidence_qc.serve.run.make_app", lambda settings: seen.append(settings.token)
    )

    assert run(["serve", "--host", "0.0.0.0", "--port", "0", *options]) == 0
    out, err = capsys.readouterr()
    assert "Warning: other computers can reach this server." in err
    assert all(line.endswith(f"/#token={seen[0]}") for line in out.splitlines())
    assert out.startswith("http://127.0.0.1:")
    assert len(seen[0]) >= 16


@pytest.mark.parametrize(
    "token", ["short", "a b c d e f g", "x" * 201, "ümläutümläut", "a;b;c;d;e"]
)
def test_a_token_that_cannot_be_sent_is_a_usage_error(
    token: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """It stands in headers and addresses."""
    assert run(["serve", "--port", "0", "--token", token]) == 2
    assert "--token takes" in capsys.readouterr().err


def test_every_address_that_is_named_is_this_computers() -> None:
    """It can be listened on, and none is named twice."""
    names = [address[7:].rpartition(":")[0] for address in addresses_of("0.0.0.0", 80)]

    assert len(names) == len(set(names))
    for name in names:
        with socket.socket() as here:
            here.bind((name.split("/")[0], 0))


@pytest.mark.parametrize(
    ("address", "own"),
    [("127.0.0.1", True), ("127.9.9.9", True), ("::1", True), ("0.0.0.0", False), ("::", False),
     ("192.168.1.7", False), ("fe80::1%eth0", False), ("", False)],
)  # fmt: skip
def test_loopback_is_known_by_its_address(address: str, own: bool) -> None:
    """Whatever the host was called."""
    assert is_loopback(address) is own


def test_tokens_are_not_guessed() -> None:
    """None is made twice."""
    assert len({new_token() for _ in range(1000)}) == 1000
