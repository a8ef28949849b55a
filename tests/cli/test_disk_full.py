"""A disk that is full behind stdout or ``-o``: exit code 5, one sentence, nothing half."""

from __future__ import annotations

import hashlib
import subprocess
import sys
from pathlib import Path

import pytest

from evidence_qc.cli.main import run
from tests.faults import fault
from tests.pictures import jpeg, scene

ROOT = Path(__file__).parents[2]

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full here"),
]


@pytest.fixture(scope="module")
def photos(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("photos") / "dispute"
    folder.mkdir()
    (folder / "a.jpg").write_bytes(jpeg(scene()))
    return folder


@pytest.mark.parametrize(
    "arguments",
    [
        ["scan", "{photos}"],
        ["scan", "{photos}", "--format", "json"],
        ["scan", "{photos}", "--format", "csv"],
        ["scan", "{photos}", "--format", "html"],
        ["scan", "{photos}", "-o", "/dev/full", "--format", "html"],
        ["batch", "{photos}/.."],
        ["batch", "{photos}/..", "-o", "/dev/full"],
        ["check", "{photos}", "-v"],
        ["profiles", "aliexpress"],
        ["rules", "--format", "json"],
    ],
    ids=" ".join,
)
def test_a_full_disk_is_said_in_a_sentence(arguments: list[str], photos: Path) -> None:
    """Whatever was redirected there."""
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            [sys.executable, "-m", "evidence_qc", *(a.format(photos=photos) for a in arguments)],
            cwd=ROOT,
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )
    said = done.stderr.strip().splitlines()

    assert done.returncode == 5, done.stderr
    assert said[-1].startswith("evidence-qc: ")
    assert "Traceback" not in done.stderr
    assert "Exception ignored" not in done.stderr


@pytest.mark.slow
def test_a_case_that_cannot_be_kept_hides_no_seal(
    photos: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The bundle stands there, so its seal is said; then what was not written, and exit code 5."""
    said, at = "", 0
    while "case.toml" not in said:
        at += 1
        with fault(tmp_path, at):
            code = run(["bundle", str(photos), "-o", str(tmp_path / "out"), "--no-questions"])
        out, said = capsys.readouterr()
        is_there = (tmp_path / "out").exists()

        assert code == 5, at
        assert is_there is ("case.toml" in said), at
    assert hashlib.sha256((tmp_path / "out/SHA256SUMS").read_bytes()).hexdigest() in out
    assert sorted(path.name for path in tmp_path.iterdir()) == ["out"]
