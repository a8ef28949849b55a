"""A server with a token answers only whom its address was shown to; a phone joins the same case."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from evidence_qc.serve.app import make_app
from evidence_qc.serve.phone import code_for_page, code_for_terminal, for_phone, with_case
from evidence_qc.serve.settings import Settings
from evidence_qc.serve.token import new_token
from tests.serve.conftest import HOME

TOKEN = "a-token-that-nobody-guesses"


@pytest.fixture
def guarded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[TestClient]:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    app = make_app(Settings(host="0.0.0.0", jobs=1, token=TOKEN))
    with TestClient(app, base_url=HOME) as made:
        made.headers["authorization"] = f"Bearer {TOKEN}"
        yield made


def test_two_devices_join_one_case(guarded: TestClient) -> None:
    """Without a name the newest, which is made where there is none."""
    first = guarded.get("/v1/phone").json()["case"]
    second = guarded.get("/v1/phone").json()["case"]

    assert first == second
    assert guarded.get(f"/v1/cases/{first}").status_code == 200


def test_the_code_is_of_an_address_that_works_elsewhere(guarded: TestClient) -> None:
    case = guarded.post("/v1/cases").json()["id"]
    at = {"host": "192.168.0.7:8470"}
    answer = guarded.get(f"/v1/phone?case={case}", headers=at).json()

    assert answer["address"] == f"http://192.168.0.7:8470/#token={TOKEN}&case={case}"
    assert answer["code"] == code_for_page(answer["address"])
    assert guarded.get(f"/v1/phone?case={'0' * 32}").status_code == 404


def test_without_its_token_no_case_is_told(guarded: TestClient) -> None:
    guarded.headers.pop("authorization")

    for path in ("/v1/phone", f"/v1/cases/{'0' * 32}"):
        assert guarded.get(path).status_code == 401
    assert guarded.post("/v1/cases").status_code == 401


def test_a_server_for_this_computer_alone_has_no_code(client: TestClient) -> None:
    answer = client.get("/v1/phone")

    assert answer.status_code == 404
    assert "--phone" in answer.json()["error"]["remedy"]


def test_the_terminal_code_is_square_and_quiet() -> None:
    """Two modules a line; a rim of four modules, without which phones find no code."""
    lines = code_for_terminal(f"http://192.168.0.7:8470/#token={new_token()}").splitlines()
    bare = [re.sub(r"\x1b\[[\d;]*m", "", line) for line in lines]
    widths = {len(line) for line in bare if line}

    assert len(widths) == 1
    assert abs(widths.pop() - 2 * len([line for line in bare if line])) <= 2


def test_a_phone_is_given_an_address_that_is_not_its_own() -> None:
    """Loopback would lead the phone to itself."""
    own, other = "http://127.0.0.1:8470/#token=t", "http://192.168.0.7:8470/#token=t&case=c"

    assert for_phone((own, "http://[::1]:8470/", other)) == other
    assert for_phone((own,)) == own
    assert with_case(own, "c") == f"{own}&case=c"
    assert with_case("http://x/", "c") == "http://x/#case=c"
    assert with_case(own, None) == own
