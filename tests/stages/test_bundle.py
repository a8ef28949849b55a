"""A bundle from files on a disk to a folder or an archive."""

from __future__ import annotations

from pathlib import Path

from PIL import Image

from evidence_qc.bundle.types import BundleOptions
from evidence_qc.bundle.verify import verify_bundle
from evidence_qc.stages.bundle import build_bundle


def test_an_archive_is_called_one(tmp_path: Path) -> None:
    """``--zip -o out`` makes out.zip: nothing opens a file without that ending."""
    source = tmp_path / "in"
    source.mkdir()
    Image.linear_gradient("L").resize((900, 700)).convert("RGB").save(source / "a.jpg")

    result = build_bundle(
        [source], tmp_path / "v1.2", options=BundleOptions(as_zip=True), use_cache=False
    )

    assert result.path == tmp_path / "v1.2.zip"
    assert verify_bundle(result.path).intact
    assert sorted(p.name for p in tmp_path.iterdir()) == ["in", "v1.2.zip"]
