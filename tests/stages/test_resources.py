"""Files from elsewhere, and what scans share: the report knows neither."""

from __future__ import annotations

import base64
import os
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from evidence_qc.media.files.digest import sha256
from evidence_qc.runtime.cache import FactsCache
from evidence_qc.stages.context import ScanContext
from evidence_qc.stages.resources import SharedResources, SourceRoot
from evidence_qc.stages.scan import scan_case
from tests.pictures import jpeg, scene, write

PHOTO = jpeg(scene(400, 300))


def context(
    source_root: SourceRoot, resources: SharedResources | None = None, *, use_cache: bool = True
) -> ScanContext:
    return replace(
        ScanContext.of("aliexpress", use_cache=use_cache),
        source_root=source_root,
        resources=resources,
    )


def test_a_report_does_not_tell_where_the_files_stand(tmp_path: Path) -> None:
    """Two places with the same files give the same report."""
    reports = []
    for name in ("one", "other"):
        write(tmp_path / name / "hole", a=PHOTO)
        (tmp_path / name / "notes.txt").write_text("words")
        reports.append(scan_case(".", context(SourceRoot(tmp_path / name), use_cache=False))[0])

    assert reports[0] == reports[1]
    assert [file.facts.path for file in reports[0].files] == ["hole/a.jpg"]
    assert [item.path for item in reports[0].skipped] == ["notes.txt"]
    assert reports[0].case
    assert [claim.title for claim in reports[0].case.claims] == ["hole"]


def test_a_file_that_is_known_by_its_digest_is_not_looked_at_again(tmp_path: Path) -> None:
    """Wherever it stands; under another name, or without a digest, it is looked at."""
    with FactsCache(tmp_path / "facts.sqlite") as facts:
        resources = SharedResources(facts)
        known = SourceRoot(write(tmp_path / "one", a=PHOTO), {"a.jpg": sha256(PHOTO)})
        first, _ = scan_case(".", context(known, resources=resources))

        elsewhere = write(tmp_path / "other", a=b"not opened", b=PHOTO[:900])
        source_root = replace(known, root=elsewhere)
        again, _ = scan_case(".", context(source_root, resources=resources))

    assert again.files[0] == first.files[0]
    assert again.files[1].verdict == "reject"


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere names are Unicode")
def test_names_that_are_no_unicode_are_seen_from_the_place(tmp_path: Path) -> None:
    """Of a file its own bytes are kept, of the folder that the place is none."""
    strange = Path(os.fsdecode(os.fsencode(tmp_path) + b"/caf\xe9"))
    write(strange, a=PHOTO)
    (strange / os.fsdecode(b"\xff.jpg")).write_bytes(PHOTO)
    (strange / os.fsdecode(b"\xfe.txt")).touch()
    report, _ = scan_case(".", context(SourceRoot(strange), use_cache=False))

    assert [(each.facts.path, each.facts.path_b64) for each in report.files] == [
        ("a.jpg", None),
        ("\N{REPLACEMENT CHARACTER}.jpg", base64.b64encode(b"\xff.jpg").decode()),
    ]
    assert [(each.path, each.path_b64) for each in report.skipped] == [
        ("\N{REPLACEMENT CHARACTER}.txt", base64.b64encode(b"\xfe.txt").decode())
    ]


def test_a_place_hides_where_it_is() -> None:
    """In sentences: a file by its path below, the folder itself as a dot."""
    source_root = SourceRoot(Path("/tmp/x1"))

    assert source_root.hides("/tmp/x1/case.toml: unknown key; see /tmp/x1") == (
        "case.toml: unknown key; see ."
    )
    assert SourceRoot(Path("/")).hides("/a/b") == "/a/b"
