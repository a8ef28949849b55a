"""A file that ends its reader is one finding, at every door; all others are as without it."""

import json
import os
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from evidence_qc import best_frames, build_bundle, check, make_collage, scan, scan_batch
from evidence_qc.cli.main import run
from evidence_qc.errors import CannotFitError
from evidence_qc.examine import isolated
from evidence_qc.examine.start import start_workers
from evidence_qc.model import FileReport, Report
from evidence_qc.model.serial import to_plain
from evidence_qc.stages.about import tool_info
from tests.clips import film
from tests.media.encoded import encode
from tests.pictures import blurred, jpeg, scene, write

SITE = Path(__file__).parents[2] / "scripts/benchmarks/crashing_decoder"
CRASH = "This file crashes its reader."
SMALL = scene(480, 360)


@pytest.fixture(autouse=True)
def crashing_decoder(monkeypatch: pytest.MonkeyPatch) -> None:
    """In the workers only: this process has its decoder already."""
    there = os.environ.get("PYTHONPATH", "")
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join([str(SITE), *filter(None, [there])]))
    monkeypatch.setenv("CRASHING_DECODER", "1")


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    good, soft = jpeg(SMALL), jpeg(blurred(SMALL, 3.0))
    yield write(tmp_path / "photos", a=good, m=soft, z=jpeg(scene(480, 360, seed=2)))


def plain(files: tuple[FileReport, ...]) -> dict[str, object]:
    return {Path(file.facts.path).name: to_plain(file) for file in files}


def messages(report: Report) -> dict[str, str]:
    return {
        Path(file.facts.path).name: finding.message
        for file in report.files
        for finding in file.findings[:1]
        if finding.rule == "unreadable-file"
    }


@pytest.mark.slow
def test_threads_and_processes_give_the_same_facts(tmp_path: Path) -> None:
    """Of every format, of broken files and of odd names, with one worker and with more."""
    write(tmp_path, a=jpeg(SMALL), cut=jpeg(SMALL)[:9000], empty=b"", text=b"no picture")
    for format in ("png", "webp", "gif", "tiff", "bmp", "heif", "avif"):
        (tmp_path / f"b.{format}").write_bytes(encode(SMALL, format))
    if sys.platform == "linux":
        (tmp_path / os.fsdecode(b"\xff.jpg")).write_bytes(jpeg(SMALL, 70))
    film(tmp_path / "clip.mp4", 1.0)
    expected = [to_plain(file) for file in scan(tmp_path, use_cache=False).files]

    for jobs in (1, 3):
        report = scan(tmp_path, use_cache=False, jobs=jobs, isolation="process")

        assert [to_plain(file) for file in report.files] == expected


def test_a_scan_names_what_crashes_and_goes_on(folder: Path) -> None:
    """The other files are as if it were not there."""
    before = scan(folder, use_cache=False)
    (folder / "bad.jpg").write_bytes(jpeg(SMALL) + b"ABORTS-HERE")

    after = scan(folder, use_cache=False, isolation="process")

    assert messages(after) == {"bad.jpg": CRASH}
    assert {**plain(before.files), "bad.jpg": plain(after.files)["bad.jpg"]} == plain(after.files)


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="memory and time are told by /proc")
def test_what_is_late_or_greedy_is_named_and_not_remembered(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Both depend on what else the computer does; a crash does not, and is kept."""
    monkeypatch.setattr(isolated, "PHOTO_CPU_S", 1.5)
    monkeypatch.setattr(isolated, "MEMORY_BYTES", 400_000_000)
    for name, mark in (("late", b"SPINS-HERE"), ("greedy", b"EATS-HERE"), ("bad", b"ABORTS-HERE")):
        (folder / f"{name}.jpg").write_bytes(jpeg(SMALL) + mark)

    first = scan(folder, isolation="process")
    later = scan(folder)  # by threads, which the marks do not hurt

    assert messages(first) == {
        "late.jpg": "This file takes too long to read.",
        "greedy.jpg": "This file needs too much memory to be read.",
        "bad.jpg": CRASH,
    }
    assert messages(later) == {"bad.jpg": CRASH}


def test_a_bundle_is_made_of_the_others(folder: Path, tmp_path: Path) -> None:
    """With the same pictures."""
    before = build_bundle(folder, tmp_path / "before", use_cache=False)
    (folder / "bad.jpg").write_bytes(jpeg(SMALL) + b"ABORTS-HERE")

    after = build_bundle(folder, tmp_path / "after", use_cache=False, isolation="process")

    pictures = sorted(path.name for path in (before.path / "submit").glob("*.jpg"))
    assert pictures
    for name in pictures:
        made = (after.path / "submit" / name).read_bytes()
        assert made == (before.path / "submit" / name).read_bytes()


def test_a_batch_goes_on_after_a_dispute_with_a_crash(folder: Path, tmp_path: Path) -> None:
    """The dispute is judged; it is no error of the batch."""
    for name in ("a", "b", "c"):
        write(tmp_path / "all" / name, a=(folder / "a.jpg").read_bytes())
    (tmp_path / "all" / "b" / "bad.jpg").write_bytes(jpeg(SMALL) + b"ABORTS-HERE")

    results = list(scan_batch(tmp_path / "all", use_cache=False, isolation="process"))

    assert [result.error for result in results] == [None, None, None]
    assert [messages(result.report) for result in results if result.report] == [
        {},
        {"bad.jpg": CRASH},
        {},
    ]


def test_a_collage_says_what_it_cannot_show(folder: Path) -> None:
    """In a sentence, as for any photo that cannot be decoded; without it, it is drawn as ever."""
    photos = [folder / "a.jpg", folder / "z.jpg"]
    expected = make_collage(photos).data
    bad = folder / "bad.jpg"
    bad.write_bytes(jpeg(SMALL) + b"ABORTS-HERE")

    with pytest.raises(CannotFitError, match=r"bad\.jpg cannot be shown: This file crashes"):
        make_collage([*photos, bad], isolation="process")
    assert make_collage(photos, isolation="process").data == expected


def test_frames_are_the_same(tmp_path: Path) -> None:
    """Wherever the clip is read."""
    clip = film(tmp_path / "clip.mp4", 1.0)

    assert best_frames(clip, isolation="process") == best_frames(clip)


def test_a_check_survives_too(folder: Path) -> None:
    """One file, not ready, and why."""
    (folder / "bad.jpg").write_bytes(jpeg(SMALL) + b"ABORTS-HERE")

    result = check(folder / "bad.jpg", isolation="process")

    assert not result.ready
    assert result.reasons[0].endswith(CRASH)


def test_workers_can_be_shared(folder: Path) -> None:
    """Whoever keeps some open pays for their start once."""
    with start_workers(2) as workers:
        first = check(folder, isolation=workers)
        second = check(folder, isolation=workers)

    assert first == replace(second)


@pytest.mark.parametrize("command", ["scan", "check"])
def test_the_command_line_reads_in_processes(
    command: str, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A crash is a finding: exit code 1, and the file is named."""
    (folder / "bad.jpg").write_bytes(jpeg(SMALL) + b"ABORTS-HERE")

    code = run([command, str(folder), "--format", "json", "--no-cache"])

    report = json.loads(capsys.readouterr().out)
    answer = {Path(each["path"]).name: each["findings"] for each in report["files"]}
    assert code == 1
    assert answer["bad.jpg"][0]["message"] == CRASH
    assert len(answer) == 4


NO_FFMPEG = {
    "missing": None,
    "not to be run": ("echo ffmpeg version 7", 0o644),
    "says nothing": ("exit 0", 0o755),
    "says something else": ("echo GNU coreutils 9", 0o755),
    "fails": ("echo ffmpeg version 7; exit 1", 0o755),
}


@pytest.mark.skipif(os.name != "posix", reason="needs a shell script")
@pytest.mark.parametrize("command", [["scan"], ["check"], ["frames", "-o", "stills"]], ids=" ".join)
@pytest.mark.parametrize("kind", NO_FFMPEG)
def test_a_program_that_is_none_is_no_fault_of_the_clip(
    command: list[str],
    kind: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Whoever reads it says so, wherever it reads, and no file is blamed."""
    monkeypatch.chdir(tmp_path)
    clip = film(tmp_path / "a.mp4", 0.5, size="320:180")
    program = tmp_path / "other"
    if (made := NO_FFMPEG[kind]) is not None:
        program.write_text(f"#!/bin/sh\n{made[0]}\n")
        program.chmod(made[1])
    monkeypatch.setenv("IMAGEIO_FFMPEG_EXE", str(program))

    assert run([*command, str(clip)]) == 4
    told = capsys.readouterr()
    assert (told.out, f"IMAGEIO_FFMPEG_EXE names {program}" in told.err) == ("", True)
    tool_info.cache_clear()  # it has heard of that program
