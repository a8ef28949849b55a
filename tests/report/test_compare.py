"""Two reports side by side: verdicts, findings, files that came, went or were renamed."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from evidence_qc.cli.main import run
from evidence_qc.model import (
    FileFacts,
    FileReport,
    Finding,
    Media,
    ProfileRef,
    Report,
    Severity,
    ToolInfo,
    Verdict,
)
from evidence_qc.report.compare import compare_reports
from evidence_qc.report.encode import report_to_dict
from tests.report.reports import DIM, SHAKEN

OLD = ToolInfo("evidence-qc", "0.1.0", {"opencv": "4.13.0"})
NEW = ToolInfo("evidence-qc", "0.2.0", {"opencv": "4.13.0"})


def file(path: str, *findings: Finding, digest: str = "") -> FileReport:
    facts = FileFacts(
        path=path, media=Media.PHOTO, format="jpeg", size_bytes=9, sha256=digest or path
    )
    return FileReport(facts, Verdict.of(findings), 50.0, findings)


def report(*files: FileReport, tool: ToolInfo = OLD) -> Report:
    return Report(tool, ProfileRef("aliexpress", "ab" * 32), files)


def test_a_report_is_the_same_as_itself() -> None:
    made = report(file("a.jpg"), file("b.jpg", SHAKEN), file("c.jpg", DIM))
    compared = compare_reports(made, made)

    assert compared.is_same
    assert compared.unchanged == 3
    assert (compared.files, compared.tools, compared.added, compared.removed) == ((), (), (), ())


def test_a_change_names_its_findings_and_its_versions() -> None:
    compared = compare_reports(report(file("a.jpg", DIM)), report(file("a.jpg", SHAKEN), tool=NEW))
    (change,) = compared.files

    assert (change.old, change.new) == (Verdict.BORDERLINE, Verdict.REJECT)
    assert (change.gained, change.lost) == ((SHAKEN,), (DIM,))
    assert [(v.name, v.old, v.new) for v in compared.tools] == [("evidence-qc", "0.1.0", "0.2.0")]
    assert not compared.is_same


def test_numbers_and_sentences_of_one_finding_may_differ() -> None:
    other = replace(DIM, measured=0.17, message_id="Rather dark.")
    compared = compare_reports(report(file("a.jpg", DIM)), report(file("a.jpg", other)))

    assert compared.is_same
    assert compared.unchanged == 1


def test_a_new_note_changes_no_verdict() -> None:
    note = Finding("near-duplicate", Severity.NOTE, "Twin.")
    compared = compare_reports(report(file("a.jpg")), report(file("a.jpg", note)))

    assert compared.is_same
    assert [change.gained for change in compared.files] == [(note,)]


@pytest.mark.parametrize(
    ("old", "new", "pairs", "added", "removed"),
    [
        ("a:1", "b:1", {"b"}, (), ()),
        ("a:1 b:2", "a:2 b:1", {"a", "b"}, (), ()),
        ("a:1", "a:2", {"a"}, (), ()),
        ("a:1", "a:2 b:1", {"b"}, ("a",), ()),
        ("a:1 b:1", "c:1", {"c"}, (), ("b",)),
        ("a:1", "a:1 b:1", {"a"}, ("b",), ()),
        ("a:1 b:2", "c:3", set(), ("c",), ("a", "b")),
    ],
)
def test_files_are_known_by_content_then_by_name(
    old: str, new: str, pairs: set[str], added: tuple[str, ...], removed: tuple[str, ...]
) -> None:
    """Each older file is compared at most once."""

    def of(text: str, *findings: Finding) -> Report:
        return report(
            *(file(n, *findings, digest=d) for n, d in (each.split(":") for each in text.split()))
        )

    compared = compare_reports(of(old), of(new, DIM))

    assert {change.path for change in compared.files} == pairs
    assert (compared.added, compared.removed) == (added, removed)


def saved(path: Path, made: Report) -> str:
    path.write_text(json.dumps(report_to_dict(made)), encoding="utf-8")
    return str(path)


def test_the_command_says_who_changed_and_why(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    old = saved(tmp_path / "old.json", report(file("a.jpg"), file("b.jpg")))
    new = saved(tmp_path / "new.json", report(file("a.jpg", SHAKEN), file("b.jpg"), tool=NEW))

    assert run(["compare", old, new]) == 6
    out = capsys.readouterr().out
    assert "1 changed verdict," in out
    assert "a.jpg: Good → Retake\n  + The camera moved." in out
    assert "b.jpg" not in out

    assert run(["compare", old, new, "--format", "json"]) == 6
    data = json.loads(capsys.readouterr().out)
    assert [(f["path"], f["old"], f["new"]) for f in data["files"]] == [("a.jpg", "good", "reject")]
    assert data["files"][0]["gained"][0]["rule"] == "motion-blur"
    assert run(["compare", old, old]) == 0


@pytest.mark.parametrize(
    ("content", "code"), [(None, 3), (b"{", 2), (b"[]", 2), (b'{"schema": "x"}', 2), (b"\xff", 2)]
)
def test_what_is_no_report_is_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], content: bytes | None, code: int
) -> None:
    good = saved(tmp_path / "good.json", report(file("a.jpg")))
    bad = tmp_path / "bad.json"
    if content is not None:
        bad.write_bytes(content)

    assert run(["compare", good, str(bad)]) == code
    assert str(bad) in capsys.readouterr().err
