"""The command: lines on stdout, a headline on stderr, and runs that are gone on with."""

from __future__ import annotations

import io
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from evidence_qc.cli import batch as module
from evidence_qc.cli.main import run
from evidence_qc.runtime.progress import Silent
from evidence_qc.stages.batch import scan_batch
from tests.pictures import jpeg, scene, write
from tests.report.batches import checked
from tests.stages.disputes import CLEAR, lines, make_disputes

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Some disputes and a loose file."""
    return make_disputes(tmp_path_factory.mktemp("disputes"))


@pytest.fixture(scope="module")
def whole(root: Path) -> bytes:
    """What an uninterrupted run writes."""
    return "".join(lines(scan_batch(root, use_cache=False))).encode()


def test_stdout_is_lines_and_stderr_is_for_people(
    root: Path, whole: bytes, capsys: pytest.CaptureFixture[str]
) -> None:
    """Every line is as the schema says; the headline counts, and names what was left out."""
    code = run(["batch", str(root)])
    out, err = capsys.readouterr()

    assert code == 1
    assert out.encode() == whole
    assert [checked(line) for line in out.splitlines(keepends=True)]
    assert "1 file (loose.jpg)" in err
    assert "could not be read (first: 3 wrong case file: case.toml" in err


def test_quiet_says_nothing(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Nor does a pipe see a progress bar."""
    run(["batch", str(root), "-q"])

    assert capsys.readouterr().err == ""


def test_the_exit_code(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """0 without a reject or an error, 1 with one, 3 without a dispute, 2 for wrong usage."""
    fine = tmp_path / "fine"
    write(fine / "a", a=CLEAR)

    assert run(["batch", str(fine)]) == 0
    (fine / "b").mkdir()
    assert run(["batch", str(fine)]) == 1
    assert run(["batch", str(tmp_path / "fine" / "b")]) == 3
    assert run(["batch", str(tmp_path / "gone")]) == 3
    assert run(["batch"]) == 2
    assert run(["batch", str(fine), "--profile", "aliexpres"]) == 2
    assert run(["batch", str(fine), "--resume"]) == 2
    assert run(["batch", str(fine), "--resume", "--output", "-"]) == 2
    assert run(["batch", str(fine), "--cluster", "nonsense://x"]) == 4
    assert run(["batch", str(fine), "--cluster", "nonsense://x", "--jobs", "2"]) == 2
    assert run(["batch", str(fine), "--output", str(tmp_path / "no" / "x.jsonl")]) == 5


def test_limits_can_be_set(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """As for a scan; the profile of the lines is another one then."""
    result = []
    for more in ([], ["--set", "too-dark.warn_ratio=0.9"]):
        run(["batch", str(root), *more])
        first = checked(capsys.readouterr().out.splitlines(keepends=True)[0])
        result.append(first["report"]["profile"]["sha256"])

    assert result[0] != result[1]


def test_folders_may_be_listed_on_stdin(
    root: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Each is a dispute, called as it is typed."""
    typed = [f"{root}/10 jacket", f"{root}/дыра 🧥/"]
    stream = io.TextIOWrapper(io.BytesIO("\n".join(typed).encode()))
    monkeypatch.setattr(sys, "stdin", stream)
    run(["batch", "-"])
    data = [checked(line) for line in capsys.readouterr().out.splitlines(keepends=True)]

    assert [each["dispute"] for each in data] == [typed[0], typed[1].rstrip("/")]
    assert [file["path"] for file in data[0]["report"]["files"]] == ["a.jpg", "b.jpg", "hole/c.jpg"]


@pytest.mark.parametrize("share", [0.0, 0.2, 0.5, 0.99, 1.0])
def test_going_on_ends_in_the_same_bytes(
    root: Path, whole: bytes, tmp_path: Path, share: float, capsys: pytest.CaptureFixture[str]
) -> None:
    """Wherever the file was cut; the headline and exit code are of all disputes."""
    path = tmp_path / "out.jsonl"
    path.write_bytes(whole[: int(share * len(whole))])
    code = run(["batch", str(root), "--output", str(path), "--resume"])

    assert path.read_bytes() == whole
    assert code == 1
    assert f"{whole.count(bytes([10]))} disputes: " in capsys.readouterr().err


def test_going_on_with_nothing_begins(root: Path, whole: bytes, tmp_path: Path) -> None:
    """So that the same command can be given each time."""
    path = tmp_path / "out.jsonl"
    run(["batch", str(root), "--output", str(path), "--resume"])

    assert path.read_bytes() == whole


def test_another_profile_is_not_gone_on_with(
    root: Path, whole: bytes, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Exit code 2, a sentence, and the file as it was."""
    path = tmp_path / "out.jsonl"
    path.write_bytes(whole)

    assert run(["batch", str(root), "-o", str(path), "--resume", "--profile", "shopee"]) == 2
    assert "another profile: name aliexpress, here shopee" in capsys.readouterr().err
    assert path.read_bytes() == whole


def test_without_resume_the_file_is_written_anew(root: Path, whole: bytes, tmp_path: Path) -> None:
    """As by ``scan``."""
    path = tmp_path / "out.jsonl"
    path.write_bytes(whole * 2)
    run(["batch", str(root), "--output", str(path)])

    assert path.read_bytes() == whole


class Impatient(Silent):
    """Somebody who presses Ctrl-C after three disputes."""

    done = 0

    def advance(self, by: float = 1) -> None:
        self.done += 1
        if self.done > 3:
            raise KeyboardInterrupt


def test_ctrl_c_leaves_what_can_be_gone_on_with(
    root: Path,
    whole: bytes,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Exit code 130, whole lines, and how to go on."""
    path = tmp_path / "out.jsonl"
    with monkeypatch.context() as patch:
        patch.setattr(module, "watcher", lambda **_: Impatient())
        code = run(["batch", str(root), "--output", str(path)])

    assert code == 130
    assert path.read_bytes() == b"".join(whole.splitlines(keepends=True)[:3])
    assert "--resume" in capsys.readouterr().err
    run(["batch", str(root), "--output", str(path), "--resume"])
    assert path.read_bytes() == whole


def test_ctrl_c_in_the_middle_of_a_line_leaves_none_of_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whole lines or nothing: what is begun and not ended is not written."""

    def interrupted(_: object) -> Iterator[str]:
        yield '{"schema": '
        raise KeyboardInterrupt

    write(tmp_path / "disputes" / "one", a=CLEAR)
    monkeypatch.setattr("evidence_qc.report.batch.iter_line", interrupted)

    code = run(["batch", str(tmp_path / "disputes"), "-o", str(tmp_path / "out.jsonl")])

    assert code == 130
    assert (tmp_path / "out.jsonl").read_bytes() == b""


@pytest.mark.skipif(os.name != "posix", reason="signals")
def test_a_real_ctrl_c_ends_it_soon(tmp_path: Path) -> None:
    """A process of its own, in the middle of its work: 130, whole lines, no traceback."""
    for n in range(200):
        write(tmp_path / "disputes" / f"{n:03}", a=CLEAR, b=CLEAR, c=CLEAR)
    path = tmp_path / "out.jsonl"
    command = [sys.executable, "-m", "evidence_qc", "batch", str(tmp_path / "disputes")]
    how: dict[str, Any] = {"stderr": subprocess.PIPE, "text": True}
    with subprocess.Popen(
        [*command, "--no-cache", "--jobs", "2", "-o", str(path)], **how
    ) as process:
        while process.poll() is None and not (path.exists() and path.stat().st_size):
            time.sleep(0.02)
        process.send_signal(signal.SIGINT)
        _, err = process.communicate(timeout=60)

    assert process.returncode == 130
    assert path.read_bytes().endswith(b"\n")
    assert "Traceback" not in err
    assert err.count("\n") == 1


def test_the_rest_of_the_disputes_is_not_read_for_a_closed_pipe(root: Path) -> None:
    """`evidence-qc batch … | head -1` ends quietly."""
    command = [sys.executable, "-m", "evidence_qc", "batch", str(root), "--no-cache", "-q"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout
        assert process.stderr
        process.stdout.readline()
        process.stdout.close()
        error = process.stderr.read()

    assert error == b""


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="a disk that is always full")
def test_a_full_disk_is_told(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """As such, not as a bug."""
    assert run(["batch", str(root), "--output", "/dev/full"]) == 5
    assert "Cannot write /dev/full: No space left" in capsys.readouterr().err


def test_without_the_extra_it_is_named(
    root: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Exit code 4, and the line that installs it."""
    monkeypatch.setitem(sys.modules, "distributed", None)
    monkeypatch.delitem(sys.modules, "evidence_qc.runtime.cluster", raising=False)

    assert run(["batch", str(root), "--cluster", "tcp://127.0.0.1:1"]) == 4
    assert "pip install" in capsys.readouterr().err


def test_nobody_else_pays_for_it(root: Path) -> None:
    """Without --cluster or a URL, neither dask nor fsspec is loaded."""
    code = (
        "import sys; from evidence_qc.cli.main import run;"
        f"run(['batch', {str(root)!r}, '-q', '-o', {os.devnull!r}]);"
        "print([m for m in ('dask', 'distributed', 'fsspec') if m in sys.modules])"
    )
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert out.stdout.strip() == "[]"


def test_errors_are_tried_again_when_asked(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Their lines are those of a run that never failed, in their places; the others stay."""
    root = tmp_path / "disputes"
    for seed, name in enumerate(("a", "b", "c"), 5):
        write(root / name, a=jpeg(scene(600, 450, seed)))
    for name in ("a", "c"):
        (root / name / "case.toml").write_text("claims = 3", encoding="utf-8")
    out = tmp_path / "out.jsonl"
    assert run(["batch", str(root), "--output", str(out)]) == 1
    broken = out.read_bytes().splitlines(keepends=True)
    for name in ("a", "c"):
        (root / name / "case.toml").unlink()
    assert run(["batch", str(root), "--output", str(out), "--resume"]) == 1
    assert out.read_bytes().splitlines(keepends=True) == broken

    assert run(["batch", str(root), "--output", str(out), "--resume", "--retry-errors"]) == 0
    assert out.read_bytes() == "".join(lines(scan_batch(root, use_cache=False))).encode()
    assert out.read_bytes().splitlines(keepends=True)[1] == broken[1]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["disputes", "out.jsonl"]
    assert run(["batch", str(root), "--retry-errors"]) == 2


def test_a_dispute_that_is_tried_again_is_compared_with_all(tmp_path: Path) -> None:
    """Also with later lines, which stay as they are: no pair is lost."""
    root, out = tmp_path / "disputes", tmp_path / "out.jsonl"
    for name in ("a", "b"):
        write(root / name, a=CLEAR)
    (root / "a/case.toml").write_text("claims = 3", encoding="utf-8")
    run(["batch", str(root), "--output", str(out), "-q"])
    (root / "a/case.toml").unlink()
    run(["batch", str(root), "--output", str(out), "--resume", "--retry-errors", "-q"])
    first, second = map(checked, out.read_text("utf-8").splitlines(keepends=True))

    assert first["reused"][0]["other_dispute"] == "b"
    assert "reused" not in second


def test_an_interrupted_retry_changes_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was whole before is whole afterwards."""
    root = tmp_path / "disputes"
    write(root / "a", a=CLEAR)
    (root / "a/case.toml").write_text("claims = 3", encoding="utf-8")
    write(root / "b", a=CLEAR)
    out = tmp_path / "out.jsonl"
    run(["batch", str(root), "--output", str(out)])
    before = out.read_bytes()

    def stop(*args: Any, **options: Any) -> Iterator[Any]:
        raise KeyboardInterrupt
        yield

    monkeypatch.setattr("evidence_qc.stages.batch.scan_disputes", stop)

    assert run(["batch", str(root), "--output", str(out), "--resume", "--retry-errors"]) == 130
    assert out.read_bytes() == before
    assert sorted(path.name for path in tmp_path.iterdir()) == ["disputes", "out.jsonl"]
