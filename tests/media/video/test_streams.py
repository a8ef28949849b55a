"""Facts come from what ffmpeg writes for machines; nothing in a file can pose as one."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pytest

from evidence_qc.media.video.frames import FrameReader, Steps, TimeWindow
from evidence_qc.media.video.packets import ListedStream, Packets, Timing, parse_listing
from evidence_qc.media.video.probe import VideoProbe, probe_video
from evidence_qc.media.video.streams import _aspect, choose, parse_tags
from evidence_qc.media.video.witness import decoding_errors
from tests.clips import encode, film

CLAIM = (
    "Stream #0:0: Video: h264, yuv420p, 320x240, 5 fps\n"
    "Input #0, avi, from 'x'\n"
    "[Parsed_showinfo_0 @ 0x1] n:   0 pts:      9 fmt:gray sar:2/1 s:64x64 i:T iskey:1\n"
    "[showinfo@x @ 0x1] n:   0 pts:      9 fmt:gray sar:2/1 s:64x64 i:T iskey:1\n"
    "    displaymatrix: rotation of -90.00 degrees\r    Duration: 00:00:01.00, bitrate: 1 kb/s\n"
    "[h264 @ 0x1] [error] error while decoding MB 1 1, concealing, corrupt\n"
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("streams")


@pytest.fixture(scope="module")
def plain(folder: Path) -> Path:
    """Three seconds with B-frames and sound."""
    return film(
        folder / "plain.mp4", 3, size="320:180", sound=True, options=["-c:a", "aac"],
        codec=("-c:v", "libx264", "-preset", "veryfast", "-bf", "3"),
    )  # fmt: skip


def probed(path: Path) -> VideoProbe:
    probe, damage = probe_video(str(path))
    assert damage == ()
    assert probe is not None
    return probe


def times(path: Path) -> list[float]:
    probe = probed(path)
    with FrameReader(str(path), probe, Steps(), long_side_px=32) as frames:
        return [round(frame.time_s, 3) for frame in frames]


def facts(probe: VideoProbe) -> tuple[object, ...]:
    return (
        probe.width_px, probe.height_px, probe.frame_rate, round(probe.duration_s, 2),
        probe.codec, probe.rotation_deg, probe.pixel_format, probe.is_interlaced,
    )  # fmt: skip


@pytest.mark.parametrize(
    "position",
    [
        "title",
        *(
            pytest.param(each, marks=pytest.mark.slow)
            for each in ("comment", "handler", "chapter", "attachment name")
        ),
    ],
)
def test_words_in_a_file_are_only_words(plain: Path, tmp_path: Path, position: str) -> None:
    """A title, a comment, a handler's name, a chapter: none sets size, rate, time or rotation."""
    source = ["-i", str(plain)]
    words = {
        "title": ["-metadata", f"title={CLAIM}"],
        "comment": ["-metadata", f"comment={CLAIM}"],
        "handler": ["-metadata:s:v", f"handler_name={CLAIM}"],
        "chapter": ["-map_metadata", "0"],
        "attachment name": ["-metadata:s:v", f"title={CLAIM}"],
    }[position]
    if position == "chapter":
        chapters = tmp_path / "chapters.txt"
        one_line = CLAIM.replace("\n", "\\\n").replace("#", "\\#").replace("=", "\\=")
        chapters.write_text(
            f";FFMETADATA1\n[CHAPTER]\nTIMEBASE=1/1\nSTART=0\nEND=2\ntitle={one_line}\n"
        )
        source += ["-f", "ffmetadata", "-i", str(chapters), "-map_chapters", "1"]
    for name in ("words.mp4", "words.mkv"):
        path = encode([*source, "-c", "copy", *words], tmp_path / name)

        assert facts(probed(path)) == facts(probed(plain))
        assert len(times(path)) == 90
        assert decoding_errors(str(path), probed(path)) == 0


def test_a_file_name_is_only_a_name(plain: Path, tmp_path: Path) -> None:
    """Line breaks in it start no line that counts."""
    path = tmp_path / CLAIM.replace("/", ":").replace("\0", "")[:200]
    try:
        path.write_bytes(plain.read_bytes())
    except OSError:
        pytest.skip("this file system does not take such names")

    assert facts(probed(path)) == facts(probed(plain))
    assert len(times(path)) == 90


def test_a_header_that_counts_milliseconds_is_no_rate(plain: Path, tmp_path: Path) -> None:
    """Thirty frames a second are thirty, whatever the clock."""
    path = encode(
        ["-i", str(plain), "-c:v", "copy", "-an", "-video_track_timescale", "1000"],
        tmp_path / "ms.mp4",
    )

    assert probed(path).frame_rate == 30
    assert len(times(path)) == 90


@pytest.mark.parametrize("codec", ["mpeg2video", "mpeg4", "libx264"])
def test_transport_streams(plain: Path, tmp_path: Path, codec: str) -> None:
    """Of any codec: what camcorders and recorders write."""
    path = encode(
        ["-i", str(plain), "-c:v", codec, "-q:v", "4", "-c:a", "mp2"], tmp_path / "clip.ts"
    )
    probe = probed(path)

    assert (probe.width_px, probe.height_px, probe.frame_rate) == (320, 180, 30)
    assert probe.duration_s == pytest.approx(3, abs=0.05)


def test_packets_without_a_time(plain: Path, tmp_path: Path) -> None:
    """B-frames in AVI: as many frames as there are, at the times at which they are shown."""
    path = encode(["-i", str(plain), "-c:v", "libx264", "-bf", "3", "-an"], tmp_path / "b.avi")
    probe = probed(path)

    assert probe.timing is Timing.UNSTAMPED
    assert probe.duration_s == pytest.approx(3, abs=0.01)
    assert times(path) == [round(i / 30, 3) for i in range(90)]
    with FrameReader(str(path), probe, TimeWindow(1.99, 2.05), long_side_px=32) as frames:
        assert [round(frame.time_s, 2) for frame in frames] == [2.0, 2.03]


@pytest.mark.parametrize("sound", [True, False])
def test_joined_transport_streams(plain: Path, tmp_path: Path, sound: bool) -> None:
    """Pieces put together last as long as all of them, with sound and without."""
    keep = [] if sound else ["-an"]
    piece = encode(["-i", str(plain), "-c", "copy", *keep], tmp_path / "piece.ts")
    path = tmp_path / "joined.ts"
    path.write_bytes(piece.read_bytes() * 3)
    probe = probed(path)
    found = times(path)

    assert probe.timing is Timing.JOINED
    assert probe.duration_s == pytest.approx(9, abs=0.1)
    assert probe.frame_rate == 30
    assert len(found) == 270
    assert found == sorted(found)
    assert decoding_errors(str(path), probe) == 0


def test_a_cover_before_the_film(plain: Path, tmp_path: Path) -> None:
    """A drone's still in the first stream is not the film."""
    path = encode(
        [
            "-f", "lavfi", "-i", "color=red:size=640x360:duration=0.04:rate=25", "-i", str(plain),
            "-map", "0:v", "-map", "1:v", "-c:v:0", "mjpeg", "-c:v:1", "copy",
        ],
        tmp_path / "cover.mp4",
    )  # fmt: skip
    probe = probed(path)

    assert (probe.stream, probe.codec) == (1, "h264")
    assert (probe.width_px, probe.height_px) == (320, 180)
    assert len(times(path)) == 90


def test_the_default_among_films(plain: Path, tmp_path: Path) -> None:
    """Of two that move, the one that is marked as the default, even if it is the smaller one."""
    path = encode(
        [
            "-f", "lavfi", "-i", "testsrc2=size=640x360:duration=3", "-i", str(plain),
            "-map", "0:v", "-map", "1:v", "-c:v:0", "libx264", "-preset", "ultrafast",
            "-c:v:1", "copy", "-disposition:v:0", "0", "-disposition:v:1", "default",
        ],
        tmp_path / "two.mkv",
    )  # fmt: skip

    assert probed(path).stream == 1


def stream(width: int, frames: int) -> ListedStream:
    packets = Packets(tuple(i / 30 for i in range(frames)), end_s=frames / 30)
    return ListedStream("video", "h264", width, width, packets=packets)


@pytest.mark.parametrize(
    ("streams", "marked", "film"),
    [
        ([stream(4000, 1), stream(320, 90)], {0}, 1),
        ([stream(320, 90), stream(1280, 90)], set(), 1),
        ([stream(320, 90), stream(1280, 90)], {0}, 0),
        ([stream(320, 90), stream(320, 80)], {0, 1}, 0),
        ([stream(1280, 3), stream(320, 900)], {0}, 1),
        ([stream(320, 1), stream(640, 1)], set(), 1),
        ([stream(320, 60), stream(4000, 2)], set(), 0),
        ([stream(320, 0)], {0}, 0),
        ([], set(), 0),
    ],
)
def test_choosing(streams: list[ListedStream], marked: set[int], film: int) -> None:
    """Moving before still, marked before others, large before small, first before later."""
    assert choose(streams, lambda: frozenset(marked)) == film


def test_an_edit_list_off_a_keyframe_is_no_damage(plain: Path, tmp_path: Path) -> None:
    """Frames before the cut are there to decode from, not to be shown."""
    path = encode(["-ss", "1.4", "-i", str(plain), "-c", "copy", "-an"], tmp_path / "edit.mp4")
    probe = probed(path)

    assert probe.packets.hidden > 0
    assert probe.packets.times_s[0] == pytest.approx(0, abs=0.05)
    assert probe.duration_s == pytest.approx(1.6, abs=0.05)
    assert decoding_errors(str(path), probe) == 0


def test_damage_has_a_witness(plain: Path, tmp_path: Path) -> None:
    """A film whose packets were overwritten makes the decoder complain; the whole one does not."""
    path = encode(["-i", str(plain), "-c", "copy", "-an"], tmp_path / "broken.mkv")
    data = bytearray(path.read_bytes())
    for at in range(len(data) // 3, len(data) * 2 // 3, 997):
        data[at] ^= 0xFF
    whole = decoding_errors(str(path), probed(path))
    path.write_bytes(data)
    probe, _ = probe_video(str(path))

    assert whole == 0
    assert probe is not None
    assert (decoding_errors(str(path), probe) or 0) > 0


@pytest.mark.parametrize(
    ("text", "aspect"),
    [
        ("4/3", Fraction(4, 3)), ("1/1", Fraction(1)), ("0/1", None), ("1/0", None), ("0/0", None),
        ("", None), ("4", None), ("4/", None), ("/3", None), ("x/3", None), ("4/x", None),
        ("-4/3", None), ("4/3/2", None),
    ],
)  # fmt: skip
def test_an_aspect_is_two_whole_numbers(text: str, aspect: Fraction | None) -> None:
    """Anything else is unknown, never an error."""
    assert _aspect(text) == aspect


def test_tags_are_unescaped() -> None:
    """Line breaks, equals signs and number signs come back as they were written."""
    text = ";FFMETADATA1\ntitle=a\\\nb\\=c\\;d\\#e\n[STREAM]\nTitle=second\nhandler_name=x\n"

    assert dict(parse_tags(text)) == {"title": "a\nb=c;d#e", "handler_name": "x"}


@pytest.mark.parametrize("text", ["", "#tb 0: 1/0", "0, 1, 2", "x, y, z, 1, 2, 3", "#tb x"])
def test_a_listing_cut_off_anywhere(text: str) -> None:
    """Nonsense lists nothing and raises nothing."""
    assert all(not found.packets.times_s for found in parse_listing(text))
