"""Reports, lines and caches of an earlier version are still read, and gone on with."""

from __future__ import annotations

import csv
import io
import json
import shutil
import sqlite3
from contextlib import closing
from importlib.resources import files
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from referencing import Registry, Resource

import evidence_qc

# The one name from inside: nothing public reads a saved report.
from evidence_qc.report.json import dumps, loads
from evidence_qc.runtime.store import Store
from tests.golden.compare import unlike
from tests.golden.conftest import Rerun
from tests.golden.disputes import LOOSE
from tests.golden.recipe import CORPUS, PROFILE, REMEMBER, contents, run

WRITTEN = CORPUS / "written"
FIRST = contents(CORPUS / "bundles/first")
SECOND = contents(CORPUS / "bundles/second.zip")
BATCH = (WRITTEN / "batch.jsonl").read_bytes()
REPORTS = {
    "typical.json": (WRITTEN / "typical.json").read_bytes(),
    "check.json": (WRITTEN / "check.json").read_bytes(),
    "first/report.json": FIRST["report.json"],
    "second.zip/report.json": SECOND["report.json"],
}
MANIFESTS = {
    "first": FIRST["manifest.json"],
    "second.zip": SECOND["manifest.json"],
    "typical": (CORPUS / "texts/typical/manifest.json").read_bytes(),
    "scripts": (CORPUS / "texts/scripts/manifest.json").read_bytes(),
}


def schema(name: str) -> dict[str, Any]:
    """A schema that ships with the program, in whatever folder."""
    (path,) = Path(str(files(evidence_qc))).rglob(f"{name}.schema.json")
    found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return found


def validate(data: Any, name: str) -> None:
    """Fails unless the data are as the schema says."""
    registry: Registry[Any] = Registry().with_resource(
        "report.schema.json", Resource.from_contents(schema("report"))
    )
    jsonschema.Draft202012Validator(schema(name), registry=registry).validate(data)


@pytest.mark.parametrize("name", REPORTS)
def test_an_old_report_is_read_and_kept_to_the_byte(name: str) -> None:
    """With the versions that it was made by: read and written, it is the same file."""
    assert dumps(loads(REPORTS[name])).encode() == REPORTS[name]


@pytest.mark.parametrize("name", REPORTS)
def test_an_old_report_is_as_the_schema_says(name: str) -> None:
    """Keys are added within a version; none of the old ones is changed, no new one asked for."""
    validate(json.loads(REPORTS[name]), "report")


@pytest.mark.parametrize("name", MANIFESTS)
def test_an_old_manifest_is_as_the_schema_says(name: str) -> None:
    """Of a folder and of an archive."""
    validate(json.loads(MANIFESTS[name]), "manifest")


def test_old_lines_are_as_the_schema_says() -> None:
    """Reports and errors."""
    lines = [json.loads(line) for line in BATCH.splitlines()]
    for line in lines:
        validate(line, "batch")

    assert ["error" in line for line in lines] == [False] * 5 + [True] * 2


def test_lines_and_rows_are_the_files_of_the_report() -> None:
    """JSON, JSON Lines and CSV name the same files with the same verdicts, in the same order."""
    report = json.loads(REPORTS["typical.json"])
    lines = (WRITTEN / "typical.jsonl").read_text(encoding="utf-8").splitlines()
    text = (WRITTEN / "typical.csv").read_bytes().decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text, newline="")))

    assert [json.loads(line) for line in lines] == report["files"]
    assert [(row["path"], row["verdict"]) for row in rows] == [
        (file["path"], file["verdict"]) for file in report["files"]
    ]


@pytest.mark.parametrize("kept", [1, 4, 6])
def test_an_old_batch_is_gone_on_with(kept: int, rerun: Rerun, work: Path, tmp_path: Path) -> None:
    """Its whole lines stay to the byte, the torn one and the rest are made.

    Lines of other versions are refused on purpose, so the old lines are given today's.
    """
    whole = rerun("batch.jsonl").out
    lines = BATCH.replace(_tool(BATCH), _tool(whole)).splitlines(keepends=True)
    old = b"".join(lines[:kept])
    path = tmp_path / "batch.jsonl"
    path.write_bytes(old + lines[kept][:50])
    ran = _go_on(path, work, tmp_path)

    assert ran == (1, (WRITTEN / "batch.jsonl.stderr").read_bytes())
    assert path.read_bytes() == old + b"".join(whole.splitlines(keepends=True)[kept:])


def test_a_batch_of_other_versions_is_refused_and_left(work: Path, tmp_path: Path) -> None:
    """It says which version differs."""
    tool = _tool(BATCH)
    other = BATCH.replace(tool, tool.replace(b'"version": "', b'"version": "0.'))
    path = tmp_path / "batch.jsonl"
    path.write_bytes(other)
    code, said = _go_on(path, work, tmp_path)

    assert code == 2
    assert b"another tool: version 0." in said
    assert path.read_bytes() == other


def _go_on(path: Path, work: Path, tmp_path: Path) -> tuple[int, bytes]:
    arguments = ("batch", "disputes", "--resume", "-o", str(path), *PROFILE)
    ran = run(arguments, work, tmp_path / "cache")
    return ran.code, ran.err


def _tool(lines: bytes) -> bytes:
    """The versions as a line names them."""
    start = lines.index(b'"tool": {')
    return lines[start : lines.index(b"}", start) + 1]


def test_an_old_cache_does_no_harm(work: Path, tmp_path: Path) -> None:
    """Old facts and thumbnails are used or passed over: the report is the one without a cache."""
    cache = tmp_path / "cache"
    shutil.copytree(CORPUS / "cache", cache)
    arguments = ("scan", LOOSE, "--format", "json", *PROFILE)
    page = run(REMEMBER, work, cache)
    with_cache = run(arguments, work, cache)
    without = run((*arguments, "--no-cache"), work, tmp_path / "none")

    assert (page.code, page.err) == (1, b"")
    assert with_cache == without


def test_old_facts_under_a_key_of_today_do_no_harm(work: Path, tmp_path: Path) -> None:
    """Keys tell versions apart; should they fail to, old facts have to be as good or be dropped."""
    photo = f"{LOOSE}/located.jpg"
    arguments = ("scan", photo, "--format", "json", *PROFILE)
    first = run(arguments, work, tmp_path)
    (facts,) = [
        value
        for value in _values(CORPUS / "cache/facts.sqlite")
        if json.loads(value)["path"] == photo
    ]
    changed = sum(_replace_all(path, facts) for path in tmp_path.glob("*.sqlite"))
    again = run(arguments, work, tmp_path)

    assert changed == 1
    assert (again.code, again.err) == (first.code, b"")
    assert unlike(first.out, again.out, "located.json") == []


def _values(path: Path) -> list[str]:
    with closing(sqlite3.connect(f"{path.as_uri()}?mode=ro&immutable=1", uri=True)) as store:
        (table,) = _tables(store)
        return [row[0] for row in store.execute(f"SELECT value FROM {table}")]


def _replace_all(path: Path, value: str) -> int:
    """Put it under every key; the number of rows."""
    with closing(sqlite3.connect(path)) as file:
        keys = {
            table: [row[0] for row in file.execute(f"SELECT key FROM {table}")]
            for table in _tables(file)
        }
    for table, under in keys.items():
        with Store(path, table=table, keep_rows=999) as store:
            for key in under:
                store.put(key, value)
    return sum(map(len, keys.values()))


def _tables(store: sqlite3.Connection) -> list[str]:
    found = store.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
    return [row[0] for row in found]
