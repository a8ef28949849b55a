"""The same words by command, over HTTP and by an assistant are the same submission."""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path

import cv2
import pytest
from starlette.testclient import TestClient

from evidence_qc.bundle.types import BundleOptions
from evidence_qc.case.options import CaseOptions
from evidence_qc.mcp.folders import Folders
from evidence_qc.mcp.tools import Tools
from evidence_qc.stages.bundle import build_bundle
from tests.measures.content.test_codes import picture
from tests.serve.conftest import parts
from tests.stages.test_moments import make_dispute

TRACKING, ORDER = "LP00123456789CN", "8170000000000001"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A clip that comes to the problem late, a photo of it, and a label with one of the numbers."""
    source = make_dispute(tmp_path_factory.mktemp("in"))
    label = picture(TRACKING, "Code128", size=(1600, 1200), module_px=4.0)
    cv2.imwrite(str(source / "label.jpg"), label)
    return source


def submission(files: dict[str, bytes]) -> dict[str, bytes]:
    """What is uploaded, and what the manifest says of the numbers."""
    manifest = json.loads(files["manifest.json"])
    said = {key: json.dumps(manifest[key]).encode() for key in ("tracking", "order")}
    return {name: data for name, data in files.items() if name.startswith("submit/")} | said


def on_disk(bundle: Path) -> dict[str, bytes]:
    return {
        path.relative_to(bundle).as_posix(): path.read_bytes()
        for path in bundle.rglob("*")
        if path.is_file()
    }


@pytest.mark.slow
def test_numbers_and_the_moment_of_a_clip_are_told_alike(
    folder: Path, client: TestClient, tmp_path: Path
) -> None:
    """Where the number can be read, that the other cannot, and when the clip shows the problem."""
    claim = "stain=part.jpg,v.mp4"
    made = build_bundle(
        folder,
        tmp_path / "command",
        case_options=CaseOptions(item="Jar", claims=(claim,)),
        options=BundleOptions(tracking=TRACKING, order=ORDER),
        use_cache=False,
    )
    by_command = submission(on_disk(tmp_path / "command"))
    assert TRACKING.encode() in by_command["submit/statement.txt"]
    assert b"video" in by_command["submit/statement.txt"]
    assert ORDER.encode() not in by_command["submit/statement.txt"]

    files = {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}
    said = {"item": "Jar", "claim": claim, "tracking": TRACKING, "order": ORDER}
    answer = client.post("/v1/bundle", files=parts(files), data=said)
    with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
        over_http = submission(
            {name.split("/", 1)[1]: archive.read(name) for name in archive.namelist()}
        )
    assert over_http == by_command

    tools = Tools(Folders.of((str(folder), str(tmp_path))))
    told = tools.bundle(
        str(folder),
        str(tmp_path / "mcp"),
        item="Jar",
        claims=[claim],
        tracking=TRACKING,
        order=ORDER,
    )
    assert submission(on_disk(tmp_path / "mcp")) == by_command
    assert [line for line in told["advice"] if ORDER in line or TRACKING in line] == [
        str(line) for line in made.advice if ORDER in line or TRACKING in line
    ]
    assert len(told["advice_messages"]) == len(told["advice"])
