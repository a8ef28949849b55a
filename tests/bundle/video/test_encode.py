"""The clip to submit: copied, remuxed or encoded to fit."""

from __future__ import annotations

import hashlib
from contextlib import suppress
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from evidence_qc.bundle.video import encode as encode_module
from evidence_qc.bundle.video.encode import _filters, prepare_clip
from evidence_qc.bundle.video.plan import AIM_RATIO, Way, even_size, plan_clip
from evidence_qc.errors import CannotFitError, CannotWriteError
from evidence_qc.media.video.frames import FrameReader, Steps
from evidence_qc.media.video.metadata import capture_metadata, is_private
from evidence_qc.media.video.packets import Packets
from evidence_qc.media.video.probe import VideoProbe, probe_video
from evidence_qc.model import FrameSample, PictureMeasurements, Profile, Role, Sourced
from tests.clips import encode, film
from tests.faults import fault

OPEN = Profile(name="open", title="No limits")

PROBE = VideoProbe(
    width_px=1920,
    height_px=1080,
    duration_s=90.0,
    stated_duration_s=90.0,
    frame_rate=Fraction(30),
    codec="h264",
    container="mov",
    pixel_format="yuv420p",
    audio_codec="aac",
    tags=(("major_brand", "isom"),),
    packets=Packets(times_s=tuple(i / 30 for i in range(2700)), end_s=90.0),
)
SAMPLES = tuple(
    FrameSample(t + 0.5, 90.0 if t >= 40 else 20.0, PictureMeasurements()) for t in range(90)
)


def limited(
    bytes_max: int | None = None, seconds: float | None = None, confidence: str = "O"
) -> Profile:
    return replace(
        OPEN,
        video_bytes_max=Sourced(bytes_max, confidence=confidence),
        video_seconds_max=Sourced(seconds, confidence=confidence),
    )


@pytest.fixture(scope="module")
def clip(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return film(tmp_path_factory.mktemp("clip") / "clip.mp4", 4, size="480:270", sound=True)


def digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def test_what_fits_is_copied_bit_for_bit(clip: Path, tmp_path: Path) -> None:
    """A clean H.264 MP4 within the limits is not touched."""
    result = prepare_clip(str(clip), tmp_path / "out.mp4", OPEN)

    assert result.plan.way is Way.COPY
    assert digest(result.path) == digest(clip)


def test_private_metadata_is_left_out_without_encoding(clip: Path, tmp_path: Path) -> None:
    """Place and device go, the pictures stay the same ones."""
    private = encode(
        [
            "-i", str(clip), "-c", "copy", "-movflags", "use_metadata_tags",
            "-metadata", "com.apple.quicktime.location.ISO6709=+32.09+034.86/",
            "-metadata", "com.apple.quicktime.model=iPhone 15",
        ],
        tmp_path / "private.mov",
    )  # fmt: skip
    result = prepare_clip(str(private), tmp_path / "out.mp4", OPEN)
    probe, _ = probe_video(str(result.path))
    source, _ = probe_video(str(private))

    assert result.plan.way is Way.REMUX
    assert probe is not None
    assert source is not None
    assert not is_private(probe)
    assert not capture_metadata(probe).has_location
    assert b"iPhone" not in result.path.read_bytes()
    # The first packet carries a message of the encoder, which is left out.
    assert probe.packets.sizes_bytes[1:] == source.packets.sizes_bytes[1:]
    assert np.array_equal(_picture_at(result.path, 0.0), _picture_at(private, 0.0))


@pytest.mark.parametrize("turn", [90, 270])
def test_encoding_turns_upright(clip: Path, tmp_path: Path, turn: int) -> None:
    """The result needs no rotation flag."""
    turned = encode(
        ["-display_rotation", str(-turn), "-i", str(clip), "-c", "copy"], tmp_path / "turned.mp4"
    )
    result = prepare_clip(str(turned), tmp_path / "out.mp4", limited(60_000))
    probe, _ = probe_video(str(result.path))

    assert probe is not None
    assert probe.rotation_deg == 0
    assert result.height_px > result.width_px


def test_other_codecs_become_h264(tmp_path: Path) -> None:
    """HEVC, 10 bit, HDR and 3GP come out as SDR H.264 in MP4, the sound as AAC, faststart."""
    hdr = encode(
        [
            "-f", "lavfi", "-i", "testsrc2=size=320x180:duration=1:rate=30",
            "-f", "lavfi", "-i", "sine=duration=1",
            "-vf", "format=yuv420p10le,setparams=color_trc=arib-std-b67:color_primaries=bt2020"
            ":colorspace=bt2020nc",
            "-c:v", "libx265", "-x265-params", "log-level=none", "-c:a", "libopus",
        ],
        tmp_path / "hdr.mkv",
    )  # fmt: skip
    result = prepare_clip(str(hdr), tmp_path / "out.mp4", OPEN)
    probe, _ = probe_video(str(result.path))
    data = result.path.read_bytes()

    assert probe is not None
    assert (probe.codec, probe.pixel_format, probe.audio_codec) == ("h264", "yuv420p", "aac")
    assert probe.transfer == ""
    assert data.find(b"moov") < data.find(b"mdat")
    assert result.duration_s == pytest.approx(1, abs=0.1)


@pytest.mark.parametrize("share", [0.7, 0.35, 0.15])
def test_a_byte_limit_is_kept_and_used(clip: Path, tmp_path: Path, share: float) -> None:
    """Never above; hardly below; as long as before; from the first byte."""
    limit = int(clip.stat().st_size * share)
    result = prepare_clip(str(clip), tmp_path / "out.mp4", limited(limit, confidence="I"))
    data = result.path.read_bytes()

    assert 0.88 * limit <= result.size_bytes <= limit
    assert result.duration_s == pytest.approx(4, abs=0.1)
    assert data.find(b"moov") < data.find(b"mdat")


@pytest.mark.slow
def test_the_same_input_gives_the_same_bytes(clip: Path, tmp_path: Path) -> None:
    """No clock, no chance."""
    limit = limited(int(clip.stat().st_size * 0.5))
    shares: list[float] = []
    first = prepare_clip(str(clip), tmp_path / "a.mp4", limit, progress=shares.append)
    second = prepare_clip(str(clip), tmp_path / "b.mp4", limit)

    assert digest(first.path) == digest(second.path)
    assert min(shares) >= 0  # both passes are one way from nothing to all
    assert max(shares) == 1
    assert any(share < 0.5 for share in shares)


def test_what_fills_its_room_is_not_encoded_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Hours of work for a tenth of a megabyte nobody wants; a half-empty file is worth a try."""
    limit, tried = 1_000_000, []

    def passes(src: str, target: Path, *rest: object) -> None:
        tried.append(target)
        target.write_bytes(bytes(sizes[len(tried) - 1]))

    monkeypatch.setattr(encode_module, "_passes", passes)
    found = plan(limited(limit))
    for sizes, tries in (([925_000], 1), ([600_000, 950_000], 2), ([1_000_001, 1_000_000], 2)):
        tried.clear()
        made = tmp_path / "made.mp4"
        encode_module._encode("", made, PROBE, found, lambda share: None)

        assert len(tried) == tries
        assert made.stat().st_size == sizes[-1]


def test_a_part_is_cut_to_the_frame(clip: Path, tmp_path: Path) -> None:
    """The part that was asked for, and its pictures."""
    result = prepare_clip(str(clip), tmp_path / "out.mp4", OPEN, span_s=(1.5, 3.0))
    first = _first_picture(result.path)
    meant = _picture_at(clip, 1.5)

    assert result.duration_s == pytest.approx(1.5, abs=0.07)
    assert np.abs(first.astype(int) - meant).mean() < 6


def _picture_at(path: Path, time_s: float) -> np.ndarray:
    probe, _ = probe_video(str(path))
    assert probe is not None
    with FrameReader(str(path), probe, Steps()) as frames:
        return next(f.pixels for f in frames if f.time_s >= time_s - 1e-3)


def _first_picture(path: Path) -> np.ndarray:
    return _picture_at(path, 0.0)


def test_what_cannot_be_read_is_said(tmp_path: Path) -> None:
    """A broken source is an error with a sentence, and leaves nothing behind."""
    source = tmp_path / "broken.mp4"
    source.write_bytes(b"nothing")
    (tmp_path / "out").mkdir()

    with pytest.raises(CannotFitError, match="cannot be prepared"):
        prepare_clip(str(source), tmp_path / "out" / "out.mp4", OPEN)
    assert list((tmp_path / "out").iterdir()) == []


@pytest.mark.slow
def test_an_unreachable_limit_is_said(clip: Path, tmp_path: Path) -> None:
    """A limit below what any encoder reaches is an error, not a larger file."""
    (tmp_path / "out").mkdir()
    with pytest.raises(CannotFitError, match="small enough"):
        prepare_clip(str(clip), tmp_path / "out" / "out.mp4", limited(1500))
    assert list((tmp_path / "out").iterdir()) == []


def test_a_missing_folder_is_said(clip: Path, tmp_path: Path) -> None:
    """Nowhere to write is an error of its own."""
    with pytest.raises(CannotWriteError):
        prepare_clip(str(clip), tmp_path / "nowhere" / "out.mp4", OPEN)


@pytest.mark.slow
@pytest.mark.parametrize("most", [None, 60_000], ids=["copied", "encoded"])
def test_a_disk_that_fails_is_said(most: int | None, clip: Path, tmp_path: Path) -> None:
    """Whichever call is refused: a sentence, the old target as it was, nothing beside it."""
    target = tmp_path / "out" / "out.mp4"
    target.parent.mkdir()
    at, met = 0, True
    while met:
        at += 1
        target.write_bytes(b"old")
        with fault(tmp_path, at) as refused, suppress(CannotWriteError):
            prepare_clip(str(clip), target, limited(most))
        met = refused.met
        assert [path.name for path in target.parent.iterdir()] == ["out.mp4"], at
        assert (target.read_bytes() == b"old") is met, at

    assert at >= 3


def test_interrupting_leaves_nothing_behind(clip: Path, tmp_path: Path) -> None:
    """Ctrl-C in the middle of encoding: no file, no child, the old target as it was."""
    target = tmp_path / "out" / "out.mp4"
    target.parent.mkdir()
    target.write_bytes(b"old")

    def interrupt(share: float) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        prepare_clip(str(clip), target, limited(60_000), progress=interrupt)
    assert [path.name for path in target.parent.iterdir()] == ["out.mp4"]
    assert target.read_bytes() == b"old"


def plan(profile: Profile, size: int = 137_000_000, **options: object):  # type: ignore[no-untyped-def]
    return plan_clip(PROBE, size, profile, samples=SAMPLES, **options)  # type: ignore[arg-type]


def test_a_sourced_time_limit_cuts_to_the_best_part() -> None:
    """One continuous part, within the limit, beginning clear."""
    found = plan(limited(seconds=30, confidence="O"))

    assert found.way is Way.ENCODE
    assert found.span_s is not None
    start, end = found.span_s
    assert start >= 40
    assert end - start <= 30


@pytest.mark.parametrize("confidence", ["I", "S", "unknown"])
def test_an_assumed_time_limit_never_cuts(confidence: str) -> None:
    """It is kept whole, and the user is asked."""
    found = plan(limited(seconds=30, confidence=confidence))

    assert found.span_s is None
    assert found.way is Way.COPY
    assert "0:30" in found.open_question


def test_the_user_may_ask_for_a_cut_or_forbid_it() -> None:
    """An assumed limit cuts on request; a sourced one does not where forbidden."""
    assert plan(limited(seconds=30, confidence="I"), cut_allowed=True).span_s is not None
    assert plan(limited(seconds=30), cut_allowed=False).span_s is None


@pytest.mark.parametrize("cut_allowed", [None, True, False])
def test_an_unboxing_is_never_cut(cut_allowed: bool | None) -> None:
    """Whatever the limit, and whatever was asked."""
    found = plan(
        limited(25_000_000, 30), role=Role.UNBOXING, cut_allowed=cut_allowed, span_s=(5.0, 20.0)
    )

    assert found.span_s is None
    assert "never cut" in found.open_question


def test_bits_give_way_before_anything() -> None:
    """A byte limit lowers bits, then size; the length stays."""
    found = plan(limited(25_000_000))

    assert found.span_s is None
    assert found.two_passes
    assert found.width_px < 1920
    assert found.video_bps is not None
    assert (found.video_bps + found.audio_bps) * 90 / 8 < 25_000_000


@given(st.integers(1000, 10**9), st.one_of(st.none(), st.integers(1000, 10**9)), st.floats(1, 600))
def test_a_plan_never_exceeds_source_or_limit(size: int, limit: int | None, seconds: float) -> None:
    """Bits, pixels and rate stay at or below both."""
    probe = replace(PROBE, codec="hevc", duration_s=seconds)
    found = plan_clip(probe, size, limited(limit))

    assert found.width_px <= probe.width_px
    assert found.height_px <= probe.height_px
    assert found.frame_rate is None or found.frame_rate <= probe.frame_rate
    assert found.video_bps is not None
    most = min(size, limit or size)
    if found.video_bps > 16_000:
        assert (found.video_bps + found.audio_bps) * seconds / 8 <= AIM_RATIO * most


def test_a_part_of_a_film_has_its_share_of_the_bytes() -> None:
    """As many a second as the whole has: half of the time, half of the bytes."""
    probe = replace(PROBE, codec="hevc")
    whole = plan_clip(probe, 90_000_000, OPEN)
    for span_s in ((0.0, 45.0), (45.0, 90.0), (20.0, 29.0)):
        part = plan_clip(probe, 90_000_000, OPEN, span_s=span_s)

        assert part.span_s == span_s
        assert part.video_bps == pytest.approx(whole.video_bps, rel=0.001)

        fitted = plan_clip(probe, 90_000_000, limited(4_000_000), span_s=span_s)
        seconds = span_s[1] - span_s[0]
        assert fitted.two_passes
        assert 3_000_000 < (fitted.video_bps + fitted.audio_bps) * seconds / 8 <= 4_000_000


def test_a_silent_film_keeps_all_bits_for_its_pictures() -> None:
    """No sound, no share of it; the same film with sound has one."""
    silent, loud = (
        plan_clip(replace(PROBE, codec="hevc", audio_codec=codec), 90_000_000, OPEN)
        for codec in ("", "aac")
    )

    assert silent.audio_bps == 0
    assert loud.audio_bps > 0
    assert silent.video_bps is not None
    assert loud.video_bps is not None
    assert silent.video_bps == loud.video_bps + loud.audio_bps


@given(st.integers(1, 9000), st.integers(1, 9000), st.integers(2, 4000))
def test_sizes_are_even(width: int, height: int, long_side: int) -> None:
    """H.264 wants even sides; nothing is enlarged but a single pixel."""
    found = even_size(width, height, long_side)

    assert all(side % 2 == 0 and side >= 2 for side in found)
    assert max(found) <= max(2, long_side)
    assert found[0] <= max(2, width)
    assert found[1] <= max(2, height)


@pytest.mark.slow
def test_ninety_seconds_in_twenty_five_megabytes(tmp_path: Path) -> None:
    """The bar: at most 25 MB, at least 90 % of it used, the right length, from the first byte."""
    path = film(
        tmp_path / "long.mp4", 90, size="1280:720", sound=True,
        codec=("-c:v", "libx264", "-preset", "ultrafast", "-b:v", "12M"),
    )  # fmt: skip
    result = prepare_clip(str(path), tmp_path / "out.mp4", limited(25_000_000))
    data = result.path.read_bytes()

    assert 22_500_000 <= result.size_bytes <= 25_000_000
    assert result.duration_s == pytest.approx(90, abs=0.1)
    assert data.find(b"moov") < data.find(b"mdat")


@pytest.mark.parametrize("is_interlaced", [True, False])
def test_only_what_is_interlaced_is_deinterlaced(is_interlaced: bool) -> None:
    """First of all filters: scaled before, the two fields would be mixed for good."""
    plan = plan_clip(PROBE, 10**9, limited(bytes_max=10**6))
    filters = _filters(replace(PROBE, is_interlaced=is_interlaced), plan)

    assert [f.startswith("bwdif") for f in filters] == [
        is_interlaced,
        *[False] * (len(filters) - 1),
    ]


def test_an_interlaced_clip_is_submitted_in_whole_pictures(tmp_path: Path) -> None:
    """What was written says that it is progressive."""
    source = encode(
        [
            "-f", "lavfi", "-i", "testsrc2=size=320x240:rate=50:duration=2",
            "-vf", "interlace,setfield=tff", "-c:v", "libx264", "-flags", "+ildct+ilme",
            "-x264-params", "tff=1",
        ],
        tmp_path / "in.mp4",
    )  # fmt: skip
    found, _ = probe_video(str(source))
    prepare_clip(str(source), tmp_path / "out.mp4", limited(bytes_max=60_000))
    made, _ = probe_video(str(tmp_path / "out.mp4"))

    assert found is not None
    assert made is not None
    assert (found.is_interlaced, made.is_interlaced) == (True, False)
