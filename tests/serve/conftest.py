"""A server without a network, and a folder of photos with a known state."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from evidence_qc.serve.app import make_app
from evidence_qc.serve.settings import Settings
from tests.pictures import blurred, jpeg, scene

HOME = "http://127.0.0.1:8470"


@pytest.fixture(scope="session")
def photos() -> dict[str, bytes]:
    """Name as uploaded → file: one clear and one blurred photo of each of two claims."""
    return {
        "hole in the sleeve/a.jpg": jpeg(scene(seed=1)),
        "hole in the sleeve/b.jpg": jpeg(blurred(scene(seed=2), 14)),
        "broken zip/c.jpg": jpeg(scene(seed=3)),
        "label.jpg": jpeg(scene(seed=4)),
    }


@pytest.fixture
def client(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[TestClient]:
    """A running application, whose temporary files stand below ``tmp_path``."""
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    with TestClient(make_app(Settings(jobs=1)), base_url=HOME) as made:
        yield made


def parts(files: dict[str, bytes]) -> list[tuple[str, tuple[str, bytes]]]:
    """Files as httpx takes them."""
    return [("file", item) for item in files.items()]


def left(folder: Path) -> list[str]:
    """What of any request still stands below a folder."""
    return [path.name for path in folder.glob(".serve.evidence-qc-*/request-*")]
