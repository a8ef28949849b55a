"""The sample dispute is what ``truth.json`` says: every file named, whole or broken as stated."""

from __future__ import annotations

import io
import json
import tomllib
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

FOLDER = Path(__file__).resolve().parent.parent / "sample_media"
TRUTH = json.loads((FOLDER / "truth.json").read_text(encoding="utf-8"))
FILES: dict[str, dict] = TRUTH["files"]
PHOTOS = sorted(name for name, truth in FILES.items() if truth["media"] == "photo")
CLIPS = sorted(name for name, truth in FILES.items() if truth["media"] == "video")
CUT = sorted(name for name in PHOTOS if "truncated-file" in FILES[name]["faults"])
WHOLE = [name for name in PHOTOS if name not in CUT and not name.endswith(".HEIC")]
UNSAID = {"case.toml", "truth.json", "README.md"}


def test_names_every_file_and_no_other() -> None:
    """The truth and the folder list the same files."""
    found = {p.relative_to(FOLDER).as_posix() for p in FOLDER.rglob("*") if p.is_file()}

    assert set(FILES) == found - UNSAID


def test_stays_small_and_complete() -> None:
    """16 to 24 photos, two clips, at most 20 MB."""
    size = sum(p.stat().st_size for p in FOLDER.rglob("*") if p.is_file())

    assert 16 <= len(PHOTOS) <= 24
    assert len(CLIPS) == 2
    assert size <= 20_000_000


@pytest.mark.parametrize("name", sorted(FILES))
def test_truth_is_well_formed(name: str) -> None:
    """Verdict, faults and marks are complete and in range."""
    truth = FILES[name]

    assert truth["verdict"] in {"good", "borderline", "reject"}
    assert truth["verdict"] in truth["verdicts_accepted"]
    assert not set(truth["faults"]) & set(truth["may_also"])
    for mark in truth["marks"]:
        assert 0 < mark["x"] < 1
        assert 0 < mark["y"] < 1
        assert 0 < mark["size"] < 0.5


def test_faults_are_rules() -> None:
    """Every fault is the name of a rule."""
    rules = pytest.importorskip("evidence_qc.rules").RULES
    names = {rule.name for rule in rules}

    for truth in FILES.values():
        assert set(truth["faults"]) | set(truth["may_also"]) <= names


@pytest.mark.parametrize("name", WHOLE)
def test_photo_decodes_at_its_size(name: str) -> None:
    """Whole photos open, upright, at the stated size."""
    with Image.open(FOLDER / name) as image:
        image.load()

        assert image.size == (FILES[name]["width_px"], FILES[name]["height_px"])


def test_phone_photos_are_phone_sized() -> None:
    """What the phone itself wrote is 1600 px long or more; only a messenger's copy is small."""
    small = [n for n in PHOTOS if max(FILES[n]["width_px"], FILES[n]["height_px"]) < 1600]

    assert [name for name in small if "low-resolution" not in FILES[name]["faults"]] == []


def test_mistakes_of_each_kind_are_there() -> None:
    """The dispute holds every mistake that people make."""
    faults = {fault for truth in FILES.values() for fault in truth["faults"]}
    needed = {"too-dark", "motion-blur", "focus-behind-subject", "glare", "over-exposed"}
    needed |= {"low-resolution", "truncated-file", "location-metadata", "shaky-video"}

    assert needed <= faults


def test_upside_down_photo_says_so() -> None:
    """One good photo is stored upside down, with the orientation that rights it."""
    turned = []
    for name in WHOLE:
        with Image.open(FOLDER / name) as image:
            if image.getexif().get(0x0112) == 3:
                turned.append(name)

    assert [FILES[name]["verdict"] for name in turned] == ["good"]


@pytest.mark.parametrize("name", CUT)
def test_truncated_download_is_cut(name: str) -> None:
    """The broken download has a JPEG's start, not its end, and loses a good part of the picture."""
    data = (FOLDER / name).read_bytes()

    assert data[:2] == b"\xff\xd8"
    assert b"\xff\xd9" not in data[-2:]
    with pytest.raises(OSError, match="truncated"), Image.open(io.BytesIO(data)) as image:
        image.load()


def test_heic_has_a_place_in_it() -> None:
    """The HEIC opens and carries GPS, for the bundle to take out."""
    pillow_heif = pytest.importorskip("pillow_heif")
    name = next(name for name in PHOTOS if name.endswith(".HEIC"))
    heif = pillow_heif.open_heif(FOLDER / name)
    exif = Image.Exif()
    exif.load(heif.info["exif"])

    assert heif.size == (FILES[name]["width_px"], FILES[name]["height_px"])
    assert exif.get_ifd(0x8825)


def test_burst_is_nearly_the_same_but_not() -> None:
    """The burst's photos share a scene and not their bytes."""
    small = []
    for name in TRUTH["near_duplicates"][0]:
        with Image.open(FOLDER / name) as image:
            small.append(np.asarray(image.convert("L").resize((32, 24)), float))

    for other in small[1:]:
        assert 0 < np.abs(small[0] - other).mean() < 12


def test_dark_and_blown_are_so() -> None:
    """Tone faults stand out against the good photos by plain mean luma."""

    def luma(name: str) -> float:
        with Image.open(FOLDER / name) as image:
            return float(np.asarray(image.convert("L")).mean()) / 255

    good = [luma(n) for n in WHOLE if FILES[n]["verdict"] == "good"]
    dark = [luma(n) for n in WHOLE if "too-dark" in FILES[n]["faults"]]
    blown = [luma(n) for n in WHOLE if "over-exposed" in FILES[n]["faults"]]

    assert max(dark) < 0.5 * min(good)
    assert min(blown) > 0.7


@pytest.mark.parametrize("name", CLIPS)
def test_clip_is_as_long_as_stated(name: str) -> None:
    """The clips decode, at the stated size and rate, and have the stated number of frames."""
    cv2 = pytest.importorskip("cv2")
    truth = FILES[name]
    capture = cv2.VideoCapture(str(FOLDER / name))
    count = int(capture.get(cv2.CAP_PROP_FRAME_COUNT))
    ok, frame = capture.read()
    capture.release()

    assert ok
    assert frame.shape[1::-1] == (truth["width_px"], truth["height_px"])
    assert count == pytest.approx(truth["duration_s"] * 30, abs=2)
    for part in truth["segments"]:
        assert 0 <= part["start_s"] < part["end_s"] <= truth["duration_s"] + 1e-6


def test_case_file_names_what_is_there() -> None:
    """``case.toml`` points at folders and files that exist, with marks inside the picture."""
    case = tomllib.loads((FOLDER / "case.toml").read_text(encoding="utf-8"))

    assert case["reason"] == "damaged"
    assert all((FOLDER / claim["folder"]).is_dir() for claim in case["claims"])
    assert any(not claim["title"].isascii() and claim["title_en"] for claim in case["claims"])
    for name, media in case["media"].items():
        assert name in FILES
        assert media["role"] == FILES[name]["role"]
