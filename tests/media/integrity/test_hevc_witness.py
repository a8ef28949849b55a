"""A second decoder of HEVC agrees with intact code, and tells wrong bits that the first hides."""

from __future__ import annotations

import io
import subprocess

import numpy as np
import pillow_heif
import pytest
from PIL import Image

from evidence_qc.media.formats import other_decoders, pillow
from evidence_qc.media.formats.coded import CodedExtents
from evidence_qc.media.formats.coded_files import read_coded
from evidence_qc.media.formats.other_decoders import ask_ffmpeg, is_complaint
from evidence_qc.media.integrity import hevc_witness
from evidence_qc.media.integrity.hevc_witness import Answer, ask_hevc, is_unlike
from evidence_qc.media.integrity.silent_corruption import silent_corruption
from tests.pictures import scene

RGB = scene(240, 192)


def heif(rgb: np.ndarray = RGB, **options: object) -> bytes:
    out = io.BytesIO()
    pillow_heif.from_pillow(Image.fromarray(rgb)).save(out, **options)
    return out.getvalue()


def with_wrong_bytes(data: bytes, seed: int) -> bytes:
    coded = read_coded(data, "heif")
    assert coded is not None
    (start, end), *_ = coded.pieces
    rng = np.random.default_rng(seed)
    changed = bytearray(data)
    at = int(rng.integers(start + (end - start) // 8, start + (end - start) // 2))
    changed[at : at + 16] = rng.bytes(16)
    return bytes(changed)


def opened(data: bytes) -> tuple[np.ndarray, CodedExtents]:
    coded = read_coded(data, "heif")
    assert coded is not None
    assert coded.parts is not None
    return pillow.load_pixels(pillow.open_image(data, "heif")), coded.parts


@pytest.mark.parametrize(
    "options", [{"quality": 40}, {"quality": 90}, {"quality": 75, "chroma": 444}]
)
def test_intact_code_is_agreed_on(options: dict[str, object]) -> None:
    """However it was sampled and saved."""
    data = heif(**options)

    assert ask_hevc(data, *opened(data), (0,)) is Answer.AGREES


def test_wrong_bits_that_the_first_decoder_hides_are_told() -> None:
    """The first decoder gives pixels of all these files without a word."""
    data = heif(quality=80)
    hidden = [bad for seed in range(5) if decodes(bad := with_wrong_bytes(data, seed))]
    answers = [ask_hevc(bad, *opened(bad), (0,)) for bad in hidden]

    assert len(hidden) >= 3
    assert answers.count(Answer.DISAGREES) >= len(hidden) - 1


def decodes(data: bytes) -> bool:
    try:
        opened(data)
    except Exception:
        return False
    return True


def test_what_is_told_with_a_witness_is_corrupt_and_without_one_suspected(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A reject needs a second decoder's word: without ffmpeg there is a warning at most."""
    data = heif(quality=80)
    bad = [each for seed in range(3) if decodes(each := with_wrong_bytes(data, seed))]

    told = [judged(each) for each in bad]
    for module in (hevc_witness, other_decoders):
        monkeypatch.setattr(module, "ffmpeg_program", lambda: None)
    alone = [judged(each) for each in bad]

    assert [each for each in told if each in {"damage.silent", "damage.chroma-noise"}]
    assert all(each is None or each.startswith("damage.maybe-") for each in alone)
    assert judged(data) is None


def judged(data: bytes) -> str | None:
    pixels, _ = opened(data)
    damage = silent_corruption(data, "heif", pixels, read_coded(data, "heif"))
    return damage.message_id if damage else None


def test_no_answer_in_time_is_no_witness(monkeypatch: pytest.MonkeyPatch) -> None:
    """A busy computer damages no file."""

    def late(*_: object, **__: object) -> None:
        raise subprocess.TimeoutExpired("ffmpeg", 20.0)

    data = with_wrong_bytes(heif(quality=80), 0)
    monkeypatch.setattr(subprocess, "run", late)

    assert ask_hevc(data, *opened(data), (0,)) is Answer.SILENT
    assert ask_ffmpeg(data, "heif").complains is False


@pytest.mark.parametrize(
    ("said", "is_one"),
    [
        (b"[hevc @ 0x55] CABAC_MAX_BIN : 7\nError", True),
        (b"[hevc @ 0x55] The cu_qp_delta 37 is outside the valid range [-26, 25].", True),
        (b"[hevc @ 0x55] SPS range extension is not implemented. Update your FFmpeg", False),
        (b"[in#0 @ 0x55] error reading header\n[hevc @ 0x55] x", False),
        (b"[mov,mp4,m4a,3gp,3g2,mj2 @ 0x55] moov atom not found", False),
        (b"", False),
    ],
)
def test_a_complaint_comes_from_the_decoder(said: bytes, is_one: bool) -> None:
    """What the container's reader does not know is no damage of the picture."""
    assert is_complaint(said) is is_one


def test_a_container_that_ffmpeg_does_not_know_is_no_complaint() -> None:
    """Pixels that are whole in a file that only libheif can find its way through."""
    data = heif(quality=80)
    odd = data.replace(b"pitm", b"xitm", 1)

    answer = ask_ffmpeg(odd, "heif")

    assert not answer.complains


@pytest.mark.parametrize("weights", [(0.299, 0.587, 0.114), (0.213, 0.715, 0.072)])
@pytest.mark.parametrize("range_", [(1.0, 0.0), (219 / 255, 16.0)])
def test_ranges_and_matrices_are_no_difference(
    weights: tuple[float, ...], range_: tuple[float, float]
) -> None:
    """Luma of any mixture and either range is the same picture; a part of another one is not."""
    colours = RGB.reshape(-1, 3)[::16]
    luma = np.clip(colours @ np.array(weights) * range_[0] + range_[1], 0, 255).astype(np.uint8)
    other = luma.copy()
    other[100:140] = 255 - other[100:140] // 2

    assert not is_unlike(colours, luma)
    assert is_unlike(colours, other)


def test_a_scrap_of_code_is_an_error_and_no_answer() -> None:
    """A configuration or a length that leads beyond the end."""
    data = heif(quality=80)
    pixels, parts = opened(data)
    (stream,) = parts.streams

    assert ask_hevc(data[: stream.pieces[0][1] - 40], pixels, parts, (0,)) is Answer.SILENT
