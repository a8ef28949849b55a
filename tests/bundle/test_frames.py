"""Frames written as stills that say where they are from."""

from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from evidence_qc.bundle.frames import frame_name, write_frame
from evidence_qc.errors import CannotFitError, CannotWriteError
from evidence_qc.media.video.still import decode_frame
from tests.clips import encode, film

SHA = "ab" * 32


@pytest.fixture(scope="module")
def clip(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("stills")
    return film(
        folder / "clip.mp4", 2, size="480:270",
        options=["-metadata", "creation_time=2026-03-01T10:00:00Z"],
    )  # fmt: skip


@pytest.mark.parametrize(
    ("time_s", "name"),
    [(8.033, "clip_00-08.033.jpg"), (0, "clip_00-00.000.jpg"), (3725.5, "clip_62-05.500.jpg")],
)
def test_names_tell_the_time(time_s: float, name: str) -> None:
    """Minutes, seconds and thousandths, and the clip's own name."""
    assert frame_name("folder/clip.mp4", time_s) == name


@pytest.mark.parametrize("suffix", ["jpg", "png"])
def test_a_still_says_what_it_is(clip: Path, tmp_path: Path, suffix: str) -> None:
    """Full resolution, with source, time and hash inside."""
    target = tmp_path / f"still.{suffix}"
    size = write_frame(str(clip), 1.1, target, display_path="claim/clip.mp4", sha256=SHA)
    with Image.open(target) as picture:
        words = str(
            picture.getexif().get(0x010E) if suffix == "jpg" else picture.info["Description"]
        )
        taken = (
            picture.getexif().get_ifd(0x8769).get(0x9003)
            if suffix == "jpg"
            else picture.info["Creation Time"]
        )
        picture_size = picture.size

    assert size == picture_size == (480, 270)
    assert "1.100 s of clip.mp4" in words
    assert SHA in words
    assert "10:00:01" in str(taken)


def test_the_same_frame_gives_the_same_bytes(clip: Path, tmp_path: Path) -> None:
    """No clock inside."""
    for name in ("a.jpg", "b.jpg"):
        write_frame(str(clip), 0.5, tmp_path / name, display_path="clip.mp4", sha256=SHA)

    assert (tmp_path / "a.jpg").read_bytes() == (tmp_path / "b.jpg").read_bytes()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.jpg", "b.jpg"]


def test_the_frame_is_the_one_at_that_time(tmp_path: Path) -> None:
    """Black before one second, white after it: 0.967 s is black, 1 s is white."""
    path = encode(
        [
            "-f", "lavfi", "-i", "color=black:size=64x64:rate=30:duration=2",
            "-vf", "drawbox=color=white:t=fill:enable='gte(t,1)'", "-g", "300",
        ],
        tmp_path / "switch.mp4",
    )  # fmt: skip

    assert decode_frame(str(path), 0.967).mean() < 5
    assert decode_frame(str(path), 1.0).mean() > 250
    assert decode_frame(str(path), 1.0).shape == (64, 64, 3)
    assert decode_frame(str(path), 1.0).dtype == np.uint8


def test_a_time_without_a_frame_is_said(clip: Path) -> None:
    """Between two frames, past the end, or in no video at all."""
    with pytest.raises(CannotFitError):
        decode_frame(str(clip), 1.016)
    with pytest.raises(CannotFitError):
        decode_frame(str(clip), 99.0)
    with pytest.raises(CannotFitError):
        decode_frame(__file__, 0.0)


def test_a_folder_that_is_not_there_is_said(clip: Path, tmp_path: Path) -> None:
    """Nowhere to write is an error of its own."""
    with pytest.raises(CannotWriteError):
        write_frame(
            str(clip), 0.5, tmp_path / "nowhere" / "a.jpg", display_path="clip.mp4", sha256=SHA
        )
