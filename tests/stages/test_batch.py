"""Many disputes: each as if it were scanned alone, in order, and none stops the others."""

from __future__ import annotations

import json
import os
import re
import tempfile
import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import fsspec
import pytest

from evidence_qc import scan_batch
from evidence_qc.errors import NoInputError, ProfileError
from evidence_qc.report.json import report_to_dict
from evidence_qc.runtime.progress import Silent
from evidence_qc.stages import batch
from evidence_qc.stages.context import ScanContext
from evidence_qc.stages.resources import SourceRoot
from evidence_qc.stages.scan import scan_case
from tests.faults import fault
from tests.pictures import write
from tests.report.batches import checked
from tests.stages.disputes import CLEAR, PHOTO, lines, make_disputes


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Some disputes and a loose file."""
    return make_disputes(tmp_path_factory.mktemp("disputes"))


@pytest.fixture(scope="module")
def alone(root: Path) -> list[str]:
    """What one worker writes without a cache."""
    return lines(scan_batch(root, jobs=1, use_cache=False))


def test_each_line_is_the_scan_of_its_folder(root: Path, alone: list[str]) -> None:
    """By name, with paths as seen from the folder; what cannot be done says why."""
    folders = sorted(entry.name for entry in os.scandir(root) if entry.is_dir())
    data = [checked(line) for line in alone]
    kinds = {each["dispute"]: each["error"]["kind"] for each in data if "error" in each}

    assert [each["dispute"] for each in data] == [
        name.encode("utf-8", "replace").decode().replace("?", "\N{REPLACEMENT CHARACTER}")
        for name in folders
    ]
    assert kinds == {
        "3 wrong case file": "usage",
        "4 empty": "no-input",
        "5 words": "no-input",
    }
    for name, each in zip(folders, data, strict=True):
        if "report" in each:
            context = ScanContext.of("aliexpress", use_cache=False)
            report, _ = scan_case(".", replace(context, source_root=SourceRoot(root / name)))

            assert each["report"] == json.loads(json.dumps(report_to_dict(report)))


@pytest.mark.parametrize(("jobs", "use_cache"), [(2, False), (3, True), (7, False)])
def test_any_number_of_workers_gives_the_same_bytes(
    root: Path, alone: list[str], jobs: int, use_cache: bool
) -> None:
    """With a cache, also the second time."""
    for _ in range(1 + use_cache):
        assert lines(scan_batch(root, jobs=jobs, use_cache=use_cache)) == alone


def test_equal_disputes_give_equal_lines_wherever_they_stand(
    root: Path, alone: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In another folder, by a relative path, or listed in another order."""
    (tmp_path / "x").symlink_to(root, target_is_directory=True)
    monkeypatch.chdir(tmp_path)

    assert lines(scan_batch("x", use_cache=False)) == alone


@pytest.mark.parametrize("number", [1, 2, 12])
def test_few_and_many(tmp_path: Path, number: int) -> None:
    """One dispute, and more than wait for each other."""
    for n in range(number):
        write(tmp_path / f"{n:02}", a=PHOTO)
    results = list(scan_batch(tmp_path, jobs=2))

    assert [each.dispute for each in results] == [f"{n:02}" for n in range(number)]
    assert all(each.report for each in results)


def test_none_is_an_error_at_once(tmp_path: Path) -> None:
    """Before anything is asked for; so is a profile that does not exist."""
    with pytest.raises(NoInputError):
        scan_batch(tmp_path)
    with pytest.raises(ProfileError):
        scan_batch(tmp_path, profile="aliexpres")


def test_a_wrong_case_file_is_told_without_where_it_stands(alone: list[str]) -> None:
    """The sentence of the error names the file as seen from the dispute."""
    error = checked(alone[2])["error"]

    assert error["message"].startswith("case.toml: unknown key 'itme'")
    assert "item" in error["remedy"]


def test_a_folder_that_cannot_be_opened_is_no_crash(
    root: Path, alone: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """It has an error in its line; the others are as ever."""
    real = os.scandir

    def denied(path: Any = ".") -> Any:
        if str(path).endswith("10 jacket"):
            raise PermissionError(13, "Permission denied")
        return real(path)

    monkeypatch.setattr(os, "scandir", denied)
    got = lines(scan_batch(root, use_cache=False, jobs=2))

    assert checked(got[0])["error"]["message"] == "The folder cannot be opened (no permission)."
    assert list(map(without_reused, got[1:])) == list(map(without_reused, alone[1:]))


def without_reused(line: str) -> str:
    """What is said of a dispute itself, whatever others are there."""
    return re.sub(r', "reused": \[.*\]\}\n$', "}\n", line)


def test_a_folder_that_goes_away_has_an_error(tmp_path: Path) -> None:
    """Between finding and looking."""
    for name in ("a", "b"):
        write(tmp_path / name, a=PHOTO)
    results = scan_batch(tmp_path, jobs=1)
    (tmp_path / "b" / "a.jpg").unlink()
    (tmp_path / "b").rmdir()
    first, second = results

    assert first.report
    assert second.error
    assert second.error.kind == "no-input"


@pytest.mark.parametrize("jobs", [1, 2])
@pytest.mark.parametrize(
    ("error", "kind"), [(KeyError("x"), "bug"), (OSError(28, "No space left"), "no-input")]
)
def test_a_bug_in_one_dispute_leaves_the_others(
    root: Path,
    alone: list[str],
    monkeypatch: pytest.MonkeyPatch,
    jobs: int,
    error: Exception,
    kind: str,
) -> None:
    """It is told as one."""
    real = batch.scan_case

    def breaks(paths: str, context: ScanContext) -> Any:
        if context.root and context.root.name == "2 case file":
            raise error
        return real(paths, context)

    monkeypatch.setattr(batch, "scan_case", breaks)
    got = lines(scan_batch(root, use_cache=False, jobs=jobs))

    assert checked(got[1])["error"]["kind"] == kind
    assert [got[0], *got[2:]] == [alone[0], *alone[2:]]


class Impatient(Silent):
    """Somebody who presses Ctrl-C after so many disputes."""

    def __init__(self, after: int) -> None:
        self.left = after

    def advance(self, by: float = 1) -> None:
        self.left -= 1
        if self.left < 0:
            raise KeyboardInterrupt


@pytest.fixture
def own_temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder in which all temporary files stand."""
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    return folder


@pytest.fixture
def store(root: Path) -> Iterator[str]:
    """The same disputes in a store, as far as it can name them."""
    files = fsspec.filesystem("memory")
    for path in root.rglob("*"):
        name = path.relative_to(root).as_posix()
        if path.is_file() and name.isprintable():
            files.pipe(f"/disputes/{name}", path.read_bytes())
    yield "memory://disputes"
    files.rm("/", recursive=True)


@pytest.mark.parametrize("jobs", [1, 3])
def test_a_store_gives_the_same_lines(
    store: str, alone: list[str], jobs: int, own_temporary: Path
) -> None:
    """Fetched, looked at, and nothing is left; folders that are empty do not exist there."""
    not_there = ('"dispute": "4 empty"', '"dispute": "y [', '"dispute_b64"')
    expected = [line for line in alone if not any(words in line for words in not_there)]

    for _ in range(2):
        got = lines(scan_batch(store, jobs=jobs))
        assert list(map(without_reused, got)) == list(map(without_reused, expected))
        assert list(own_temporary.iterdir()) == []


@pytest.mark.parametrize("after", [0, 2])
def test_what_is_interrupted_leaves_nothing(store: str, own_temporary: Path, after: int) -> None:
    """No thread, no file; what came before is whole."""
    got = []
    with pytest.raises(KeyboardInterrupt):
        for result in scan_batch(store, jobs=2, progress=Impatient(after)):
            got.append(result)

    assert len(got) == after
    assert list(own_temporary.iterdir()) == []
    assert not [each for each in threading.enumerate() if each.name.startswith("evidence-qc")]


def test_whoever_has_seen_enough_may_leave(store: str, own_temporary: Path) -> None:
    """Closing the results ends the work."""
    results = scan_batch(store, jobs=2, use_cache=False)
    next(results)
    results.close()  # type: ignore[attr-defined]

    assert list(own_temporary.iterdir()) == []


def test_what_the_store_does_not_give_is_an_error_line(
    store: str, monkeypatch: pytest.MonkeyPatch, own_temporary: Path
) -> None:
    """One file that may not be read spoils its dispute, and no other."""
    memory = type(fsspec.filesystem("memory"))
    real = memory.open

    def denied(self: Any, path: str, *rest: Any, **more: Any) -> Any:
        if "10 jacket/hole" in path:
            raise PermissionError(path)
        return real(self, path, *rest, **more)

    monkeypatch.setattr(memory, "open", denied)
    first, second, *_ = scan_batch(store, jobs=2)

    assert first.error
    assert "may not be read" in first.error.message
    assert second.report
    assert list(own_temporary.iterdir()) == []


@pytest.mark.slow
def test_no_room_for_what_is_fetched_is_said(store: str, own_temporary: Path) -> None:
    """Whichever call is refused, it is the disk's fault in that dispute's line, nobody else's."""
    at, met, said = 0, True, set()
    while met:
        at += 1
        with fault(own_temporary, at) as refused:
            results = list(scan_batch(store, jobs=1, use_cache=False))
        met = refused.met
        errors = [each.error for each in results if each.error and "case file" not in str(each)]
        said |= {error.kind for error in errors if "no space left" in error.message}
        assert list(own_temporary.iterdir()) == [], at
        if at == 1:
            assert results[0].error

    assert said == {"cannot-write"}


def test_files_that_are_known_are_not_measured_again(
    store: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By their content: they are fetched into another folder each time."""
    first = lines(scan_batch(store, jobs=1))

    def measured(*_: Any, **__: Any) -> None:
        raise AssertionError("It was known.")

    monkeypatch.setattr("evidence_qc.examine.file.examine_file", measured)

    assert lines(scan_batch(store, jobs=1)) == first


def test_progress_counts_disputes(tmp_path: Path) -> None:
    """Not files."""
    write(tmp_path / "a", a=PHOTO, b=CLEAR)
    write(tmp_path / "b", a=PHOTO)
    answer: list[object] = []

    class Told(Silent):
        def start(self, what: str, total: int | None) -> None:
            answer.append(total)

        def advance(self, by: float = 1) -> None:
            answer.append(by)

    list(scan_batch(tmp_path, progress=Told(), jobs=2))

    assert answer == [2, 1, 1]
