"""A photo that two disputes have is noted in the later one, also after an interruption."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from evidence_qc.cli.main import run
from evidence_qc.model import CaptureMetadata, FileReport
from evidence_qc.report.batch import iter_line
from evidence_qc.runtime.seen_photos import SeenPhotos
from evidence_qc.stages.reused import photos_of, with_reused
from tests.pictures import jpeg, scene, write
from tests.report.batches import checked, result
from tests.report.reports import photo, report

pytestmark = pytest.mark.slow


def marked(path: str, bits: int, sha256: str = "", **metadata: object) -> FileReport:
    file = photo(path)
    facts = replace(
        file.facts,
        sha256=sha256 or f"{bits:064x}",
        fingerprint=(bits, 0, 0, 0),
        metadata=replace(CaptureMetadata(), **metadata),
    )
    return replace(file, facts=facts)


def test_the_later_dispute_says_so() -> None:
    """Where it stands, how near it is, and how many more there are; a screen is anybody's."""
    with SeenPhotos() as seen:
        first = with_reused(result("a", report(marked("1.jpg", 0xFF))), seen)
        again = with_reused(result("b", report(marked("2.jpg", 0xFE))), seen)
        third = with_reused(result("c", report(marked("3.jpg", 0xFF))), seen)
        screens = [report(marked("s.png", 0xF0F0, is_screenshot=True))] * 2
        none = [with_reused(result(f"s{n}", each), seen) for n, each in enumerate(screens)]

    assert first.reused == ()
    (near,) = again.reused
    assert (near.path, near.other_dispute, near.other_path) == ("2.jpg", "a", "1.jpg")
    assert (near.distance_bits, near.more) == (1, 0)
    (same,) = third.reused
    assert (same.other_dispute, same.distance_bits, same.more) == ("a", None, 1)
    assert [each.reused for each in none] == [(), ()]
    assert "reused" not in json.loads("".join(iter_line(first)))
    assert checked("".join(iter_line(again)))["reused"][0]["distance_bits"] == 1


def test_a_file_that_is_empty_or_no_photo_is_not_compared() -> None:
    """Two empty files are no evidence of anything."""
    empty = marked("1.jpg", 1)
    empty = replace(empty, facts=replace(empty.facts, size_bytes=0))

    assert list(photos_of([empty])) == []


@pytest.mark.parametrize("kept", [0, 1, 2])
def test_going_on_says_the_same(tmp_path: Path, kept: int) -> None:
    """Whatever was written before the interruption."""
    for name in ("a", "b", "c"):
        own, same = jpeg(scene(300, 200, ord(name))), jpeg(scene(300, 200, 1))
        write(tmp_path / "in" / name, own=own, same=same)
    whole, cut = tmp_path / "whole.jsonl", tmp_path / "cut.jsonl"
    command = ["batch", str(tmp_path / "in"), "--no-cache", "-q", "-o"]
    run([*command, str(whole)])
    lines = whole.read_bytes().splitlines(keepends=True)
    cut.write_bytes(b"".join(lines[:kept]))
    run([*command, str(cut), "--resume"])

    assert cut.read_bytes() == whole.read_bytes()
    reused = [json.loads(line).get("reused") for line in lines]
    assert reused[0] is None
    assert [each[0]["other_dispute"] for each in reused[1:]] == ["a", "a"]
    assert [each[0]["more"] for each in reused[1:]] == [0, 1]
