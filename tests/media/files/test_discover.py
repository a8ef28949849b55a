"""Finding files: stable, complete, and nothing passed over in silence."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from evidence_qc.errors import NoInputError
from evidence_qc.media.files.discover import Discovery, discover
from evidence_qc.model import DamageKind, Media
from tests.media.encoded import corner_marked, encode

JPEG = encode(corner_marked(32, 24), "jpeg")
PNG = encode(corner_marked(32, 24), "png")

posix = pytest.mark.skipif(os.name == "nt", reason="needs POSIX file names and links")


def displayed(found: Discovery, top: Path) -> list[str]:
    return [file.path.removeprefix(f"{top.as_posix()}/") for file in found.files]


def reasons(found: Discovery) -> dict[str, str]:
    return {skip.path.rpartition("/")[2]: skip.reason for skip in found.skipped}


def test_a_folder_is_walked_in_name_order(tmp_path: Path) -> None:
    """Files of a folder come before the folders in it; both by name."""
    for name in ("b/z.jpg", "b/a.jpg", "a/one.jpg", "c.jpg", "a.jpg"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(JPEG)

    assert displayed(discover([str(tmp_path)]), tmp_path) == [
        "a.jpg", "c.jpg", "a/one.jpg", "b/a.jpg", "b/z.jpg",
    ]  # fmt: skip


def test_the_path_is_shown_as_typed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A relative argument stays relative, joined with what is below it."""
    (tmp_path / "photos").mkdir()
    (tmp_path / "photos" / "x.jpg").write_bytes(JPEG)
    monkeypatch.chdir(tmp_path)

    assert [file.path for file in discover(["photos"]).files] == ["photos/x.jpg"]
    assert [file.path for file in discover(["./photos"]).files] == ["./photos/x.jpg"]


def test_a_file_reached_twice_is_listed_once(tmp_path: Path) -> None:
    """A folder and a file in it name the same file."""
    (tmp_path / "x.jpg").write_bytes(JPEG)

    assert len(discover([str(tmp_path), str(tmp_path / "x.jpg")]).files) == 1


def test_patterns_are_expanded_where_the_shell_did_not(tmp_path: Path) -> None:
    """``*.jpg`` in quotes means the same as without; a file of that very name comes first."""
    (tmp_path / "x.jpg").write_bytes(JPEG)
    (tmp_path / "y.png").write_bytes(PNG)
    (tmp_path / "[1].jpg").write_bytes(JPEG)

    assert displayed(discover([str(tmp_path / "*.jpg")]), tmp_path) == ["[1].jpg", "x.jpg"]
    assert displayed(discover([str(tmp_path / "[1].jpg")]), tmp_path) == ["[1].jpg"]


def test_what_is_no_media_is_named(tmp_path: Path) -> None:
    """Texts, hidden and system files, downloads and cloud placeholders each say why."""
    for name in ("notes.txt", ".hidden.jpg", "Thumbs.db", "x.jpg.crdownload", ".IMG_1.HEIC.icloud"):
        (tmp_path / name).write_bytes(b"words, words")
    (tmp_path / "photo").write_bytes(JPEG)
    found = discover([str(tmp_path)])

    assert displayed(found, tmp_path) == ["photo"]
    assert len(found.skipped) == 5
    assert "iCloud" in reasons(found)[".IMG_1.HEIC.icloud"]
    assert "not finished" in reasons(found)["x.jpg.crdownload"]


def test_broken_media_is_looked_at(tmp_path: Path) -> None:
    """A file that is called a photo but holds none is a finding, not skipped."""
    (tmp_path / "empty.jpg").write_bytes(b"")
    (tmp_path / "page.jpg").write_bytes(b"<!DOCTYPE html><html>")
    found = discover([str(tmp_path)])
    damage = {f.path.rpartition("/")[2]: f.identity.damage for f in found.files}

    assert {f.identity.media for f in found.files} == {Media.UNKNOWN}
    assert damage["empty.jpg"] is not None
    assert damage["empty.jpg"].kind is DamageKind.EMPTY
    assert damage["page.jpg"] is not None
    assert "web page" in damage["page.jpg"].message


def test_a_named_text_is_not_passed_over(tmp_path: Path) -> None:
    """What the user names is looked at, whatever it is called."""
    (tmp_path / "notes.txt").write_text("words")

    assert len(discover([str(tmp_path / "notes.txt")]).files) == 1


@posix
def test_links(tmp_path: Path) -> None:
    """Links to files are followed; links to folders, circles and dead ends are named."""
    (tmp_path / "real").mkdir()
    (tmp_path / "real" / "x.jpg").write_bytes(JPEG)
    (tmp_path / "link.jpg").symlink_to(tmp_path / "real" / "x.jpg")
    (tmp_path / "folder").symlink_to(tmp_path / "real")
    (tmp_path / "loop.jpg").symlink_to(tmp_path / "loop.jpg")
    (tmp_path / "dead.jpg").symlink_to(tmp_path / "nowhere.jpg")
    found = discover([str(tmp_path)])

    assert displayed(found, tmp_path) == ["link.jpg", "real/x.jpg"]
    assert set(reasons(found)) == {"folder", "loop.jpg", "dead.jpg"}


@posix
def test_a_pipe_is_not_opened(tmp_path: Path) -> None:
    """A FIFO would block for ever; it is skipped by name."""
    os.mkfifo(tmp_path / "pipe.jpg")

    assert "pipe" in reasons(discover([str(tmp_path)]))["pipe.jpg"]


@posix
@pytest.mark.skipif(os.name != "nt" and os.geteuid() == 0, reason="root may read everything")
def test_what_may_not_be_read_is_told(tmp_path: Path) -> None:
    """A locked photo is a finding, a locked folder a note."""
    (tmp_path / "x.jpg").write_bytes(JPEG)
    (tmp_path / "x.jpg").chmod(0)
    (tmp_path / "locked").mkdir(mode=0)
    found = discover([str(tmp_path)])
    (tmp_path / "locked").chmod(0o700)

    assert found.files[0].identity.damage is not None
    assert found.files[0].identity.damage.kind is DamageKind.PERMISSION
    assert "permission" in reasons(found)["locked"]


@pytest.mark.skipif(sys.platform != "linux", reason="other systems refuse such names")
def test_a_name_that_is_no_unicode_keeps_its_bytes(tmp_path: Path) -> None:
    """It is shown with replacement characters, opened by its bytes, and carries them."""
    import base64

    raw = os.fsencode(tmp_path) + b"/caf\xe9.jpg"
    with open(raw, "wb") as stream:  # noqa: PTH123
        stream.write(JPEG)
    (found,) = discover([str(tmp_path)]).files

    assert found.path.endswith("caf\N{REPLACEMENT CHARACTER}.jpg")
    assert found.path_b64 is not None
    assert base64.b64decode(found.path_b64) == raw
    assert Path(found.path_fs).read_bytes() == JPEG
    found.path.encode("utf-8")


def test_missing_arguments(tmp_path: Path) -> None:
    """One missing among others is a note; nothing at all is an error that names it."""
    (tmp_path / "x.jpg").write_bytes(JPEG)
    found = discover([str(tmp_path / "x.jpg"), str(tmp_path / "gone.jpg")])

    assert len(found.files) == 1
    assert "no file" in reasons(found)["gone.jpg"]
    with pytest.raises(NoInputError, match=r"gone\.jpg"):
        discover([str(tmp_path / "gone.jpg")])


def test_an_empty_folder_is_no_error_here(tmp_path: Path) -> None:
    """Whether nothing found is an error is for the caller to say."""
    assert discover([str(tmp_path)]) == Discovery((), ())


def test_a_bundle_among_the_photos_is_left_alone(tmp_path: Path) -> None:
    """Made into the folder of its own photos, it is not evidence; named, it is looked at."""
    (tmp_path / "a.jpg").write_bytes(b"\xff\xd8\xff\xe0" + bytes(64))
    bundle = tmp_path / "out"
    (bundle / "submit").mkdir(parents=True)
    (bundle / "submit" / "1.jpg").write_bytes(b"\xff\xd8\xff\xe0" + bytes(64))
    for name in ("manifest.json", "SHA256SUMS"):
        (bundle / name).write_text("{}")
    found = discover([str(tmp_path)])

    assert [Path(each.path_fs).name for each in found.files] == ["a.jpg"]
    assert [each.path for each in found.skipped] == [bundle.as_posix()]
    assert [Path(each.path_fs).name for each in discover([str(bundle)]).files] == ["1.jpg"]


@pytest.mark.parametrize("error", [PermissionError(13, "not yours"), OSError(5, "I/O")])
def test_what_cannot_be_opened_is_lost_whole(
    error: OSError, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever the reason: a share of all, and no more than that."""
    (tmp_path / "x.jpg").write_bytes(JPEG)

    def fails(*arguments: object, **named: object) -> None:
        raise error

    monkeypatch.setattr("evidence_qc.media.files.discover.open", fails, raising=False)
    (found,) = discover([str(tmp_path)]).files

    assert found.identity.damage is not None
    assert found.identity.damage.lost_ratio == 1
