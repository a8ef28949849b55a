"""One video in, its facts out."""

import os
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from evidence_qc.examine.video import ExaminedVideo, examine_video
from evidence_qc.measures.planes import Luma
from evidence_qc.media.video.ffmpeg import Timeouts
from evidence_qc.model import DamageKind, VideoFacts
from tests.clips import BLACK, BLUR, DARK, MOVE, SHAKE, encode, film, score, statistics


def examine(path: Path, **options: object) -> ExaminedVideo:
    return examine_video(str(path), measure=statistics, predicted_mos=score, **options)  # type: ignore[arg-type]


def facts(path: Path) -> VideoFacts:
    video = examine(path).video
    assert video is not None
    return video


SPOILED = [BLUR.format(3.2, 5.4), DARK.format(7.3, 8.7), BLACK.format(10.4, 11.6)]


@pytest.fixture(scope="module", params=[30, 500], ids=["dense keyframes", "one keyframe"])
def spoiled(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> VideoFacts:
    """Sixteen seconds: sharp, blurred at 3.2, dark at 7.3, black at 10.4."""
    path = tmp_path_factory.mktemp("spoiled") / "spoiled.mp4"
    return facts(film(path, 16, size="480:270", gop=request.param, filters=SPOILED))


def test_best_frames_are_from_good_parts(spoiled: VideoFacts) -> None:
    """Three, different, none from a blurred, dark or black part."""
    best = spoiled.best_frames

    assert len(best) == 3
    for frame in best:
        assert not 3.1 < frame.time_s < 5.5
        assert not 7.2 < frame.time_s < 8.8
        assert not 10.3 < frame.time_s < 11.7
    times = sorted(frame.time_s for frame in best)
    assert min(np.diff(times)) > 0.9


def test_samples_change_where_the_clip_does(spoiled: VideoFacts) -> None:
    """The score falls and rises within half a second of the truth."""
    samples = spoiled.samples
    bad = [(s.time_s, s.score < 45) for s in samples]
    edges = [(a + b) / 2 for (a, x), (b, y) in pairwise(bad) if x is not y]

    assert len(edges) == 6
    for edge, truth in zip(edges, (3.2, 5.4, 7.3, 8.7, 10.4, 11.6), strict=True):
        assert edge == pytest.approx(truth, abs=0.5)


def test_black_is_a_passage(spoiled: VideoFacts) -> None:
    """The black part, and only that."""
    ((start, end),) = spoiled.black_spans_s

    assert (start, end) == (pytest.approx(10.4, abs=0.5), pytest.approx(11.6, abs=0.5))


def test_less_than_everything_is_measured(spoiled: VideoFacts) -> None:
    """A verdict does not need every frame."""
    assert len(spoiled.samples) < 0.25 * 16 * 30


def test_a_frozen_part(tmp_path: Path) -> None:
    """Found to half a second; the calm rest is not frozen."""
    path = film(
        tmp_path / "frozen.mp4", 10, size="480:270",
        filters=["split[a][b];[a][b]freezeframes=first=120:last=209:replace=120"],
    )  # fmt: skip
    ((start, end),) = facts(path).frozen_spans_s

    assert start == pytest.approx(4, abs=0.5)
    assert end == pytest.approx(7, abs=0.5)


def test_shake_is_faster_than_a_calm_hand(tmp_path: Path) -> None:
    """The movement of a shaken clip stands out."""
    calm = facts(film(tmp_path / "calm.mp4", 3, size="320:180", move=MOVE)).shake
    wild = facts(film(tmp_path / "wild.mp4", 3, size="320:180", move=SHAKE)).shake

    assert np.median([v for _, v in wild]) > 3 * np.median([v for _, v in calm])


@pytest.mark.slow
def test_a_cut_is_found_to_the_frame(tmp_path: Path) -> None:
    """Two takes spliced are one cut; the wandering view is none."""
    one = film(tmp_path / "one.mp4", 9.5, size="320:180")
    two = film(tmp_path / "two.mp4", 4, size="320:180", filters=["hflip", "negate"])
    text = tmp_path / "list.txt"
    text.write_text(f"file '{one.as_posix()}'\nfile '{two.as_posix()}'\n")
    both = encode(
        ["-f", "concat", "-safe", "0", "-i", str(text), "-c:v", "libx264", "-g", "30"],
        tmp_path / "both.mp4",
    )

    assert facts(one).cut_times_s == ()
    assert facts(both).cut_times_s == (pytest.approx(9.5, abs=0.1),)


def test_the_same_file_gives_the_same_facts(tmp_path: Path) -> None:
    """Threads and timing play no part."""
    path = film(tmp_path / "clip.mp4", 9, size="320:180", filters=[BLUR.format(2, 5)])

    assert examine(path) == examine(path)


def test_progress_rises_to_one(tmp_path: Path) -> None:
    """The caller hears of it from its own thread."""
    heard: list[float] = []
    examine(film(tmp_path / "clip.mp4", 2, size="160:90"), progress=heard.append)

    assert heard == sorted(heard)
    assert heard[-1] == 1


def test_best_frames_carry_fingerprints(tmp_path: Path) -> None:
    """The hash of each best frame is asked for, for the search of duplicates."""

    def fingerprint(luma: Luma) -> tuple[int, ...]:
        return (int(luma[0, 0]), 0, 0, 0)

    video = examine(
        film(tmp_path / "clip.mp4", 2, size="160:90"), fingerprint=fingerprint, n_best=2
    ).video

    assert video is not None
    assert all(frame.fingerprint for frame in video.best_frames)


@pytest.mark.parametrize(("frames", "size"), [(3, "64x64"), (1, "64x64"), (3, "1x1")])
def test_very_little_is_still_judged(tmp_path: Path, frames: int, size: str) -> None:
    """Three frames, one frame, one pixel."""
    path = encode(
        ["-f", "lavfi", "-i", f"testsrc2=size={size}", "-frames:v", str(frames), "-c:v", "ffv1"]
        if size != "1x1"
        else ["-f", "lavfi", "-i", "color=gray:size=1x1", "-frames:v", "3", "-c:v", "ffv1"],
        tmp_path / "little.mkv",
    )
    video = facts(path)

    assert 1 <= len(video.samples) <= frames
    assert len(video.best_frames) >= 1


def test_broken_files_are_damage(tmp_path: Path) -> None:
    """Empty, cut off, garbled, sound only: said, not raised."""
    clip = film(tmp_path / "clip.mp4", 2, size="160:90")
    data = clip.read_bytes()
    sound = encode(["-f", "lavfi", "-i", "sine=duration=1"], tmp_path / "sound.mp4")
    kinds = {}
    for name, content in {
        "empty": b"", "cut": data[: len(data) // 2], "text": b"no video at all " * 99,
    }.items():  # fmt: skip
        path = tmp_path / f"{name}.mp4"
        path.write_bytes(content)
        kinds[name] = examine(path).damage[0].kind

    assert kinds == {
        "empty": DamageKind.EMPTY, "cut": DamageKind.TRUNCATED, "text": DamageKind.UNREADABLE,
    }  # fmt: skip
    assert examine(sound).damage[0].kind is DamageKind.NO_VIDEO_STREAM
    assert examine(tmp_path / "nowhere.mp4").damage[0].kind is DamageKind.UNREADABLE


def test_pictures_that_cannot_be_decoded_are_damage(tmp_path: Path) -> None:
    """An intact index over zeroed pictures is corrupt, not clean."""
    clip = film(tmp_path / "clip.mp4", 2, size="160:90")
    data = bytearray(clip.read_bytes())
    start = data.find(b"mdat") + 4
    end = data.find(b"moov") - 4
    data[start:end] = bytes(end - start)
    path = tmp_path / "zeroed.mp4"
    path.write_bytes(data)

    found = examine(path)

    assert found.damage
    assert found.damage[0].kind is DamageKind.TRUNCATED
    assert "zeros" in found.damage[0].message


@pytest.mark.skipif(os.name != "posix", reason="needs a named pipe")
def test_a_file_that_hangs_is_damage(tmp_path: Path) -> None:
    """A pipe that nobody writes to is given up after the timeout."""
    path = tmp_path / "pipe.mp4"
    os.mkfifo(path)
    with os.fdopen(os.open(path, os.O_RDWR), "wb"):
        path_facts = examine(path, timeouts=Timeouts(stall_s=0.5))

    assert path_facts.damage


def test_rotation_and_time_of_capture_are_kept(tmp_path: Path) -> None:
    """Upright size, and when it was taken."""
    clip = film(tmp_path / "clip.mp4", 1, size="160:90")
    turned = encode(
        [
            "-display_rotation", "-90", "-i", str(clip), "-c", "copy",
            "-metadata", "creation_time=2026-03-01T10:00:00Z",
        ],
        tmp_path / "turned.mp4",
    )  # fmt: skip
    found = examine(turned)

    assert (found.width_px, found.height_px) == (90, 160)
    assert found.metadata.captured_at == "2026-03-01T10:00:00+00:00"


def test_a_time_lapse_is_not_frozen(tmp_path: Path) -> None:
    """One picture a second, each another one: slow by nature, not stuck."""
    path = film(tmp_path / "lapse.mp4", 12, size="320:180", rate=1, gop=4)

    assert facts(path).frozen_spans_s == ()


def test_a_recorder_that_stood_still_is_frozen(tmp_path: Path) -> None:
    """Four seconds without a frame in a clip of thirty a second."""
    keep = "select='not(between(t,3,7))'"
    path = film(
        tmp_path / "stall.mp4", 12, size="320:180", filters=[keep],
        options=["-fps_mode", "passthrough"],
    )  # fmt: skip

    assert any(end - start > 3 for start, end in facts(path).frozen_spans_s)


@pytest.mark.slow
def test_a_whole_film_is_not_damaged_by_our_seeking(tmp_path: Path) -> None:
    """Edit lists off a keyframe, open groups of pictures, joined pieces, B-frames in AVI."""
    whole = film(
        tmp_path / "whole.mp4", 18, size="160:90", gop=20,
        codec=("-c:v", "libx264", "-preset", "veryfast", "-bf", "3"),
        options=["-x264-params", "open-gop=1"],
    )  # fmt: skip
    edit = encode(["-ss", "1.3", "-i", str(whole), "-c", "copy"], tmp_path / "edit.mp4")
    piece = encode(["-i", str(whole), "-c", "copy"], tmp_path / "piece.ts")
    joined = tmp_path / "joined.ts"
    joined.write_bytes(piece.read_bytes() * 2)
    avi = encode(["-i", str(whole), "-c:v", "libx264", "-bf", "3"], tmp_path / "b.avi")

    for path in (whole, edit, piece, joined, avi):
        assert examine(path).damage == (), path.name


def test_what_cannot_be_decoded_is_no_damage(tmp_path: Path) -> None:
    """An encrypted film is whole: it says so, and nobody is told to copy it again."""
    path = film(
        tmp_path / "secret.mp4", 2, size="160:90",
        options=[
            "-encryption_scheme", "cenc-aes-ctr", "-encryption_key", "0" * 31 + "1",
            "-encryption_kid", "0" * 31 + "2",
        ],
    )  # fmt: skip
    examined = examine(path)

    assert examined.video is None
    assert [damage.kind for damage in examined.damage] == [DamageKind.UNSUPPORTED]
    assert "encrypted" in examined.damage[0].message


def test_bare_streams_are_examined(tmp_path: Path) -> None:
    """H.264 and HEVC without a container, DV from a tape."""
    source = film(tmp_path / "source.mp4", 2, size="320:180")
    h264 = encode(["-i", str(source), "-c", "copy"], tmp_path / "bare.h264")
    dv = encode(["-i", str(source), "-target", "pal-dv", "-an"], tmp_path / "tape.dv")

    for path in (h264, dv):
        video = facts(path)
        assert video.duration_s == pytest.approx(2, abs=0.1)
        assert video.samples
