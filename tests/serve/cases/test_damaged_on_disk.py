"""A kept case whose files were damaged or deleted on the disk: it is said which, and can be mended.

What is made of a case is made anew where it is not whole; what was sent has to be sent once more.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from evidence_qc import verify_bundle
from evidence_qc.serve.app import make_app
from evidence_qc.serve.cases import judged
from evidence_qc.serve.cases.document import Document
from evidence_qc.serve.cases.staged import Staged, stage
from evidence_qc.serve.cases.store import CaseStore
from evidence_qc.serve.settings import Settings
from tests.pictures import jpeg, scene
from tests.serve.conftest import HOME, parts

SENT = {f"hole/{n}.jpg": jpeg(scene(seed=n)) for n in (1, 2)}
DAMAGE = {
    "gone": None,
    "empty": b"",
    "cut": SENT["hole/1.jpg"][:900],
    "other bytes": SENT["hole/1.jpg"][:-40] + bytes(40),
}


@pytest.fixture
def kept(tmp_path: Path) -> Iterator[tuple[TestClient, str, Path]]:
    """A server that keeps its cases, a case of two photos in it, and where that stands."""
    settings = Settings(jobs=1, keep=tmp_path / "keep")
    with TestClient(make_app(settings), base_url=HOME) as client:
        case = client.post("/v1/cases").json()["id"]
        client.post(f"/v1/cases/{case}/files", files=parts(SENT))
        yield client, case, tmp_path / "keep" / case


def spoil(path: Path, data: bytes | None) -> None:
    path.unlink()
    if data is not None:
        path.write_bytes(data)


@pytest.mark.parametrize(
    ("damage", "was_judged"),
    [("gone", False), ("gone", True), ("empty", False), ("cut", False), ("cut", True),
     ("other bytes", True)],
)  # fmt: skip
def test_a_file_that_is_not_whole_is_named_until_it_is_sent_again(
    kept: tuple[TestClient, str, Path], damage: str, was_judged: bool
) -> None:
    """Also where it was judged while it was whole: then its verdict speaks of other bytes."""
    client, case, folder = kept
    document = client.get(f"/v1/cases/{case}").json()
    first = next(key for key, file in document["files"].items() if file["name"] == "1.jpg")
    if was_judged:
        client.get(f"/v1/cases/{case}/report")
    spoil(folder / "files" / first, DAMAGE[damage])

    answer = client.post(f"/v1/cases/{case}/preview")
    assert answer.status_code == 422
    assert "1.jpg is in this case" in answer.json()["error"]["message"]
    assert "once more" in answer.json()["error"]["remedy"]

    client.post(f"/v1/cases/{case}/files", files=parts(SENT))
    assert client.post(f"/v1/cases/{case}/preview").status_code == 200
    assert client.get(f"/v1/cases/{case}").json() == document


@pytest.mark.parametrize(("method", "what"), [("GET", "report"), ("POST", "preview")])
def test_a_file_that_another_window_takes_off_is_not_called_gone(
    kept: tuple[TestClient, str, Path], monkeypatch: pytest.MonkeyPatch, method: str, what: str
) -> None:
    """Between the time that the case is read and the time that its files are."""
    client, case, _ = kept
    first = next(iter(client.get(f"/v1/cases/{case}").json()["files"]))

    def late(store: CaseStore, document: Document, folder: Path) -> Staged:
        monkeypatch.setattr(judged, "stage", stage)
        store.change(case, document["version"], {"files": {first: None}})
        return stage(store, document, folder)

    monkeypatch.setattr(judged, "stage", late)
    answer = client.request(method, f"/v1/cases/{case}/{what}")

    assert answer.status_code == 200
    assert answer.json()["version"] == client.get(f"/v1/cases/{case}").json()["version"]
    assert first not in answer.text


@pytest.mark.parametrize("text", ["", '{"slots": [', "[]", "{}", '{"slots": 5}', "null"])
def test_an_answer_that_is_not_whole_is_made_anew(
    kept: tuple[TestClient, str, Path], text: str
) -> None:
    client, case, folder = kept
    before = client.post(f"/v1/cases/{case}/preview").json()
    (folder / "made" / before["key"] / "preview.json").write_text(text, encoding="utf-8")

    answer = client.post(f"/v1/cases/{case}/preview")

    assert (answer.status_code, answer.json()) == (200, before)


@pytest.mark.parametrize("data", [None, b"", b"PK\x03\x04 half"])
def test_an_archive_that_is_not_whole_is_not_handed_out_and_is_made_anew(
    kept: tuple[TestClient, str, Path], tmp_path: Path, data: bytes | None
) -> None:
    client, case, folder = kept
    key = client.post(f"/v1/cases/{case}/preview").json()["key"]
    address = f"/v1/cases/{case}/made/{key}/evidence-bundle.zip"
    spoil(folder / "made" / key / "evidence-bundle.zip", data)

    assert client.get(address).status_code == 404
    seal = client.post(f"/v1/cases/{case}/preview").json()["seal"]
    (tmp_path / "saved.zip").write_bytes(client.get(address).content)

    assert verify_bundle(tmp_path / "saved.zip", seal=seal).proven


def test_a_draft_whose_pictures_are_gone_is_drawn_anew(kept: tuple[TestClient, str, Path]) -> None:
    client, case, folder = kept
    draft = client.post(f"/v1/cases/{case}/preview?draft=1").json()
    name = draft["slots"][0]["name"]
    (folder / "made" / draft["key"] / "submit" / name).unlink()

    assert client.post(f"/v1/cases/{case}/preview?draft=1").json() == draft
    assert client.get(f"/v1/cases/{case}/made/{draft['key']}/{name}").status_code == 200
