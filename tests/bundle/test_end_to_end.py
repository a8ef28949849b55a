"""From files on the disk to a sealed bundle, with real pixels."""

from __future__ import annotations

import hashlib
import io
import json
from functools import partial
from pathlib import Path

import jsonschema
import numpy as np
import pytest
from PIL import Image, ImageCms, PngImagePlugin
from pillow_heif import register_heif_opener

from evidence_qc.bundle.build import build_bundle
from evidence_qc.bundle.manifest import manifest_schema
from evidence_qc.bundle.tools import default_tools
from evidence_qc.bundle.types import BundleOptions, BundleResult
from evidence_qc.bundle.verify import verify_bundle
from evidence_qc.case.options import CaseOptions
from evidence_qc.profiles import load_profile, profile_names
from evidence_qc.stages.context import CaseInput, ScanContext
from evidence_qc.stages.scan import scan, scan_case

OWNER = "Owner of the phone"


def picture(seed: int, size: tuple[int, int]) -> Image.Image:
    """Sharp texture on soft light: something to judge focus by."""
    rng = np.random.default_rng(seed)
    coarse = Image.fromarray(rng.integers(70, 190, (9, 9, 3), np.uint8)).resize(size)
    fine = Image.fromarray(rng.integers(0, 255, (size[1] // 4, size[0] // 4, 3), np.uint8))
    return Image.blend(coarse, fine.resize(size, Image.Resampling.NEAREST), 0.35)


def jpeg_with_place(seed: int, size: tuple[int, int] = (1200, 900)) -> bytes:
    """A JPEG as a phone writes it: place, serial, owner, turned by 90°."""
    exif = Image.Exif()
    exif[0x0112] = 6
    exif[0x013B] = OWNER
    exif.get_ifd(0x8769)[0x9003] = "2026:11:05 10:00:00"
    exif.get_ifd(0x8769)[0xA431] = "SERIAL-12345"
    exif.get_ifd(0x8825)[1] = "N"
    exif.get_ifd(0x8825)[2] = (55.0, 45.0, 7.5)
    buffer = io.BytesIO()
    picture(seed, size).save(buffer, "JPEG", quality=90, exif=exif.tobytes())
    return buffer.getvalue()


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    source = tmp_path_factory.mktemp("case")
    for number, name in enumerate(("дыра на рукаве", "broken seam", "stain")):
        (source / name).mkdir()
        for shot in range(2):
            content = jpeg_with_place(10 * number + shot)
            (source / name / f"IMG_{shot}.jpg").write_bytes(content)
    (source / "overview.jpg").write_bytes(jpeg_with_place(99, (900, 1200)))
    (source / "label.png").write_bytes(png(77))
    return source


def png(seed: int) -> bytes:
    buffer = io.BytesIO()
    picture(seed, (1000, 700)).save(buffer, "PNG")
    return buffer.getvalue()


def build(
    source: Path,
    out: Path,
    profile_name: str = "aliexpress",
    options: BundleOptions | None = None,
) -> BundleResult:
    profile = load_profile(profile_name)
    said = CaseOptions(item="Coat", reason="damaged", ask="Half of the price")
    context = ScanContext.of(profile, use_cache=False)
    report, case = scan_case([source], context, CaseInput(said))
    look_again = partial(scan, profile=profile, use_cache=False)
    tools = default_tools(report, rescan=lambda paths: look_again([str(p) for p in paths]))
    return build_bundle(
        report, case, profile, out, tools=tools, options=options or BundleOptions(force=True)
    )


def digests(folder: Path) -> dict[str, str]:
    return {
        p.relative_to(folder).as_posix(): hashlib.sha256(p.read_bytes()).hexdigest()
        for p in folder.rglob("*")
        if p.is_file()
    }


def test_a_folder_becomes_a_bundle(folder: Path, tmp_path: Path) -> None:
    """Claims shown, originals untouched, no place or owner in what is submitted, same bytes."""
    before, schema = digests(folder), manifest_schema()
    result = build(folder, tmp_path / "one")
    build(folder, tmp_path / "two")
    submitted = sorted((tmp_path / "one/submit").glob("*.jpg"))
    displayed = {n for slot in result.plan.slots for tile in slot.tiles for n in tile.claims}

    assert len(submitted) == 3
    assert displayed == {1, 2, 3}
    assert digests(folder) == before == digests(tmp_path / "one/originals")
    assert digests(tmp_path / "one") == digests(tmp_path / "two")
    assert verify_bundle(tmp_path / "one").intact
    jsonschema.validate(json.loads((tmp_path / "one/manifest.json").read_bytes()), schema)
    for path in submitted:
        content = path.read_bytes()
        exif = Image.open(io.BytesIO(content)).getexif()

        assert not exif.get_ifd(0x8825)
        assert exif.get(0x0112, 1) == 1
        assert OWNER.encode() not in content
        assert b"SERIAL-12345" not in content


def test_a_document_is_sealed_like_the_rest(folder: Path, tmp_path: Path) -> None:
    """It stands in the manifest with all that it shows, and a change of it is found."""
    options = BundleOptions(as_pdf=True)
    build(folder, tmp_path / "out", "stripe", options)
    made = tmp_path / "out/submit/evidence.pdf"
    outputs = json.loads((tmp_path / "out/manifest.json").read_bytes())["outputs"]
    (entry,) = [each for each in outputs if each["path"] == "submit/evidence.pdf"]

    assert entry["sha256"] == hashlib.sha256(made.read_bytes()).hexdigest()
    assert {source["tile"] for source in entry["sources"]} >= {"1a", "2a", "3a"}
    assert made.stat().st_size <= (load_profile("stripe").pdf_bytes_max.value or 0)
    assert "evidence.pdf" in (tmp_path / "out/UPLOAD.txt").read_text("utf-8")
    for secret in (OWNER.encode(), b"SERIAL-12345", b"GPS"):
        assert secret not in made.read_bytes()
    assert verify_bundle(tmp_path / "out").intact
    made.write_bytes(made.read_bytes() + b"%")
    assert not verify_bundle(tmp_path / "out").intact


@pytest.mark.slow
@pytest.mark.parametrize("profile_name", profile_names())
def test_every_profile_is_kept(folder: Path, tmp_path: Path, profile_name: str) -> None:
    """Counts, bytes and pixels of each platform."""
    profile = load_profile(profile_name)
    build(folder, tmp_path / "out", profile_name)
    photos = sorted((tmp_path / "out/submit").glob("*.jpg"))

    assert len(photos) <= (profile.photos_max.value or len(photos))
    for path in photos:
        with Image.open(path) as image:
            assert image.format == "JPEG"
            assert max(image.size) <= (profile.photo_long_side_max_px.value or max(image.size))
        size = path.stat().st_size

        assert size <= (profile.photo_bytes_max.value or size)


WORD = "XyzzyJaneDoe48N858222"


def planted(position: str, size: tuple[int, int] = (1200, 900)) -> tuple[str, bytes]:
    """A still with a word in one place that nobody sees: its name and its bytes."""
    image = picture(len(position), size)
    word, buffer = WORD.encode(), io.BytesIO()
    exif = Image.Exif()
    xmp = f"<x:xmpmeta xmlns:x='adobe:ns:meta/'>{WORD}</x:xmpmeta>".encode()
    tags = {"EXIF owner": 0x013B, "EXIF comment": 0x9C9C}
    if position in tags:
        exif[tags[position]] = WORD if position == "EXIF owner" else WORD.encode("utf-16-le")
    elif position == "maker note":
        exif.get_ifd(0x8769)[0x927C] = b"Maker\0" + word
    elif position == "GPS":
        exif.get_ifd(0x8825)[0x1B] = b"ASCII\0\0\0" + word
    format, _, kind = position.partition(" ")
    if kind in {"EXIF", "XMP"}:
        exif[0x013B] = WORD
        options = {"exif": exif.tobytes()} if kind == "EXIF" else {"xmp": xmp}
        image.save(buffer, format, **options)
        return f"{format}-{kind}.{format.lower()}", buffer.getvalue()
    if format == "PNG":
        info = PngImagePlugin.PngInfo()
        info.add_text("Author", WORD, zip=False)
        image.save(buffer, "PNG", pnginfo=info)
        return "text.png", buffer.getvalue()
    if format == "TIFF":
        image.save(buffer, "TIFF", tiffinfo={315: WORD, 700: xmp})
        return "tags.tif", buffer.getvalue()
    icc = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    if position == "ICC":
        icc = icc.replace(b"s\0R\0G\0B\0", b"X\0y\0z\0z\0") + word
        icc = len(icc).to_bytes(4, "big") + icc[4:]
    image.save(
        buffer, "JPEG", quality=90, exif=exif.tobytes(), icc_profile=icc,
        xmp=xmp if position == "XMP" else b"", comment=word if position == "comment" else b"",
    )  # fmt: skip
    data = buffer.getvalue()
    if position == "IPTC":
        block = b"\x1c\x02\x50" + len(word).to_bytes(2, "big") + word
        app13 = b"Photoshop 3.0\x008BIM\x04\x04\0\0" + len(block).to_bytes(4, "big") + block
        data = data[:2] + b"\xff\xed" + (len(app13) + 2).to_bytes(2, "big") + app13 + data[2:]
    return f"{position.replace(' ', '-')}.jpg", data + word * (position == "trailer")


STILLS = (
    "EXIF owner", "EXIF comment", "maker note", "GPS", "XMP", "IPTC", "ICC", "comment", "trailer",
    "PNG text", "TIFF tags", "WEBP EXIF", "WEBP XMP", "HEIF EXIF", "HEIF XMP", "AVIF EXIF",
)  # fmt: skip


@pytest.mark.slow
def test_words_planted_in_photos_are_not_submitted(tmp_path: Path) -> None:
    """Whatever a still carries beside its pixels stays with the original."""
    register_heif_opener()
    for start in range(0, len(STILLS), 3):
        source = tmp_path / f"case{start}"
        source.mkdir()
        for position in STILLS[start : start + 3]:
            name, data = planted(position, (600, 450))
            assert WORD.encode() in data or WORD.encode("utf-16-le") in data, position
            (source / name).write_bytes(data)
        out = tmp_path / f"out{start}"
        build(source, out)
        submitted = [path for path in (out / "submit").iterdir() if path.suffix == ".jpg"]

        assert submitted
        for path in submitted:
            data = path.read_bytes()
            with Image.open(path) as image:
                text = repr(sorted(image.getexif().items())) + repr(image.info)
            for encoding in ("utf-8", "utf-16-le", "utf-16-be"):
                assert WORD.encode(encoding) not in data, path
            assert WORD not in text
