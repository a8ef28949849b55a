"""The same case by page and by command is the same submission, strangers and all."""

from __future__ import annotations

import hashlib
import io
import zipfile
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest
from starlette.testclient import TestClient

from evidence_qc.stages.bundle import build_bundle
from tests.measures.content.test_likeness import scene
from tests.pictures import jpeg
from tests.serve.cases.test_cases_api import change, given
from tests.stages.test_moments import make_dispute

STRANGER = "d.jpg"


@pytest.fixture(scope="module")
def loose() -> dict[str, bytes]:
    """Three of one thing, one of another."""
    looks = {"a.jpg": (1, 20), "b.jpg": (4, 20), "c.jpg": (5, 20), STRANGER: (2, 110)}
    large = {name: cv2.resize(scene(*look), (960, 720)) for name, look in looks.items()}
    return {name: jpeg(np.asarray(picture, np.uint8)) for name, picture in large.items()}


SAID: dict[str, tuple[str, dict[str, Any]]] = {
    "nothing": ("", {}),
    "a problem": (
        '[[claims]]\ntitle = "scratch"\nmedia = ["a.jpg"]\n',
        {"groups": {"g": {"title": "scratch"}}, "files": {"a.jpg": {"group": "g"}}},
    ),
    "the stranger belongs to it": (
        '[media."d.jpg"]\ninclude = true\n',
        {"files": {STRANGER: {"use": "include"}}},
    ),
    "what is pinned and what is not to be there": (
        '[media."b.jpg"]\npin = true\n[media."c.jpg"]\nexclude = true\n',
        {"files": {"b.jpg": {"use": "pin"}, "c.jpg": {"use": "leave-out"}}},
    ),
    "a role and a problem": (
        '[[claims]]\ntitle = "scratch"\nmedia = ["a.jpg", "b.jpg"]\n'
        '[media."d.jpg"]\nrole = "overview"\n',
        {
            "groups": {"g": {"title": "scratch"}},
            "files": {
                "a.jpg": {"group": "g"},
                "b.jpg": {"group": "g"},
                STRANGER: {"role": "overview"},
            },
        },
    ),
    "groups that nobody named": (
        '[[claims]]\ntitle = ""\nmedia = ["a.jpg", "b.jpg", "d.jpg"]\nnamed = false\n',
        {
            "groups": {"g": {"title": ""}},
            "files": {name: {"group": "g"} for name in ("a.jpg", "b.jpg", STRANGER)},
        },
    ),
    "words": ('item = "Jacket"\nreason = "damaged"\nask = "A refund"\n',
              {"item": "Jacket", "reason": "damaged", "ask": "A refund"}),
}  # fmt: skip


def by_page(client: TestClient, files: dict[str, bytes], said: dict[str, Any]) -> dict[str, Any]:
    """The preview of a case of which so much is said; files are spoken of by their names."""
    document: dict[str, Any] = given(client, files)
    digests = {file["name"]: digest for digest, file in document["files"].items()}
    of_files = {digests[name]: each for name, each in said.get("files", {}).items()}
    change(client, document["id"], {**said, **({"files": of_files} if of_files else {})})
    answer = client.post(f"/v1/cases/{document['id']}/preview")
    assert answer.status_code == 200, answer.text
    preview: dict[str, Any] = answer.json()
    where = f"/v1/cases/{document['id']}/made/{preview['key']}/evidence-bundle.zip"
    with zipfile.ZipFile(io.BytesIO(client.get(where).content)) as archive:
        prefix = "evidence-bundle/submit/"
        preview["bytes"] = {
            name.removeprefix(prefix): archive.read(name)
            for name in archive.namelist()
            if name.startswith(prefix) and not name.endswith("/")
        }
    names = {digest: file["name"] for digest, file in document["files"].items()}
    return {**preview, "names": names}


@pytest.mark.slow
@pytest.mark.parametrize("said", SAID)
def test_the_same_case_gives_the_same_submission(
    client: TestClient, loose: dict[str, bytes], tmp_path: Path, said: str
) -> None:
    """Pictures and text byte for byte, and the same is left out for the same reasons."""
    text, patch = SAID[said]
    folder = tmp_path / "loose"
    folder.mkdir()
    for name, data in loose.items():
        (folder / name).write_bytes(data)
    (folder / "case.toml").write_text(text)
    result = build_bundle([folder], tmp_path / "out", use_cache=False)
    submit = tmp_path / "out" / "submit"

    page = by_page(client, loose, patch)

    assert page["bytes"] == {
        path.relative_to(submit).as_posix(): path.read_bytes()
        for path in submit.rglob("*")
        if path.is_file()
    }
    assert {(page["names"][each["file"]], each["reason"]) for each in page["left_out"]} == {
        (Path(each.path).name, each.reason) for each in result.plan.left_out
    }
    assert (STRANGER in {page["names"][each] for each in page["unlike"]}) == any(
        STRANGER in note and "--include" in note for note in result.advice
    )


@pytest.mark.slow
def test_a_clip_of_the_main_problem_is_cut_and_named_alike(
    client: TestClient, tmp_path: Path
) -> None:
    """The moment that shows what the photo shows stands in both texts, and is found once."""
    folder = tmp_path / "loose"
    folder.mkdir()
    files = {path.name: path.read_bytes() for path in make_dispute(folder).iterdir()}
    text = '[[claims]]\ntitle = "stain"\nmedia = ["part.jpg", "v.mp4"]\n'
    (folder / "case.toml").write_text(text)
    build_bundle([folder], tmp_path / "out", use_cache=False)
    submit = tmp_path / "out" / "submit"
    named = dict.fromkeys(("part.jpg", "v.mp4"), {"group": "g"})  # noqa: RUF024 - read only
    page = by_page(client, files, {"groups": {"g": {"title": "stain"}}, "files": named})

    assert page["clip"]
    assert page["bytes"].keys() >= {"statement.txt"}
    assert page["bytes"] == {path.name: path.read_bytes() for path in submit.iterdir()}


@pytest.mark.slow
def test_a_stranger_is_asked_about_until_it_is_taken_in(
    client: TestClient, loose: dict[str, bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    """One change takes it in, and nothing else out; nothing is looked at a second time."""
    document: dict[str, Any] = given(client, loose)
    case = document["id"]
    stranger = hashlib.sha256(loose[STRANGER]).hexdigest()
    first = client.post(f"/v1/cases/{case}/preview?draft=1").json()

    def never(*args: object) -> None:
        raise AssertionError

    likeness = "evidence_qc.measures.content.likeness"
    for each in ("appearance", "matching_places"):
        monkeypatch.setattr(f"{likeness}.{each}", never)
    change(client, case, {"item": "Jacket"})
    again = client.post(f"/v1/cases/{case}/preview?draft=1").json()
    monkeypatch.undo()
    monkeypatch.setattr(f"{likeness}.appearance", never)
    change(client, case, {"files": {stranger: {"use": "include"}}})
    settled = client.post(f"/v1/cases/{case}/preview?draft=1").json()

    assert first["unlike"] == again["unlike"] == [stranger]
    assert settled["unlike"] == []
    assert stranger in {each["file"] for each in first["left_out"]}
    assert stranger not in {each["file"] for each in settled["left_out"]}
    memory = client.app.state.app_state.resources.appearances  # type: ignore[attr-defined]
    assert memory.get(stranger)
    client.delete(f"/v1/cases/{case}")
    assert memory.get(stranger) is None
