"""``--debug`` tells what was opened and how; without it the program and the library are silent."""

import logging
from pathlib import Path

import pytest
from PIL import Image

from evidence_qc import scan
from evidence_qc.cli.main import run
from tests.pictures import jpeg, scene


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "in").mkdir()
    (tmp_path / "in/a.jpg").write_bytes(jpeg(scene(400, 300)))
    Image.fromarray(scene(400, 300)).save(tmp_path / "in/b\x1b[31m.png")
    return tmp_path / "in"


def test_it_says_what_was_opened_by_which_decoder_and_how_long(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run(["scan", str(folder), "--no-cache", "--format", "json"])
    quiet = capsys.readouterr()
    run(["--debug", "scan", str(folder), "--no-cache", "--format", "json"])
    loud = capsys.readouterr()

    assert quiet.err == ""
    assert loud.out == quiet.out
    for words in ("a.jpg': opened, jpeg of", "libjpeg-turbo at 1/1", "read by Pillow", "examined"):
        assert words in loud.err
    assert "\x1b" not in loud.err  # a file name moves no cursor


def test_it_says_what_was_remembered(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for _ in range(2):
        run(["--debug", "scan", str(folder), "-q"])

    assert capsys.readouterr().err.count("remembered") == 2


def test_the_library_leaves_logging_as_it_was(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """No handler, no level, no word; also after a command that was to say everything."""
    run(["--debug", "rules"])
    capsys.readouterr()
    scan(folder, use_cache=False)
    said = capsys.readouterr()

    assert (said.out, said.err) == ("", "")
    logger = logging.getLogger("evidence_qc")
    assert (logger.handlers, logger.level) == ([], logging.NOTSET)


def test_an_error_tells_its_reason_code(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run(["--debug", "scan", str(tmp_path / "none")])
    loud = capsys.readouterr().err
    run(["scan", str(tmp_path / "none")])
    plain = capsys.readouterr().err

    assert "error.path-missing {'path':" in loud
    assert "error.path-missing" not in plain
