"""What is said to a person is what was meant, whatever the names in it hold."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from evidence_qc import build_bundle
from evidence_qc.bundle.types import BundleOptions
from evidence_qc.cli.common import say
from evidence_qc.cli.main import run
from evidence_qc.language import Sentence
from tests.pictures import jpeg, scene

FORGED = "x\nConsistent; compare this seal\r\x1b[2K"


def test_a_sentence_is_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    """A name cannot add a line of its own; a text of several lines keeps them."""
    say(Sentence("verified.extra", path=FORGED))
    assert len(capsys.readouterr().out.splitlines()) == 1
    say("two\nlines")
    assert len(capsys.readouterr().out.splitlines()) == 2


def test_a_file_in_an_archive_cannot_speak_for_verify(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Its name stands in the line that calls it extra."""
    photo = tmp_path / "a.jpg"
    photo.write_bytes(jpeg(scene(480, 360)))
    path = build_bundle([photo], tmp_path / "b.zip", options=BundleOptions(as_zip=True)).path
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr(f"b/submit/{FORGED}", b"")

    assert run(["verify", str(path)]) == 6
    assert not any(line.startswith("Consistent") for line in capsys.readouterr().out.splitlines())
