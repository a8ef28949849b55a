"""The page takes from the scan what the scan had at hand."""

import io
from pathlib import Path

import pytest

from evidence_qc import scan
from evidence_qc.media.photo import decode
from evidence_qc.report.html import ThumbnailCache
from evidence_qc.report.json import dumps
from evidence_qc.stages.page import write_page
from tests.pictures import jpeg, scene, write


def page(report, thumbnail_cache: ThumbnailCache | None) -> str:  # type: ignore[no-untyped-def]
    """The page of a report."""
    out = io.StringIO()
    write_page(report, out, jobs=1, thumbnail_cache=thumbnail_cache)
    return out.getvalue()


def test_photos_are_decoded_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Scanned with a thumbnail cache, the page decodes nothing, and the report is the same."""
    folder = write(tmp_path / "photos", a=jpeg(scene()), b=jpeg(scene(seed=2)))
    plain = scan(folder, use_cache=False)
    with ThumbnailCache() as thumbnail_cache:
        report = scan(folder, use_cache=False, thumbnails=thumbnail_cache)
        monkeypatch.setattr(decode, "read_rgb", None)  # whoever decodes, fails
        text = page(report, thumbnail_cache)

    assert dumps(report) == dumps(plain)
    assert text.count("data:image/webp") >= 2


def test_a_second_page_needs_no_photo(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What one run put aside, or had to decode for its page, the next one finds."""
    folder = write(tmp_path / "photos", a=jpeg(scene()), b=jpeg(scene(seed=2)))
    report = scan(folder, use_cache=False)
    with ThumbnailCache(tmp_path / "g.sqlite") as thumbnail_cache:
        first = page(report, thumbnail_cache)
    monkeypatch.setattr(decode, "read_rgb", None)
    with ThumbnailCache(tmp_path / "g.sqlite") as thumbnail_cache:
        assert page(report, thumbnail_cache) == first


def test_a_damaged_photo_is_shown_as_far_as_it_goes(tmp_path: Path) -> None:
    """The scan keeps no picture of it; the page decodes what can be saved."""
    folder = write(tmp_path / "photos", cut=jpeg(scene())[:60_000])
    with ThumbnailCache() as thumbnail_cache:
        report = scan(folder, use_cache=False, thumbnails=thumbnail_cache)
        assert thumbnail_cache.get(report.files[0].facts.sha256) is None

        assert "data:image/webp" in page(report, thumbnail_cache)
