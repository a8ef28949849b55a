"""No output is written over an original, and no file that was named is passed over in silence."""

from __future__ import annotations

import io
import sys
from pathlib import Path

import pytest

from evidence_qc.cli.main import run
from tests.clips import film
from tests.pictures import jpeg, scene, write


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Photos, a clip, a cut photo and links to them, in the working directory."""
    monkeypatch.chdir(tmp_path)
    write(Path("dispute"), a=jpeg(scene(400, 300)), b=jpeg(scene(400, 300, seed=2)))
    film(Path("dispute/clip.mp4"), 0.5, size="320:180")
    Path("dispute/broken.jpg").write_bytes(b"")
    Path("link.jpg").symlink_to("dispute/a.jpg")
    Path("report.json").symlink_to("dispute/b.jpg")
    return tmp_path


@pytest.mark.parametrize(
    "command",
    [
        ["scan", "dispute"],
        ["scan", "dispute", "--format", "html"],
        ["batch", "."],
        ["batch", ".", "--resume"],
    ],
    ids=" ".join,
)
@pytest.mark.parametrize(
    "target", ["dispute/a.jpg", "dispute/clip.mp4", "dispute/broken.jpg", "report.json"]
)
def test_a_report_replaces_no_original(
    command: list[str], target: str, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Of the dispute or not, whole or not, by whatever name it is reached."""
    before = (folder / target).read_bytes()

    code = run([*command, "--no-cache", "-j", "1", "-o", target])

    assert (folder / target).read_bytes() == before
    assert code == 5
    assert target in capsys.readouterr().err


@pytest.mark.parametrize("target", ["dispute/a.jpg", "link.jpg"])
def test_a_collage_replaces_none_of_its_photos(target: str, folder: Path) -> None:
    before = (folder / target).read_bytes()

    assert run(["collage", "dispute/a.jpg", "dispute/b.jpg", "-o", target, "--force"]) == 5
    assert (folder / target).read_bytes() == before


def test_a_collage_may_replace_an_earlier_one(folder: Path) -> None:
    assert run(["collage", "dispute/a.jpg", "-o", "c.jpg"]) == 0
    first = (folder / "c.jpg").read_bytes()
    assert run(["collage", "dispute/b.jpg", "-o", "c.jpg", "--force"]) == 0

    assert (folder / "c.jpg").read_bytes() != first


@pytest.mark.parametrize(
    "named", ["nothing.jpg", "dispute/broken.jpg", "dispute/clip.mp4", "*.gif"]
)
def test_a_collage_lacks_no_photo_that_was_named(
    named: str, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Else the captions of those behind it would stand below the wrong photos."""
    assert run(["collage", "dispute/a.jpg", named, "dispute/b.jpg", "-o", "c.jpg"]) == 3
    assert not (folder / "c.jpg").exists()
    assert named in capsys.readouterr().err


def test_a_folder_may_hold_what_is_no_photo(folder: Path) -> None:
    assert run(["collage", "dispute", "./dispute/a.jpg", "-o", "c.jpg"]) == 0


def test_every_caption_has_its_photo(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A photo that is named twice is one photo."""
    captions = ["--caption", "one", "--caption", "two"]

    assert run(["collage", "dispute/a.jpg", "dispute/a.jpg", *captions, "-o", "c.jpg"]) == 2
    assert "more captions than photos (2 to 1)" in capsys.readouterr().err


def test_frames_of_a_video_that_is_not_there(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["frames", "dispute/clip.mp4", "nothing.mp4", "-o", "stills"]) == 3
    assert "nothing.mp4" in capsys.readouterr().err
    assert not (folder / "stills").exists()


@pytest.mark.parametrize(
    "command",
    [
        ["scan", ""],
        ["batch", ""],
        ["check", "dispute", ""],
        ["frames", "", "-o", "x"],
        ["collage", "", "-o", "x"],
    ],
    ids=" ".join,
)
def test_an_empty_path_is_called_empty(
    command: list[str], folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """As a variable leaves it that is not set."""
    assert run(command) == 3
    assert "One of the paths is empty." in capsys.readouterr().err


def test_an_empty_list_is_called_empty(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"\n")))

    assert run(["check", "-"]) == 3
    assert "The list of files on stdin is empty." in capsys.readouterr().err


def test_a_corrected_case_survives_the_next_bundle(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Also where nobody gave it back."""
    again = ["bundle", "dispute/a.jpg", "-o", "out", "--force", "--no-questions", "-j", "1"]
    run(again)
    case = folder / "out.case.toml"
    proposed = case.read_bytes()
    corrected = proposed.replace(b'item = ""', b'item = "Jacket"')
    case.write_bytes(corrected)
    run(again)

    assert case.read_bytes() == proposed
    assert (folder / "out.case.old.toml").read_bytes() == corrected
    assert "out.case.old.toml" in capsys.readouterr().out
    run(again)

    assert (folder / "out.case.old.toml").read_bytes() == corrected
