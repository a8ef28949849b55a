"""Nothing but the film goes to strangers: words planted in every place are not in the clip."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from evidence_qc.bundle.video.encode import prepare_clip
from evidence_qc.bundle.video.plan import Way
from evidence_qc.media.video.ffmpeg import run
from evidence_qc.media.video.frames import FrameReader, Steps
from evidence_qc.media.video.probe import probe_video
from evidence_qc.model import Profile
from tests.clips import encode, film

OPEN = Profile(name="open", title="No limits")
WORD = "XyzzyJaneDoe48N858222"
COPY = ("-c", "copy")
UUID = "086f3693b7b34f2c965321492feee5b8"


@pytest.fixture(scope="module")
def film_path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two seconds with sound."""
    return film(
        tmp_path_factory.mktemp("privacy") / "film.mp4", 2, size="64:36", sound=True,
        options=["-c:a", "aac"],
    )  # fmt: skip


def box(kind: bytes, content: bytes) -> bytes:
    return (len(content) + 8).to_bytes(4, "big") + kind + content


def tagged(*options: str, name: str = "a.mp4") -> Callable[[Path, Path], Path]:
    """The film with options of ffmpeg's muxers."""

    def make(source: Path, folder: Path) -> Path:
        return encode(["-i", str(source), *COPY, *options], folder / name)

    return make


def appended(content: bytes) -> Callable[[Path, Path], Path]:
    def make(source: Path, folder: Path) -> Path:
        path = folder / "a.mp4"
        path.write_bytes(source.read_bytes() + content)
        return path

    return make


def in_index(content: bytes, parent: bytes = b"moov") -> Callable[[Path, Path], Path]:
    """A box at the end of the index, or of the track in it (the index stands last)."""

    def make(source: Path, folder: Path) -> Path:
        data = bytearray(source.read_bytes())
        moov = data.rfind(b"moov") - 4
        at = moov if parent == b"moov" else data.rfind(b"trak") - 4
        size = int.from_bytes(data[at : at + 4], "big")
        data[at + size : at + size] = content
        for start in {moov, at}:
            grown = int.from_bytes(data[start : start + 4], "big") + len(content)
            data[start : start + 4] = grown.to_bytes(4, "big")
        path = folder / "a.mp4"
        path.write_bytes(data)
        return path

    return make


def among_pictures(source: Path, folder: Path) -> Path:
    """Bytes behind the last packet, inside the box that holds the packets."""
    data = bytearray(source.read_bytes())
    at = data.find(b"mdat") - 4
    size = int.from_bytes(data[at : at + 4], "big")
    data[at + size : at + size] = WORD.encode()
    data[at : at + 4] = (size + len(WORD)).to_bytes(4, "big")
    path = folder / "a.mp4"
    path.write_bytes(data)
    return path


def compressor(source: Path, folder: Path) -> Path:
    """The name of the compressor, 31 letters at most."""
    data = bytearray(source.read_bytes())
    at = data.find(b"avc1", data.rfind(b"moov")) + 4 + 42
    data[at : at + 32] = bytes([len(WORD)]) + WORD.encode().ljust(31, b"\0")
    path = folder / "a.mp4"
    path.write_bytes(data)
    return path


def sei(source: Path, folder: Path) -> Path:
    """A message in the H.264 stream."""
    bsf = f"h264_metadata=sei_user_data={UUID}+{WORD}"
    return encode(["-i", str(source), *COPY, "-bsf:v", bsf], folder / "a.mp4")


def sei_of_x264(source: Path, folder: Path) -> Path:
    """The same under the name of the encoder, whose messages are known."""
    bsf = f"h264_metadata=sei_user_data=dc45e9bde6d948b7962cd820d923eeef+{WORD}"
    return encode(["-i", str(source), *COPY, "-bsf:v", bsf], folder / "a.mp4")


def hevc_sei(source: Path, folder: Path) -> Path:
    """A message in an HEVC stream."""
    raw = encode(
        ["-i", str(source), "-an", "-c:v", "libx265", "-x265-params", "log-level=none:bframes=0"],
        folder / "a.h265",
    )
    message = bytes.fromhex(UUID) + WORD.encode()
    unit = b"\0\0\0\1\x4e\x01\x05" + bytes([len(message)]) + message + b"\x80"
    data = raw.read_bytes()
    at = data.find(b"\0\0\1\x26") if b"\0\0\1\x26" in data else data.find(b"\0\0\1\x28")
    raw.write_bytes(data[: at - 1] + unit + data[at - 1 :])
    return encode(["-f", "hevc", "-i", str(raw), *COPY], folder / "a.mp4")


def av1_metadata(source: Path, folder: Path) -> Path:
    """A metadata unit (ITU-T T.35) in an AV1 stream."""
    raw = encode(
        ["-i", str(source), "-an", "-t", "0.5", "-c:v", "libsvtav1", "-preset", "12"],
        folder / "a.obu",
    )
    payload = b"\x04\xb5" + WORD.encode() + b"\x80"
    data = raw.read_bytes()
    start = 2  # behind the first temporal delimiter
    size = data[start + 1] + 2
    unit = b"\x2a" + bytes([len(payload)]) + payload
    raw.write_bytes(data[: start + size] + unit + data[start + size :])
    return encode(["-f", "obu", "-i", str(raw), *COPY], folder / "a.mp4")


def captions(source: Path, folder: Path) -> Path:
    """Subtitles as a stream of their own."""
    text = folder / "text.srt"
    text.write_text(f"1\n00:00:00,000 --> 00:00:01,500\n{WORD}\n")
    return encode(
        ["-i", str(source), "-i", str(text), "-map", "0", "-map", "1", *COPY, "-c:s", "mov_text"],
        folder / "a.mp4",
    )


def chapters(source: Path, folder: Path) -> Path:
    text = folder / "chapters.txt"
    text.write_text(
        f";FFMETADATA1\n[CHAPTER]\nTIMEBASE=1/1\nSTART=0\nEND=1\ntitle={WORD}\n[CHAPTER]\n"
        f"TIMEBASE=1/1\nSTART=1\nEND=2\ntitle={WORD}2\n"
    )
    return encode(
        ["-i", str(source), "-i", str(text), "-map_chapters", "1", *COPY], folder / "a.mp4"
    )


def attachment(source: Path, folder: Path) -> Path:
    text = folder / "note.txt"
    text.write_text(WORD)
    return encode(
        ["-i", str(source), *COPY, "-attach", str(text), "-metadata:s:t", "mimetype=text/plain",
         "-metadata:s:t", f"filename={WORD}.txt"],
        folder / "a.mkv",
    )  # fmt: skip


def cover(source: Path, folder: Path) -> Path:
    """A cover with a comment in it."""
    picture = encode(
        ["-f", "lavfi", "-i", "color=red:size=64x64", "-frames:v", "1"], folder / "cover.jpg"
    )
    data = picture.read_bytes()
    comment = b"\xff\xfe" + (len(WORD) + 2).to_bytes(2, "big") + WORD.encode()
    picture.write_bytes(data[:2] + comment + data[2:])
    return encode(
        ["-i", str(source), "-i", str(picture), "-map", "0", "-map", "1", *COPY,
         "-disposition:v:1", "attached_pic"],
        folder / "a.mp4",
    )  # fmt: skip


def void(source: Path, folder: Path) -> Path:
    """A Matroska element that players skip, behind the last cluster."""
    path = encode(["-i", str(source), *COPY], folder / "a.mkv")
    path.write_bytes(path.read_bytes() + b"\xec" + bytes([0x80 | len(WORD)]) + WORD.encode())
    return path


XMP = box(b"uuid", bytes.fromhex("be7acfcb97a942e89c71999491e3afac") + WORD.encode())
PLACES: dict[str, Callable[[Path, Path], Path]] = {
    "title": tagged("-metadata", f"title={WORD}"),
    "artist and comment": tagged("-metadata", f"artist={WORD}", "-metadata", f"comment={WORD}"),
    "place": in_index(box(b"udta", box(b"\xa9xyz", b"\0\x15\x15\xc7" + WORD.encode()))),
    "handler": tagged("-metadata:s:v", f"handler_name={WORD}"),
    "handler of the sound": tagged("-metadata:s:a", f"handler_name={WORD}"),
    "keys of a phone": tagged(
        "-movflags", "use_metadata_tags", "-metadata",
        f"com.apple.quicktime.location.ISO6709={WORD}", name="a.mov",
    ),
    "XMP": appended(XMP),
    "free": appended(box(b"free", WORD.encode())),
    "skip": appended(box(b"skip", WORD.encode())),
    "meta": appended(box(b"meta", bytes(4) + WORD.encode())),
    "behind the end": appended(WORD.encode()),
    "an empty box behind the end": appended(box(b"mdat", WORD.encode())),
    "udta": in_index(box(b"udta", box(b"CNDA", WORD.encode()))),
    "GPMF": in_index(box(b"udta", box(b"GPMF", b"GPS5c\0\1\x20" + WORD.encode()))),
    "free in the index": in_index(box(b"free", WORD.encode())),
    "uuid in the index": in_index(XMP),
    "name of a track": in_index(box(b"udta", box(b"name", WORD.encode())), b"trak"),
    "among the pictures": among_pictures,
    "compressor": compressor,
    "SEI": sei,
    "SEI of x264": sei_of_x264,
    "SEI of HEVC": hevc_sei,
    "AV1 metadata": av1_metadata,
    "subtitles": captions,
    "chapters": chapters,
    "cover": cover,
    "Matroska tags": tagged(
        "-metadata", f"title={WORD}", "-metadata", f"MYTAG={WORD}",
        "-metadata:s:v", f"title={WORD}", name="a.mkv",
    ),
    "Matroska attachment": attachment,
    "Matroska void": void,
    "FLV": tagged("-metadata", f"title={WORD}", "-ar", "44100", name="a.flv"),
    "TS service": tagged("-metadata", f"service_name={WORD}", name="a.ts"),
    "3GP": tagged("-metadata", f"title={WORD}", name="a.3gp"),
}  # fmt: skip


@pytest.mark.parametrize("position", PLACES)
def test_a_planted_word_is_not_submitted(film_path: Path, tmp_path: Path, position: str) -> None:
    """Neither as bytes, in any encoding, nor in what ffmpeg reads as text."""
    source = PLACES[position](film_path, tmp_path)
    assert WORD.encode() in source.read_bytes(), "the word was not planted"
    result = prepare_clip(str(source), tmp_path / "out.mp4", OPEN)
    data = result.path.read_bytes()
    text, _ = run(["-i", str(result.path), "-f", "ffmetadata", "-"])

    assert result.plan.way is not Way.COPY
    for encoding in ("utf-8", "utf-16-le", "utf-16-be"):
        assert WORD.encode(encoding) not in data
    assert WORD.encode() not in text
    assert result.duration_s == pytest.approx(0.5 if position == "AV1 metadata" else 2, abs=0.1)


def test_a_film_alone_is_copied(film_path: Path, tmp_path: Path) -> None:
    """What ffmpeg itself writes is known: the list is not so short that nothing passes."""
    for options in ([], ["-movflags", "+faststart"], ["-brand", "mp42"]):
        source = encode(["-i", str(film_path), *COPY, *options], tmp_path / "a.mp4")

        assert prepare_clip(str(source), tmp_path / "out.mp4", OPEN).plan.way is Way.COPY


def test_hidden_pictures_are_cut_off(film_path: Path, tmp_path: Path) -> None:
    """What an editor only marks as cut off is not sent along."""
    source = encode(["-ss", "1.5", "-i", str(film_path), *COPY], tmp_path / "cut.mp4")
    result = prepare_clip(str(source), tmp_path / "out.mp4", OPEN)
    probe, _ = probe_video(str(source))
    made, _ = probe_video(str(result.path))

    assert probe is not None
    assert made is not None
    assert probe.packets.hidden > 0
    assert result.plan.way is Way.ENCODE
    assert made.packets.hidden == 0
    assert len(made.packets.times_s) == len(probe.packets.times_s)


def test_a_remux_changes_no_picture(film_path: Path, tmp_path: Path) -> None:
    """Filtered out are messages, not slices."""
    source = sei(film_path, tmp_path)
    result = prepare_clip(str(source), tmp_path / "out.mp4", OPEN)

    assert result.plan.way is Way.REMUX
    assert np.array_equal(pictures(source), pictures(result.path))


def pictures(path: Path) -> np.ndarray:
    probe, _ = probe_video(str(path))
    assert probe is not None
    with FrameReader(str(path), probe, Steps()) as frames:
        return np.stack([frame.pixels for frame in frames])


def test_joined_and_unstamped_clips_are_submitted_whole(film_path: Path, tmp_path: Path) -> None:
    """Two pieces of a recorder with sound, and B-frames in AVI."""
    piece = encode(["-i", str(film_path), *COPY], tmp_path / "piece.ts")
    joined = tmp_path / "joined.ts"
    joined.write_bytes(piece.read_bytes() * 2)
    avi = encode(["-i", str(film_path), "-c:v", "libx264", "-bf", "3", "-an"], tmp_path / "b.avi")

    for source, seconds in ((joined, 4), (avi, 2)):
        result = prepare_clip(str(source), tmp_path / "out.mp4", OPEN)
        probe, damage = probe_video(str(result.path))
        assert result.duration_s == pytest.approx(seconds, abs=0.1)
        assert damage == ()
        assert probe is not None
        assert len(probe.packets.times_s) == seconds * 30
        assert bool(probe.audio_codec) is (source is joined)
