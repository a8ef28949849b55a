"""A whole scan: contracts that other programs rely on."""

import json
import os
import socket
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import jsonschema
import pytest

from evidence_qc import NoInputError, ProfileError, Verdict, scan
from evidence_qc.cli.main import run
from evidence_qc.report.json import dumps, loads
from evidence_qc.report.schema import report_schema
from evidence_qc.runtime.spill import SpillBuffer
from tests.pictures import blurred, dimmed, jpeg, scene, write


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A sharp, a blurred, a dark and a broken photo, and a text file."""
    top = tmp_path_factory.mktemp("case")
    sharp = scene()
    write(
        top / "hole in the sleeve",
        sharp=jpeg(sharp),
        blurred=jpeg(blurred(scene(seed=2), 12)),
    )
    write(top / "stain", dark=jpeg(dimmed(scene(seed=3), 0.005)), cut=jpeg(scene(seed=4))[:40_000])
    (top / "notes.txt").write_text("nothing to see")
    return top


def rules_of(report, name):  # type: ignore[no-untyped-def]
    """Rules found at the file of that name."""
    file = next(file for file in report.files if file.facts.path.endswith(name))
    return [finding.rule for finding in file.findings]


def test_each_fault_is_named(folder: Path) -> None:
    """The verdicts and the first findings are those of the faults made."""
    report = scan(folder, use_cache=False)

    assert rules_of(report, "sharp.jpg") == ["messenger-copy"]  # small, and a program saved it
    assert "out-of-focus" in rules_of(report, "blurred.jpg")
    assert "too-dark" in rules_of(report, "dark.jpg")
    assert rules_of(report, "cut.jpg")[0] == "truncated-file"
    assert [each.path.rpartition("/")[2] for each in report.skipped] == ["notes.txt"]
    assert report.count(Verdict.REJECT) == 3


def test_claims_are_the_folders(folder: Path) -> None:
    """A sub-folder is a claim, its name the title."""
    case = scan(folder, use_cache=False).case

    assert case is not None
    assert {claim.title for claim in case.claims} == {"hole in the sleeve", "stain"}
    assert not case.ready
    assert case.retake_first


def test_the_json_fits_the_schema_and_comes_back(folder: Path) -> None:
    """What is written can be validated, read, and written again to the same bytes."""
    text = dumps(scan(folder, use_cache=False))
    jsonschema.validate(json.loads(text), report_schema())

    assert dumps(loads(text)) == text


def test_two_runs_give_the_same_bytes(folder: Path) -> None:
    """With and without cache, with one worker and with many."""
    first = dumps(scan(folder, use_cache=False, jobs=1))
    cold = dumps(scan(folder, jobs=3))
    warm = dumps(scan(folder, jobs=2))

    assert first == cold == warm


def test_a_changed_file_is_measured_again(tmp_path: Path) -> None:
    """The cache never speaks for a file that is not the same."""
    photo = tmp_path / "a.jpg"
    photo.write_bytes(jpeg(scene()))
    assert scan(tmp_path).files[0].verdict is Verdict.GOOD
    photo.write_bytes(jpeg(blurred(scene(), 15)))

    assert scan(tmp_path).files[0].verdict is Verdict.REJECT


def test_several_threads_may_scan_at_once(folder: Path) -> None:
    """The library is thread-safe: each call gets the answer it would get alone."""
    alone = dumps(scan(folder, use_cache=False))
    with ThreadPoolExecutor(4) as pool:
        together = list(pool.map(lambda _: dumps(scan(folder, use_cache=False)), range(4)))

    assert set(together) == {alone}


def test_nothing_is_written_beside_the_files(folder: Path) -> None:
    """Originals and their folder are the same before and after."""

    def statistics() -> list[tuple[str, int, int]]:
        return sorted(
            (str(path), path.stat().st_size, path.stat().st_mtime_ns) for path in folder.rglob("*")
        )

    before = statistics()
    scan(folder)

    assert statistics() == before


def test_no_input_is_said(tmp_path: Path) -> None:
    """A folder without media, and a path that does not exist."""
    (tmp_path / "notes.txt").write_text("x")
    with pytest.raises(NoInputError, match="no photo or video"):
        scan(tmp_path)
    with pytest.raises(NoInputError):
        scan(tmp_path / "absent")


def test_an_unknown_profile_is_said(tmp_path: Path) -> None:
    """With the nearest name."""
    write(tmp_path, a=jpeg(scene()))
    with pytest.raises(ProfileError, match="aliexpress"):
        scan(tmp_path, profile="aliexpres")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no FIFOs on this system")
def test_a_mess_is_scanned_to_its_end(tmp_path: Path) -> None:
    """FIFO, socket, loop, dead link, unreadable folder, odd names: named, and the rest unharmed."""
    good = jpeg(scene())
    write(tmp_path, good=good)
    (tmp_path / "empty.jpg").touch()
    (tmp_path / "text.jpg").write_text("not a picture")
    os.mkfifo(tmp_path / "pipe.jpg")
    (tmp_path / "loop").symlink_to(tmp_path, target_is_directory=True)
    (tmp_path / "dead.jpg").symlink_to(tmp_path / "nowhere.jpg")
    (tmp_path / "link.jpg").symlink_to(tmp_path / "good.jpg")
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(str(tmp_path / "socket.jpg"))
    if sys.platform == "linux":
        Path(os.fsdecode(os.fsencode(str(tmp_path)) + b"/\xff\xfe.jpg")).write_bytes(good)
    report = scan(tmp_path, use_cache=False)
    names = {file.facts.path.rpartition("/")[2]: file for file in report.files}
    skipped = {each.path.rpartition("/")[2] for each in report.skipped}

    assert names["good.jpg"].verdict is Verdict.GOOD
    assert names["empty.jpg"].verdict is Verdict.REJECT
    assert names["text.jpg"].verdict is Verdict.REJECT
    assert {"pipe.jpg", "socket.jpg", "loop", "dead.jpg"} <= skipped
    assert len(names) + len(skipped) == len(list(tmp_path.iterdir()))
    json.loads(dumps(report))


@pytest.mark.parametrize("form", ["table", "json", "jsonl", "csv"])
def test_the_command_writes_every_format(
    folder: Path, form: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """Exit 1 for rejects, data on stdout, nothing on stderr."""
    assert run(["scan", str(folder), "--format", form]) == 1
    captured = capsys.readouterr()

    assert "blurred.jpg" in captured.out
    assert captured.err == ""
    assert "\x1b" not in captured.out


def test_the_command_writes_to_a_file(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """--output leaves stdout alone; a place that cannot be written is 5."""
    assert run(["scan", str(folder), "--format", "json", "-o", str(tmp_path / "r.json")]) == 1
    assert capsys.readouterr().out == ""
    assert json.loads((tmp_path / "r.json").read_text(encoding="utf-8"))["summary"]["files"] == 4
    assert run(["scan", str(folder), "-o", str(tmp_path / "no" / "r.json")]) == 5


def test_the_command_says_when_there_is_nothing(tmp_path: Path) -> None:
    """Exit 3."""
    assert run(["scan", str(tmp_path)]) == 3


def test_a_limit_can_be_changed(folder: Path) -> None:
    """--set reaches the rule; a wrong one is a usage error."""
    sharp = str(folder / "hole in the sleeve" / "sharp.jpg")

    assert run(["scan", sharp]) == 0
    stricter = [f"low-resolution.{name}=5000" for name in ("warn_px", "reject_px")]
    assert run(["scan", sharp, "--set", stricter[0], "--set", stricter[1]]) == 1
    assert run(["scan", sharp, "--set", "no-such-rule.x=1"]) == 2


def test_a_set_that_waits_on_disk_gives_the_same_bytes(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Findings of neighbours, the case and the report do not depend on where the files wait."""
    write(tmp_path / "twins", a=jpeg(scene(seed=5)), b=jpeg(scene(seed=5)), c=jpeg(scene(seed=6)))
    paths = [folder, tmp_path / "twins"]
    at_hand = dumps(scan(paths))
    monkeypatch.setattr("evidence_qc.stages.scan.SpillBuffer", lambda: SpillBuffer(at_hand=1))

    assert dumps(scan(paths)) == at_hand
