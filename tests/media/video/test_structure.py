"""How long a file should be by its own account."""

from __future__ import annotations

from pathlib import Path

import pytest

from evidence_qc.media.video.probe import probe_video
from evidence_qc.media.video.structure import read_structure
from evidence_qc.model import DamageKind
from tests.clips import encode, film

LENGTHS = (0.04, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.97)

CONTAINERS = {
    "mkv": (),
    "webm": ("-c:v", "libvpx", "-deadline", "realtime", "-cpu-used", "8", "-c:a", "libopus"),
    "mp4": ("-movflags", "+faststart"),
    "mov": (),
    "avi": ("-c:v", "mpeg4", "-c:a", "mp3"),
    "ts": (),
    "flv": ("-ar", "44100"),
    "3gp": ("-movflags", "+faststart"),
}
SECONDS = 4.0


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("structure") / "source.mkv"
    return film(
        path, SECONDS, size="160:90", gop=15, sound=True, options=["-ar", "44100", "-c:a", "aac"]
    )


@pytest.fixture(scope="module", params=CONTAINERS)
def whole(request: pytest.FixtureRequest, source: Path) -> Path:
    """The same four seconds with sound in each container."""
    options = CONTAINERS[request.param]
    copied = () if "-c:v" in options else ("-c", "copy")
    path = source.with_name(f"whole.{request.param}")
    return encode(["-i", str(source), *copied, *options], path)


def test_a_whole_file_is_whole(whole: Path) -> None:
    """Nothing is missing from what was written to its end."""
    structure = read_structure(str(whole))

    assert not structure.is_cut
    assert structure.has_index
    assert not structure.is_encrypted
    if whole.suffix != ".ts":
        assert structure.duration_s == pytest.approx(SECONDS, abs=0.15)


@pytest.mark.parametrize("share", LENGTHS)
def test_a_cut_is_named_with_what_is_there(whole: Path, tmp_path: Path, share: float) -> None:
    """At every length, in every container; more is never said to be there than is."""
    data = whole.read_bytes()
    # Off the grid of the packets of a transport stream, where a cut can be seen.
    length = int(len(data) * share) // 188 * 188 + 100
    part = tmp_path / whole.name
    part.write_bytes(data[:length])
    structure = read_structure(str(part))

    assert structure.is_cut or not structure.has_index
    if structure.present_ratio is not None:
        assert structure.present_ratio == pytest.approx(length / len(data), abs=0.06)


@pytest.mark.parametrize("share", [0.3, 0.7])
def test_the_damage_says_how_much_is_there(whole: Path, tmp_path: Path, share: float) -> None:
    """In seconds where the rest can be played, else in per cent."""
    data = whole.read_bytes()
    part = tmp_path / whole.name
    part.write_bytes(data[: int(len(data) * share) // 188 * 188 + 100])
    _, damage = probe_video(str(part))

    assert [found.kind for found in damage] == [DamageKind.TRUNCATED]
    assert " s" in damage[0].message or "%" in damage[0].message


def test_a_transport_stream_cut_between_packets(source: Path, tmp_path: Path) -> None:
    """The last sound packet is shorter than it says."""
    path = encode(["-i", str(source), "-c", "copy"], tmp_path / "whole.ts")
    data = path.read_bytes()
    found = 0
    for packets in range(len(data) // 188 // 2, len(data) // 188, 7):
        path.write_bytes(data[: packets * 188])
        found += read_structure(str(path)).is_cut

    assert found > 0


@pytest.mark.parametrize("behind", [b"\n", b"\0" * 4096, b"SEFT" + b"x" * 300, b"\xff" * 64])
def test_what_stands_behind_the_end_is_no_cut(source: Path, tmp_path: Path, behind: bytes) -> None:
    """Phones and messengers append things; none of the film is missing."""
    for name in ("a.mp4", "a.mkv", "a.avi", "a.flv", "a.ts"):
        copied = ["-c:v", "mpeg4", "-an"] if name == "a.avi" else ["-c", "copy"]
        path = encode(["-i", str(source), *copied], tmp_path / name)
        path.write_bytes(path.read_bytes() + behind)

        assert not read_structure(str(path)).is_cut, name


def test_a_live_recording_states_no_length(source: Path, tmp_path: Path) -> None:
    """Whole it is whole; cut off it is cut, but nobody knows how much is missing."""
    path = encode(
        ["-i", str(source), "-c", "copy", "-f", "matroska", "-live", "1"], tmp_path / "live.mkv"
    )
    data = path.read_bytes()
    whole = read_structure(str(path))
    path.write_bytes(data[: len(data) // 2])
    half = read_structure(str(path))

    assert not whole.is_cut
    assert half.is_cut
    assert half.present_ratio is None


def test_an_encrypted_film_is_known(source: Path, tmp_path: Path) -> None:
    """By the name that its container gives to what is inside."""
    path = encode(
        [
            "-i", str(source), "-c", "copy", "-encryption_scheme", "cenc-aes-ctr",
            "-encryption_key", "0" * 31 + "1", "-encryption_kid", "0" * 31 + "2",
        ],
        tmp_path / "secret.mp4",
    )  # fmt: skip

    assert read_structure(str(path)).is_encrypted


@pytest.mark.parametrize(
    "head", [b"", b"\x1aE\xdf\xa3", b"RIFF\0\0\0\0AVI ", b"FLV\1", b"\0\0\0\1moov"]
)
def test_nonsense_ends(tmp_path: Path, head: bytes) -> None:
    """Whatever stands in a file, the walk comes to its end."""
    path = tmp_path / "nonsense"
    for filler in (b"\0", b"\xff", b"\x47", b"\x1a\x45\xdf\xa3\x80"):
        path.write_bytes(head + filler * 3000)

        assert read_structure(str(path)).size_bytes == len(head) + 3000 * len(filler)
