"""Temporary files and folders: gone with their owner, however it ended; no others are touched."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from evidence_qc.bundle.staging import tidy
from evidence_qc.runtime.owned import owned_file, owned_folder, sweep

HOLD = """
import sys, time
from pathlib import Path
from evidence_qc.runtime.owned import owned_file, owned_folder
with owned_folder(Path(sys.argv[1]), "out") as folder, owned_file(Path(sys.argv[1]), "out") as file:
    (folder / "photo.jpg").write_bytes(b"x")
    print("ready", flush=True)
    time.sleep(60)
"""


@pytest.fixture
def killed(tmp_path: Path) -> Path:
    """A folder where an owner was killed (``kill -9``)."""
    owner = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(tmp_path)],
        stdout=subprocess.PIPE,
        cwd=Path(__file__).parents[2],
    )
    assert owner.stdout is not None
    with owner.stdout:
        assert owner.stdout.readline() == b"ready\n"
    sweep(tmp_path, "out")
    assert len(list(tmp_path.iterdir())) == 2, "a live owner's were swept"
    owner.kill()
    owner.wait()
    return tmp_path


def test_nothing_is_left_of_who_ends(tmp_path: Path) -> None:
    """A result, an error."""
    with owned_folder(tmp_path, "out") as folder, owned_file(tmp_path, "out") as (descriptor, path):
        os.close(descriptor)
        assert folder.is_dir()
        assert path.is_file()

    assert list(tmp_path.iterdir()) == []


def test_what_a_killed_owner_left_is_swept(killed: Path) -> None:
    """While it lives nothing is; afterwards everything that was its own, for that name alone."""
    sweep(killed, "other")
    assert len(list(killed.iterdir())) == 2

    sweep(killed, "out")
    assert list(killed.iterdir()) == []


def test_nothing_of_the_users_is_swept(tmp_path: Path) -> None:
    """Folders and files that only look like ours, and links, stay."""
    (tmp_path / ".out.evidence-qc-mine").mkdir()
    (tmp_path / ".out.evidence-qc-mine/photo.jpg").write_bytes(b"x")
    (tmp_path / ".out.evidence-qc-mine.txt").write_bytes(b"x")
    (tmp_path / "out").mkdir()
    (tmp_path / "out/owner").write_bytes(b"x")
    try:
        (tmp_path / ".out.evidence-qc-link").symlink_to(tmp_path / "out")
    except OSError:
        pytest.skip("no links here")
    before = sorted(tmp_path.rglob("*"))
    sweep(tmp_path, "out")

    assert sorted(tmp_path.rglob("*")) == before


def test_a_bundle_that_was_moved_aside_comes_back(killed: Path) -> None:
    """Killed between the two renames of ``--force``: the old bundle is not swept with the rest."""
    (room,) = (path for path in killed.iterdir() if path.is_dir())
    (room / "target").write_bytes(b"out")
    (room / "old").mkdir()
    (room / "old/manifest.json").write_bytes(b"{}")
    tidy(killed / "out")

    assert [path.name for path in killed.iterdir()] == ["out"]
    assert (killed / "out/manifest.json").is_file()


def test_a_bundle_that_was_placed_is_not_replaced_by_the_old_one(killed: Path) -> None:
    """Killed after the second rename: the new one stays, the old one goes."""
    (room,) = (path for path in killed.iterdir() if path.is_dir())
    (room / "target").write_bytes(b"out")
    (room / "old").mkdir()
    (killed / "out").mkdir()
    (killed / "out/new").write_bytes(b"")
    tidy(killed / "out")

    assert [path.name for path in killed.rglob("*")] == ["out", "new"]


@pytest.mark.skipif(not hasattr(signal, "SIGSTOP"), reason="no such signal here")
def test_many_starts_at_once_take_nothing_from_each_other(tmp_path: Path) -> None:
    """Owners that come and go while others sweep: each keeps its own to its end."""
    code = """
import os, sys
from pathlib import Path
from evidence_qc.runtime.owned import owned_file, owned_folder, sweep
for _ in range(60):
    here = Path(sys.argv[1])
    sweep(here, "out")
    with owned_folder(here, "out") as folder, owned_file(here, "out") as (d, p):
        (folder / "x").write_bytes(b"x")
        assert (folder / "x").is_file() and p.is_file()
        os.close(d)
"""
    started = [
        subprocess.Popen([sys.executable, "-c", code, str(tmp_path)], cwd=Path(__file__).parents[2])
        for _ in range(4)
    ]
    deadline = time.monotonic() + 60

    assert [process.wait(deadline - time.monotonic()) for process in started] == [0] * 4
    assert list(tmp_path.iterdir()) == []
