"""Decoded frames: true times, upright pixels, full range, SDR."""

from itertools import pairwise
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from evidence_qc.media.video.frames import (
    INEXACT,
    Choice,
    Colour,
    FrameReader,
    Keyframes,
    Steps,
    TimeWindow,
    VideoFrame,
    Windows,
    _choose,
    scaled_size,
)
from evidence_qc.media.video.packets import Packets
from evidence_qc.media.video.probe import probe_video
from tests.clips import encode, film


def frames_of(
    path: Path, choice: Choice, long_side_px: int | None = 160, colour: Colour = Colour.LUMA
) -> list[VideoFrame]:
    probe, _ = probe_video(str(path))
    assert probe is not None
    with FrameReader(str(path), probe, choice, long_side_px=long_side_px, colour=colour) as reader:
        return list(reader)


def times(frames: list[VideoFrame]) -> list[float]:
    return [round(frame.time_s, 3) for frame in frames]


@pytest.fixture(scope="module")
def clip(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return film(tmp_path_factory.mktemp("frames") / "clip.mp4", 3, size="320:180")


@pytest.fixture(scope="module")
def split(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """White on the left, black on the right."""
    return encode(
        [
            "-f", "lavfi", "-i", "color=black:size=64x32:rate=10:duration=0.5",
            "-vf", "drawbox=color=white:t=fill:w=iw/2,format=yuv420p",
        ],
        tmp_path_factory.mktemp("split") / "split.mp4",
    )  # fmt: skip


def test_keyframes_carry_their_times(clip: Path) -> None:
    """Only keyframes, at the times that the packets have."""
    frames = frames_of(clip, Keyframes())

    assert times(frames) == [0, 1, 2]
    assert all(frame.is_key for frame in frames)


def test_bursts_follow_keyframes_in_order(clip: Path) -> None:
    """After every second keyframe stand further frames, close to it, in order of time."""
    found = times(frames_of(clip, Keyframes(burst=2, burst_every=2)))

    assert found == sorted(found)
    assert {0, 1, 2} < set(found)
    assert any(1 < time < 1.2 for time in found)


def test_a_stream_of_keyframes_is_thinned(tmp_path: Path) -> None:
    """Where every frame is a keyframe, not every one is decoded."""
    path = film(tmp_path / "intra.avi", 2, size="160:90", codec=("-c:v", "mjpeg"))
    found = times(frames_of(path, Keyframes(gap_s=0.5)))

    assert 3 <= len(found) <= 5


def test_steps_are_spread(clip: Path) -> None:
    """Every so many frames, each with its neighbour."""
    assert times(frames_of(clip, Steps(every=30, burst=2))) == [0, 0.033, 1, 1.033, 2, 2.033]


def test_a_window_holds_its_frames(clip: Path) -> None:
    """From its start to before its end, whatever keyframe decoding starts at."""
    found = times(frames_of(clip, TimeWindow(1.5, 1.6)))

    assert found == [1.5, 1.533, 1.567]


@pytest.mark.parametrize("name", ["clip.mp4", "clip.ts", "clip.avi", "clip.flv"])
def test_a_window_that_ends_at_a_frame_is_without_it(tmp_path: Path, name: str) -> None:
    """Also where nothing can be sought and everything before is decoded."""
    path = film(tmp_path / name, 1, size="64:48")
    every = [frame.time_s for frame in frames_of(path, Steps())]
    start, end = every[3], every[8]

    assert [f.time_s for f in frames_of(path, TimeWindow(start, end))] == every[3:8]


def test_windows_are_decoded_in_one_run(clip: Path) -> None:
    """Frames between two windows are left out."""
    found = times(frames_of(clip, Windows(((0.5, 0.55), (1.5, 1.55)))))

    assert found == [0.5, 0.533, 1.5, 1.533]


def test_a_window_past_the_end_is_empty_or_the_last_frame(clip: Path) -> None:
    """No frame is made up."""
    assert all(time <= 3 for time in times(frames_of(clip, TimeWindow(9, 10))))


def test_time_is_not_counted(tmp_path: Path) -> None:
    """Where frames were dropped, the ones after keep their own times."""
    path = film(
        tmp_path / "vfr.mp4", 2, size="160:90", filters=["select='not(between(t,0.5,1.49))'"],
        options=["-fps_mode", "passthrough"],
    )  # fmt: skip
    found = times(frames_of(path, Steps()))

    assert max(b - a for a, b in pairwise(found)) == pytest.approx(1, abs=0.05)
    assert found[-1] == pytest.approx(1.967, abs=0.01)


def test_times_start_at_nought(clip: Path, tmp_path: Path) -> None:
    """A stream whose clock starts elsewhere (MPEG-TS) is timed from its start."""
    path = encode(["-i", str(clip), "-c", "copy"], tmp_path / "clip.ts")

    assert times(frames_of(path, TimeWindow(1.5, 1.55))) == [1.5, 1.533]


def test_range_is_full(split: Path) -> None:
    """Video black is 0 and video white 255."""
    pixels = frames_of(split, Steps(), None)[0].pixels

    assert int(pixels[16, 8]) >= 253
    assert int(pixels[16, 56]) <= 2


@pytest.mark.parametrize(("turn", "white"), [(90, (8, 16)), (180, (16, 56)), (270, (56, 16))])
def test_pixels_are_upright(split: Path, tmp_path: Path, turn: int, white: tuple[int, int]) -> None:
    """White on the left is on top after a quarter turn clockwise."""
    path = encode(
        ["-display_rotation", str(-turn), "-i", str(split), "-c", "copy"], tmp_path / "turned.mp4"
    )
    pixels = frames_of(path, Steps(), None)[0].pixels

    assert pixels.shape == ((32, 64) if turn == 180 else (64, 32))
    assert int(pixels[white]) > 250
    assert int(pixels.mean()) in range(115, 140)


def test_colour_is_rgb(tmp_path: Path) -> None:
    """Red is the first channel."""
    path = encode(
        ["-f", "lavfi", "-i", "color=red:size=32x32:duration=0.2", "-pix_fmt", "yuv420p"],
        tmp_path / "red.mp4",
    )
    pixels = frames_of(path, Steps(), None, Colour.RGB)[0].pixels

    assert pixels.shape == (32, 32, 3)
    assert np.abs(pixels[16, 16].astype(int) - (255, 0, 0)).max() < 12


@pytest.mark.parametrize("transfer", ["arib-std-b67", "smpte2084"])
def test_hdr_is_mapped(tmp_path: Path, transfer: str) -> None:
    """HDR comes as SDR: mid-grey stays in the middle, highlights are not cut off flat."""
    ramp = (
        "gradients=size=256x32:c0=black:c1=white:x0=0:y0=0:x1=255:y1=0:duration=0.2:speed=0.00001"
    )
    tags = f"setparams=color_trc={transfer}:color_primaries=bt2020:colorspace=bt2020nc:range=tv"
    path = encode(
        [
            "-f", "lavfi", "-i", ramp, "-vf", f"format=yuv420p10le,{tags}",
            "-c:v", "libx265", "-x265-params", "log-level=none",
            "-color_primaries", "bt2020", "-color_trc", transfer, "-colorspace", "bt2020nc",
        ],
        tmp_path / "hdr.mp4",
    )  # fmt: skip
    line = frames_of(path, Steps(), None)[0].pixels[16].astype(int)

    assert line[4] < 20
    assert line[250] > 200
    assert 30 < line[128] < 220
    assert (np.diff(line[::8]) >= -2).all()


def test_three_frames_and_one_pixel(tmp_path: Path) -> None:
    """The smallest clip there is decodes."""
    path = encode(
        ["-f", "lavfi", "-i", "color=gray:size=1x1", "-frames:v", "3", "-c:v", "ffv1"],
        tmp_path / "dot.mkv",
    )
    frames = frames_of(path, Steps(), None)

    assert len(frames) == 3
    assert frames[0].pixels.shape == (1, 1)


def test_damaged_packets_are_counted(clip: Path, tmp_path: Path) -> None:
    """The decoder's complaints are news, not a crash."""
    data = bytearray(clip.read_bytes())
    rng = np.random.default_rng(3)
    start = data.find(b"mdat") + 200
    for position in rng.integers(start, start + 60_000, 400):
        data[int(position)] ^= 0xFF
    path = tmp_path / "damaged.mp4"
    path.write_bytes(data)
    probe, _ = probe_video(str(path))
    assert probe is not None
    with FrameReader(str(path), probe, Steps()) as reader:
        list(reader)

    assert reader.errors > 3


@given(st.integers(1, 9000), st.integers(1, 9000), st.integers(1, 4000))
def test_scaled_sizes_fit(width: int, height: int, long_side: int) -> None:
    """Never enlarged, never above the long side, never nought, the shape kept."""
    new_width, new_height = scaled_size(width, height, long_side)

    assert 1 <= new_width <= width
    assert 1 <= new_height <= height
    assert max(new_width, new_height) <= long_side
    assert abs(new_width * height - new_height * width) <= max(width, height)


@pytest.mark.parametrize(
    ("name", "codec"),
    [
        ("plain.h264", ("-c:v", "libx264", "-bf", "0")),
        ("reordered.h264", ("-c:v", "libx264", "-bf", "2")),
        ("plain.m2v", ("-c:v", "mpeg2video")),
    ],
)
def test_a_bare_stream_is_read_by_its_times(
    tmp_path: Path, name: str, codec: tuple[str, ...]
) -> None:
    """Without a container nothing can be sought; windows and keyframes are found all the same."""
    path = film(tmp_path / name, 2, size="64:48", codec=codec)
    every = times(frames_of(path, Steps()))

    assert times(frames_of(path, TimeWindow(0.99, 1.2))) == [t for t in every if 0.99 <= t < 1.2]
    spans = Windows(((0.49, 0.59), (1.49, 1.59)))
    inside = [t for t in every if any(a <= t < b for a, b in spans.spans_s)]
    assert times(frames_of(path, spans)) == inside
    keys = frames_of(path, Keyframes())
    assert len(keys) >= 2
    assert all(frame.is_key for frame in keys)
    assert {round(frame.time_s, 3) for frame in keys} <= set(every)


@pytest.mark.parametrize("container", ["mov", *sorted(INEXACT)])
@pytest.mark.parametrize(
    "spans", [((2.0, 3.0),), ((2.0, 3.0), (5.0, 6.5)), ((0.0, 0.5), (7.0, 9.0))]
)
def test_what_is_sought_is_what_was_asked_for(
    container: str, spans: tuple[tuple[float, float], ...]
) -> None:
    """From a keyframe before it on where seeking is inexact, and up to its end; each span."""
    keys = tuple(n % 10 == 0 for n in range(100))
    packets = Packets(times_s=tuple(n / 10 for n in range(100)), keys=keys, end_s=10.0)
    probe: Any = SimpleNamespace(
        container=container, packets=packets, duration_s=10.0, is_sequential=False
    )
    choices = [Windows(spans)] + [TimeWindow(*spans[0])] * (len(spans) == 1)
    for choice in choices:
        before, select = _choose(choice, probe)
        start, length = float(before[1]), float(before[3])

        assert start + length == pytest.approx(spans[-1][1])
        assert start <= spans[0][0]
        if container in INEXACT:
            assert start <= max(time for time in packets.key_times_s if time <= spans[0][0])
        for a, b in spans if select else ():
            assert f"between(t,{a:.6f},{b:.6f})" in select[0]
        # One span from where reading begins to where it ends needs no second look.
        assert bool(select) is (len(spans) > 1 or start < spans[0][0])
