"""Every reader of our own, seeds for it, and what it may answer to any bytes whatsoever.

A reader of media returns (a broken file is a finding, never an exception); one of what a user wrote
returns or raises the error that it documents. Anything else that comes out is a bug.
"""

from __future__ import annotations

import io
import json
import tempfile
import zipfile
from contextlib import closing, suppress
from functools import cache
from pathlib import Path

import numpy as np
from PIL import Image, ImageCms

from evidence_qc.bundle.earlier import read_earlier
from evidence_qc.bundle.seal import parse_sums
from evidence_qc.bundle.verify import verify_bundle
from evidence_qc.errors import UsageError, VerifyError
from evidence_qc.media.formats.coded_files import coded_extents
from evidence_qc.media.formats.containers import container_damage
from evidence_qc.media.formats.exif import read_exif
from evidence_qc.media.formats.identify import identify
from evidence_qc.media.formats.jpeg_header import pixels_alone, read_header, read_scans
from evidence_qc.media.integrity.jpeg_zero_runs import zero_run_bytes
from evidence_qc.media.photo.decode import read_planes, read_rgb
from evidence_qc.media.photo.metadata import Texts, capture_metadata
from evidence_qc.media.video.packets import parse_listing
from evidence_qc.media.video.structure import read_structure
from evidence_qc.model import CaptureMetadata
from evidence_qc.model.serial import from_plain, to_plain
from evidence_qc.profiles import load_profile
from evidence_qc.serve.multipart import FormReader
from tests.clips import film
from tests.fuzz.heard import HEARD
from tests.fuzz.kept import KEPT
from tests.fuzz.mutations import near_json, near_toml
from tests.fuzz.reader import Reader, as_file, room
from tests.fuzz.typed import TYPED
from tests.pictures import jpeg, scene


def _jpeg_header(data: bytes) -> None:
    header = read_header(data)
    read_scans(data, header.first_scan)
    pixels_alone(data, header, as_plain_channels=True)
    zero_run_bytes(data, header)


def _picture(form: str, **options: object) -> bytes:
    out = io.BytesIO()
    Image.fromarray(scene(48, 32)).save(out, form, **options)  # type: ignore[arg-type]
    return out.getvalue()


def _exif() -> Image.Exif:
    exif = Image.Exif()
    exif[0x010F], exif[0x0110], exif[0x0132] = "Maker", "Phone", "2024:05:14 10:11:12"
    detail = exif.get_ifd(0x8769)
    detail[0x9003], detail[0x9011] = "2024:05:14 10:11:12", "+02:00"
    detail[0x829A], detail[0x8827], detail[0x9286] = 0.01, 100, b"ASCII\0\0\0words"
    exif.get_ifd(0x8825).update({1: "N", 2: (52.0, 31.0, 0.0), 3: "E", 4: (13.0, 24.0, 0.0)})
    return exif


def _jpegs() -> list[bytes]:
    rgb, profile = scene(64, 48), ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB"))
    return [
        jpeg(rgb),
        _picture("JPEG", progressive=True, exif=_exif().tobytes()),
        _picture("JPEG", icc_profile=profile.tobytes(), quality=30),
    ]


def _containers() -> list[bytes]:
    return [
        _picture("PNG"), _picture("WEBP"), _picture("GIF"), _picture("BMP"),
        _picture("TIFF"), _picture("TIFF", compression="tiff_lzw"), *_isos(),
    ]  # fmt: skip


def _isos() -> list[bytes]:
    import pillow_heif

    pillow_heif.register_heif_opener()
    return [_picture("HEIF", quality=50), _picture("AVIF", quality=50)]


FORMATS = ("jpeg", "png", "webp", "gif", "bmp", "tiff", "heif", "avif")


def _container(data: bytes) -> None:
    for form in FORMATS:
        container_damage(data, form)


def _integrity(data: bytes) -> None:
    """A photo of each kind that is looked at for damage: an answer, whatever it holds."""
    for form in ("jpeg", "webp", "heif"):
        read_planes(data, form)


@cache
def _clips() -> list[bytes]:
    folder = room()
    made = [
        film(folder / f"seed.{kind}", 0.4, size="64:48") for kind in ("mp4", "mkv", "ts", "avi")
    ]
    return [path.read_bytes()[:60_000] for path in made]


def _structure(path: Path) -> None:
    """What the containers of clips say of their parts."""
    read_structure(str(path))


def _items(data: bytes) -> None:
    for form in ("heif", "avif", "webp"):
        coded_extents(data, form)


def _metadata(data: bytes) -> None:
    exif = read_exif(data)
    found = capture_metadata(exif, data, Texts("jpeg"))
    told = json.loads(json.dumps(to_plain(found), allow_nan=False))
    assert from_plain(CaptureMetadata, told) == found


def _date(data: bytes) -> None:
    """A date of capture in all that EXIF and XMP may hold."""
    exif = Image.Exif()
    text = data.decode("utf-8", "replace").replace("\0", "")
    exif[0x0132] = text
    exif.get_ifd(0x8769).update({0x9003: text, 0x9011: text[-6:]})
    found = capture_metadata(read_exif(exif.tobytes()), b'xmp:CreateDate="' + data, Texts("jpeg"))
    assert found.captured_at is None or len(found.captured_at) >= 10


def _icc(data: bytes) -> None:
    """A photo whose colour profile is anything: shown all the same."""
    profile = data[:60_000]
    head = b"ICC_PROFILE\0\x01\x01" + profile
    part = b"\xff\xe2" + (len(head) + 2).to_bytes(2, "big") + head
    plain = _jpegs()[0]
    assert read_rgb(plain[:2] + part + plain[2:], "jpeg").shape == (48, 64, 3)


def _identify(data: bytes) -> None:
    for name in ("a.jpg", "a", "a.mov", "a.txt"):
        identify(data[:4096], name, len(data))


def _packets(data: bytes) -> None:
    for stream in parse_listing(data.decode("utf-8", "replace")):
        assert list(stream.packets.times_s) == sorted(stream.packets.times_s)
        assert np.isfinite(stream.packets.end_s)


PACKETS = (
    "#software: Lavf\n#tb 0: 1/15360\n#media_type 0: video\n#codec_id 0: h264\n"
    "#dimensions 0: 320x240\n#sar 0: 1/1\n"
    + "".join(f"0, {n * 512}, {n * 512}, 512, {900 - n}, 0x{n:08x}, S=1, 8\n" for n in range(9))
    + "0, 4608, 4608, 512, 7, 0x0, F=0x0\n"
)
PROFILE = """title = "Mine"
extends = "aliexpress"
[values.photos_max]
value = 4
source = "https://example.org"
date = "2026-11-01"
confidence = "O"
[limits.too-dark]
warn_ratio = 0.2
"""
FORM = (
    b'--B\r\nContent-Disposition: form-data; name="item"\r\n\r\nCoat\r\n'
    b'--B\r\nContent-Disposition: form-data; name="f"; filename="a/b.jpg"\r\n'
    b"Content-Type: image/jpeg\r\n\r\n\xff\xd8\xff\xd9\r\n--B--\r\n"
)
MANIFEST = json.dumps(
    {
        "schema": "evidence-qc/manifest/1",
        "date": "2026-11-01",
        "inputs": [{"path": "originals/a.jpg", "sha256": "0" * 64}],
        "outputs": [{"path": "submit/1.jpg", "sha256": "0" * 64, "sources": [
            {"path": "originals/a.jpg", "sha256": "0" * 64, "tile": "1a", "time_s": None}]}],
        "slots": [{"number": 1, "tiles": ["1a"]}],
        "case": {"claims": [{"title": "hole", "number": 1}]},
        "used_before": [],
    }
).encode()  # fmt: skip
SUMS = b"".join(
    b"%s  %s\n" % (b"0" * 64, n) for n in (b"manifest.json", b"submit/1.jpg", b"originals/a.jpg")
)


def _manifest(path: Path) -> None:
    (path.parent / "SHA256SUMS").write_bytes(SUMS)
    read_earlier(path.parent)


def _packed() -> list[bytes]:
    """As other programs pack it anew."""
    archives = []
    for packing in (zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA):
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", packing) as archive:
            archive.writestr("out/SHA256SUMS", SUMS)
            archive.writestr("out/manifest.json", MANIFEST)
        archives.append(out.getvalue())
    return archives


def _unpacked(path: Path) -> None:
    with suppress(VerifyError):
        assert not verify_bundle(path).proven
    read_earlier(path)


def _verified(path: Path) -> None:
    assert not verify_bundle(path).proven


def _archives() -> list[bytes]:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, data in (("SHA256SUMS", SUMS), ("manifest.json", MANIFEST), ("x.txt", b"x")):
            archive.writestr(zipfile.ZipInfo(f"out/{name}"), data)
    return [out.getvalue()]


def _form(data: bytes) -> None:
    with tempfile.TemporaryDirectory(dir=room()) as name:
        reader = FormReader("multipart/form-data; boundary=B", Path(name) / "files", 5)
        (Path(name) / "files").mkdir()
        with closing(reader):
            for start in range(0, len(data), 7):
                reader.write(data[start : start + 7])
            reader.finish()
        assert [p.name for p in Path(name).iterdir()] == ["files"]  # nothing climbed out


READERS: dict[str, Reader] = {
    "jpeg header": Reader(
        _jpeg_header, _jpegs,
        ("media.formats.jpeg_header", "media.integrity.jpeg_zero_runs"),
    ),
    "integrity": Reader(
        _integrity, lambda: [*_jpegs(), _picture("WEBP"), _isos()[0]],
        tuple(f"media.integrity.{name}" for name in (
            "block_edges", "chroma_noise", "jpeg_chroma_range", "jpeg_dc_shift",
            "jpeg_zero_runs", "silent_corruption", "tile_seams", "verdicts",
        )),
    ),
    "clips": Reader(
        as_file("clip", _structure), _clips,
        tuple(f"media.video.{name}" for name in (
            "structure", "ebml", "transport", "known_boxes", "known_units",
        )),
    ),
    "containers": Reader(_container, _containers, ("media.formats.containers",)),
    "heif items": Reader(_items, _isos, ("media.formats.heif_items", "media.formats.webp_chunks")),
    "exif": Reader(
        _metadata, lambda: [_exif().tobytes()],
        ("media.formats.exif", "media.photo.metadata"),
    ),
    "dates": Reader(
        _date, lambda: [b"2024:05:14 10:11:12", b"2024-05-14T10:11:12+02:00", b"0000:00:00"],
        ("media.photo.metadata",),
    ),
    "icc": Reader(
        _icc, lambda: [ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()],
        ("media.photo.colour",), (ValueError,),
    ),
    "identify": Reader(
        _identify, lambda: [*_jpegs(), *_containers()], ("media.formats.identify",)
    ),
    "packets": Reader(_packets, lambda: [PACKETS.encode()], ("media.video.packets",)),
    "sums": Reader(parse_sums, lambda: [SUMS], ("bundle.seal",), (VerifyError,)),
    "manifest": Reader(
        as_file("earlier/manifest.json", _manifest), lambda: [MANIFEST],
        ("bundle.earlier",), (UsageError,), near=near_json,
    ),
    "archive": Reader(
        as_file("x.zip", _verified), _archives,
        ("bundle.verify", "bundle.archive"), (VerifyError,),
    ),
    "packed archive": Reader(
        as_file("packed.zip", _unpacked), _packed,
        ("bundle.earlier", "bundle.archive"), (UsageError,),
    ),
    "profile": Reader(
        as_file("mine.toml", lambda path: load_profile(str(path))), lambda: [PROFILE.encode()],
        ("profiles.loader",), (UsageError,), near=near_toml,
    ),
    "form": Reader(_form, lambda: [FORM], ("serve.multipart",), (UsageError,)),
    **KEPT,
    **TYPED,
    **HEARD,
}  # fmt: skip
