"""Decoders of AV1 and HEVC know where their code must end; asked, they tell wrong bits."""

from __future__ import annotations

import subprocess

import numpy as np
import pytest

from evidence_qc.media.formats import pillow
from evidence_qc.media.formats.coded import Coded, CodedStream
from evidence_qc.media.formats.coded_files import read_coded
from evidence_qc.media.formats.heif_once import find_odd
from evidence_qc.media.integrity import av1_witness, silent_corruption
from evidence_qc.media.integrity.av1_witness import ask_av1, ivf
from evidence_qc.media.integrity.hevc_witness import Answer
from evidence_qc.media.photo.decode import read_planes
from tests.media.encoded import corner_marked, encode

GREY = np.dstack([corner_marked(320, 240)[:, :, 0]] * 3)
"""Without colours: wrong bits make none that glare."""
SAVED = {"avif": encode(GREY, "avif", quality=70, speed=9), "heif": encode(GREY, "heif")}
PICTURES = {
    "grain": GREY,
    "black": np.zeros((300, 400, 3), np.uint8),
    "white, of odd sides": np.full((301, 403, 3), 255, np.uint8),
    "small": corner_marked(17, 9),
}


def coded_of(data: bytes, format: str) -> Coded:
    coded = read_coded(data, format)
    assert coded is not None
    return coded


def ask(data: bytes, format: str) -> Answer:
    coded = coded_of(data, format)
    if format == "avif":
        return ask_av1(data, coded.streams)
    return Answer.DISAGREES if find_odd(data, coded, 10**6) else Answer.AGREES


def pixels_of(data: bytes, format: str) -> np.ndarray | None:
    try:
        return pillow.load_pixels(pillow.open_image(data, format))
    except Exception:
        return None


def flipped(data: bytes, format: str, seed: int) -> bytes:
    """One bit of its code, in the first three quarters."""
    start, end = coded_of(data, format).pieces[0]
    rng = np.random.default_rng(seed)
    changed = bytearray(data)
    changed[int(rng.integers(start + 60, start + (end - start) * 3 // 4))] ^= 1 << rng.integers(8)
    return bytes(changed)


def hidden(format: str, count: int) -> list[bytes]:
    """Files with a wrong bit that the usual decoder shows otherwise, without a word."""
    before = pixels_of(SAVED[format], format)
    bad = [flipped(SAVED[format], format, seed) for seed in range(count)]
    after = [pixels_of(data, format) for data in bad]
    return [
        data
        for data, pixels in zip(bad, after, strict=True)
        if pixels is not None and not np.array_equal(pixels, before)
    ]


@pytest.mark.parametrize("format", SAVED)
@pytest.mark.parametrize("name", PICTURES)
def test_intact_code_ends_where_it_must(format: str, name: str) -> None:
    """Whatever it shows."""
    data = encode(PICTURES[name], format)

    assert ask(data, format) is Answer.AGREES
    assert read_planes(data, format).damage == ()


@pytest.mark.parametrize("format", SAVED)
def test_a_hidden_wrong_bit_is_told_of_and_no_more_than_a_warning(format: str) -> None:
    """Decoders that show the picture are no ground to refuse it."""
    bad = hidden(format, 12)

    assert len(bad) >= 4
    assert all(ask(data, format) is Answer.DISAGREES for data in bad)
    damage = [read_planes(data, format).damage for data in bad]
    assert all(damage)
    assert any(found.message_id == "damage.maybe-silent" for (found,) in damage)
    assert all(found.lost_ratio == 0.0 for (found,) in damage if "maybe" in found.message_id)


def test_a_decoder_that_is_not_there_or_answers_late_says_nothing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The file is then judged without it."""
    data = SAVED["avif"]

    def late(*arguments: object, **options: object) -> None:
        raise subprocess.TimeoutExpired("ffmpeg", 1.0)

    monkeypatch.setattr(subprocess, "run", late)
    assert ask(data, "avif") is Answer.SILENT
    assert read_planes(data, "avif").damage == ()
    monkeypatch.setattr(av1_witness, "ffmpeg_program", lambda: None)
    assert ask(data, "avif") is Answer.SILENT


def test_a_refusal_that_is_no_complaint_of_the_decoder_says_nothing() -> None:
    """A stream that holds no code at all; an ffmpeg without this decoder."""
    nothing = CodedStream(b"", ((0, 0),))

    assert ask_av1(b"", [nothing]) is not Answer.DISAGREES


def test_ivf_holds_the_units_as_they_are() -> None:
    """Header of 32 bytes, and 12 before each unit (size, then number)."""
    data = ivf([b"abc", b"de"])

    assert data[:8] == b"DKIF\0\0\x20\0"
    assert data[32:] == b"\3\0\0\0" + bytes(8) + b"abc" + b"\2\0\0\0\1" + bytes(7) + b"de"


@pytest.mark.parametrize("fill", [(0, 136, 0), (0, 84, 0), (0, 77, 0), 0])
def test_a_part_that_was_never_written_is_looked_at_again(
    monkeypatch: pytest.MonkeyPatch, fill: tuple[int, int, int] | int
) -> None:
    """Wrong bits may end the code too early, which the first decoder takes for an end."""
    data = SAVED["heif"]
    pixels = GREY.copy() if isinstance(fill, tuple) else GREY[:, :, 0].copy()
    monkeypatch.setattr(silent_corruption, "ask_hevc", lambda *_: Answer.AGREES)
    for unread, is_blamed in (("silent", True), (None, False)):
        monkeypatch.setattr(silent_corruption, "_leftover", lambda *_, u=unread: u)
        for rows in (4, 100):
            pixels[-rows:, -200:] = fill
            found = silent_corruption.silent_corruption(
                data, "heif", pixels, coded_of(data, "heif"), ()
            )
            assert (found is not None) is is_blamed


@pytest.mark.parametrize("corner", [(0, 0, 0), (0, 255, 0), (136, 136, 136), (0, 136, 9)])
def test_a_corner_of_one_colour_alone_is_no_ground(
    monkeypatch: pytest.MonkeyPatch, corner: tuple[int, int, int]
) -> None:
    """Only the colour of nothing is."""
    pixels = GREY.copy()
    pixels[-8:, -8:] = corner
    monkeypatch.setattr(silent_corruption, "ask_hevc", lambda *_: Answer.AGREES)
    monkeypatch.setattr(silent_corruption, "_leftover", lambda *_: "silent")

    data = SAVED["heif"]
    assert (
        silent_corruption.silent_corruption(data, "heif", pixels, coded_of(data, "heif"), ())
        is None
    )
