"""What a video says of itself: rotation, rate, length, HDR, damage."""

import os
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evidence_qc.media.video.metadata import capture_metadata, is_private
from evidence_qc.media.video.probe import VideoProbe, _snap, probe_video
from evidence_qc.model import DamageKind
from tests.clips import encode, film


def probed(path: Path) -> VideoProbe:
    probe, damage = probe_video(str(path))
    assert probe is not None, damage
    assert damage == ()
    return probe


def damage_kind(path: Path) -> DamageKind:
    _, damage = probe_video(str(path))
    return damage[0].kind


@pytest.fixture(scope="module")
def clip(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("probe")
    return film(folder / "plain.mp4", 3, size="320:180", sound=True)


def test_a_plain_clip(clip: Path) -> None:
    """Size, rate, length, codec and sound are what was encoded."""
    probe = probed(clip)

    assert (probe.width_px, probe.height_px) == (320, 180)
    assert probe.frame_rate == 30
    assert probe.duration_s == pytest.approx(3, abs=0.01)
    assert (probe.codec, probe.audio_codec) == ("h264", "aac")
    assert probe.packets.key_times_s == pytest.approx((0, 1, 2))
    assert not probe.is_variable_rate
    assert not is_private(probe)


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_rotation_is_undone(clip: Path, tmp_path: Path, turn: int) -> None:
    """The stated size is upright; the turn is clockwise."""
    turned = encode(
        ["-display_rotation", str(-turn), "-i", str(clip), "-c", "copy"], tmp_path / "turned.mp4"
    )
    probe = probed(turned)

    assert probe.rotation_deg == turn
    assert (probe.width_px, probe.height_px) == ((320, 180) if turn == 180 else (180, 320))


def test_pixels_that_are_not_square(tmp_path: Path) -> None:
    """The stated width is that of square pixels."""
    path = film(tmp_path / "sar.mp4", 1, size="320:240", filters=["setsar=5/4"])

    assert probed(path).width_px == 400


def test_a_rate_that_varies(tmp_path: Path) -> None:
    """Dropped frames are seen: the rate is an average, the length is true."""
    keep = "select='not(between(t,1,1.9))*not(eq(mod(n,3),1))'"
    path = film(
        tmp_path / "vfr.mp4", 4, size="160:90", filters=[keep],
        options=["-fps_mode", "passthrough"],
    )  # fmt: skip
    probe = probed(path)

    assert probe.is_variable_rate
    assert probe.frame_rate < 20
    assert probe.duration_s == pytest.approx(4, abs=0.1)


def test_old_phones(tmp_path: Path) -> None:
    """A 3GP file with H.263 is read."""
    path = film(
        tmp_path / "old.3gp", 1, size="176:144", rate=15, codec=("-c:v", "h263", "-b:v", "200k")
    )

    assert probed(path).codec == "h263"


@pytest.mark.parametrize(("transfer", "name"), [("arib-std-b67", "hlg"), ("smpte2084", "pq")])
def test_hdr_is_seen(tmp_path: Path, transfer: str, name: str) -> None:
    """HLG and PQ are told from the stream."""
    path = encode(
        [
            "-f", "lavfi", "-i", "testsrc2=size=160x90:duration=0.5",
            "-vf", f"format=yuv420p10le,setparams=color_trc={transfer}:color_primaries=bt2020"
            ":colorspace=bt2020nc",
            "-c:v", "libx265", "-x265-params", "log-level=none",
        ],
        tmp_path / "hdr.mp4",
    )  # fmt: skip

    assert probed(path).transfer == name


def test_the_cut_off_recording(clip: Path, tmp_path: Path) -> None:
    """Without its index an MP4 is truncated, and said so."""
    broken = tmp_path / "no-moov.mp4"
    broken.write_bytes(clip.read_bytes()[:20_000])

    assert damage_kind(broken) is DamageKind.TRUNCATED


def test_the_interrupted_download(clip: Path, tmp_path: Path) -> None:
    """With the index in front the lost share is known, and the rest can be used."""
    whole = encode(
        ["-i", str(clip), "-c", "copy", "-movflags", "+faststart"], tmp_path / "front.mp4"
    )
    broken = tmp_path / "half.mp4"
    broken.write_bytes(whole.read_bytes()[: whole.stat().st_size // 2])
    probe, damage = probe_video(str(broken))

    assert probe is not None
    assert damage[0].kind is DamageKind.TRUNCATED
    assert 0.2 < (damage[0].lost_ratio or 0) < 0.8
    assert probe.duration_s < 2.5


def test_an_empty_file(tmp_path: Path) -> None:
    """Nought bytes are empty, not unreadable."""
    path = tmp_path / "empty.mp4"
    path.touch()

    assert damage_kind(path) is DamageKind.EMPTY


def test_sound_without_a_picture(tmp_path: Path) -> None:
    """A sound file is no video, even with a cover picture."""
    sound = encode(["-f", "lavfi", "-i", "sine=duration=1"], tmp_path / "sound.m4a")
    cover = encode(
        ["-f", "lavfi", "-i", "color=red:size=64x64", "-frames:v", "1"], tmp_path / "cover.jpg"
    )
    album = encode(
        [
            "-i", str(sound), "-i", str(cover), "-map", "0", "-map", "1", "-c", "copy",
            "-disposition:v", "attached_pic",
        ],
        tmp_path / "album.m4a",
    )  # fmt: skip

    assert damage_kind(sound) is DamageKind.NO_VIDEO_STREAM
    assert damage_kind(album) is DamageKind.NO_VIDEO_STREAM


@pytest.mark.parametrize(
    "content",
    [b"hello " * 100, b"#EXTM3U\n#EXT-X-VERSION:3\n#EXTINF:1,\n/etc/passwd\n", b"\x00" * 4096],
)
def test_other_content_is_unreadable(tmp_path: Path, content: bytes) -> None:
    """Text, playlists and zeros are no video, whatever their name; nothing else is opened."""
    path = tmp_path / "liar.mp4"
    path.write_bytes(content)

    assert damage_kind(path) is DamageKind.UNREADABLE


@pytest.mark.skipif(os.name != "posix", reason="names are bytes on POSIX only")
def test_a_name_of_any_bytes(clip: Path, tmp_path: Path) -> None:
    """Names that are not Unicode, or look like options, are opened all the same."""
    for name in (b"-i caf\xe9 %d:http.mp4", b"a\nb.mp4"):
        path = os.fsencode(tmp_path) + b"/" + name
        try:
            Path(os.fsdecode(path)).write_bytes(clip.read_bytes())
        except OSError:
            pytest.skip("this file system wants Unicode")
        probe, damage = probe_video(os.fsdecode(path))

        assert damage == ()
        assert probe is not None


def test_one_pixel_and_three_frames(tmp_path: Path) -> None:
    """The smallest clip there is."""
    path = encode(
        ["-f", "lavfi", "-i", "color=red:size=1x1", "-frames:v", "3", "-c:v", "ffv1"],
        tmp_path / "dot.mkv",
    )
    probe = probed(path)

    assert (probe.width_px, probe.height_px) == (1, 1)
    assert len(probe.packets.times_s) == 3


def test_place_and_time_are_told(clip: Path, tmp_path: Path) -> None:
    """A phone's tags become capture time, device and place; such a file is private."""
    path = encode(
        [
            "-i", str(clip), "-c", "copy", "-movflags", "use_metadata_tags",
            "-metadata", "com.apple.quicktime.location.ISO6709=+32.09+034.86/",
            "-metadata", "com.apple.quicktime.creationdate=2026-05-04T11:25:40+0300",
            "-metadata", "com.apple.quicktime.model=iPhone 15",
        ],
        tmp_path / "phone.mov",
    )  # fmt: skip
    probe = probed(path)
    metadata = capture_metadata(probe)

    assert metadata.has_location
    assert metadata.captured_at == "2026-05-04T11:25:40+03:00"
    assert metadata.camera_model == "iPhone 15"
    assert is_private(probe)


@given(st.integers(1, 240), st.booleans(), st.floats(-1e-4, 1e-4))
def test_rates_snap_to_standards(whole: int, ntsc: bool, error: float) -> None:
    """A measured rate within a ten-thousandth of a standard one is that one."""
    exact = Fraction(whole * 1000, 1001) if ntsc else Fraction(whole)

    assert _snap(float(exact) * (1 + error)) == exact


@given(st.floats(0, 1000))
def test_rates_stay_close(rate: float) -> None:
    """Any rate is kept within a thousandth."""
    assert float(_snap(rate)) == pytest.approx(rate, rel=1e-3, abs=1e-3)


@pytest.mark.parametrize("rate", [241_000 / 1001, 300.0, 479.96])
def test_rates_beyond_all_standards_stay_as_measured(rate: float) -> None:
    """A slow-motion clip of so many pictures a second is no NTSC."""
    assert _snap(rate).denominator < 1001
    assert float(_snap(rate)) == pytest.approx(rate, rel=1e-4)
