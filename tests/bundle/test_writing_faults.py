"""Every call of every writer is refused once: exit code, sentence, final names, nothing left."""

from __future__ import annotations

import errno
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest

from evidence_qc.bundle.staging import staging
from evidence_qc.bundle.types import BundleOptions
from evidence_qc.bundle.verify import verify_bundle
from evidence_qc.cli.common import open_output
from evidence_qc.errors import CannotWriteError, ExitCode
from evidence_qc.report.whole_file import whole_bytes
from evidence_qc.report.write import write_report
from tests.bundle.test_build import build, contents
from tests.faults import fault
from tests.report.reports import report

pytestmark = pytest.mark.slow

Writer = Callable[[Path], object]


def bundle(folder: Path) -> None:
    build(folder / "target")


def archive(folder: Path) -> None:
    build(folder / "target", options=BundleOptions(as_zip=True))


def with_pdf(folder: Path) -> None:
    build(folder / "target", options=BundleOptions(as_pdf=True))


def scan_as(form: str) -> Writer:
    def write(folder: Path) -> None:
        with open_output(str(folder / "target")) as stream:
            write_report(report(), stream, form=form)

    return write


def picture(folder: Path) -> None:
    with whole_bytes(folder / "target") as stream:
        stream.write(b"picture")


WRITERS: dict[str, Writer] = {
    "bundle": bundle,
    "archive": archive,
    "bundle with a PDF": with_pdf,
    "scan json": scan_as("json"),
    "scan csv": scan_as("csv"),
    "scan table": scan_as("table"),
    "picture": picture,
}
CODES = (errno.ENOSPC, errno.EACCES, errno.EIO)


@pytest.mark.parametrize("code", CODES, ids=lambda code: errno.errorcode[code])
@pytest.mark.parametrize("name", WRITERS)
def test_every_call_may_be_refused(name: str, code: int, tmp_path: Path) -> None:
    """Exit code 5, one sentence that names the target, nothing left; the next run is fine."""
    whole, folder = tmp_path / "whole", tmp_path / "folder"
    for each in (whole, folder):
        each.mkdir()
        (each / "mine.txt").write_bytes(b"mine")
    WRITERS[name](whole)
    at, met = 0, True
    while met:
        at += 1
        with fault(folder, at, code) as refused:
            try:
                WRITERS[name](folder)
            except CannotWriteError as error:
                assert error.exit_code is ExitCode.CANNOT_WRITE
                assert "target" in str(error)
                assert "\n" not in str(error)
                assert [p.name for p in folder.iterdir()] == ["mine.txt"], at
            else:  # not refused, or tried in another way
                assert contents(folder) == contents(whole), at
                target = folder / "target"
                shutil.rmtree(target) if target.is_dir() else target.unlink()
        met = refused.met

    assert at > 2


@pytest.mark.parametrize("name", ["bundle", "archive"])
def test_what_is_replaced_stays_until_the_new_one_is_there(name: str, tmp_path: Path) -> None:
    """``--force``: at whichever call it ends, the old bundle or the new one stands there, whole."""
    options = BundleOptions(as_zip=name == "archive", force=True)
    target = tmp_path / "target"
    build(target, options=options)
    at, ended = 0, False
    while not ended:
        at += 1
        with fault(tmp_path, at) as refused, suppress(CannotWriteError):
            build(target, options=options)
        ended = not refused.met

        assert verify_bundle(target).intact, at
        assert [p.name for p in tmp_path.iterdir()] == ["target"], at


@pytest.mark.parametrize("name", ["scan json", "scan csv", "picture"])
def test_an_older_file_stays_until_the_new_one_is_whole(name: str, tmp_path: Path) -> None:
    """``scan -o`` over an older report: the old or the new one, never half of one."""
    target = tmp_path / "target"
    target.write_bytes(b"old")
    at = 0
    while target.read_bytes() == b"old":
        at += 1
        with fault(tmp_path, at), suppress(CannotWriteError):
            WRITERS[name](tmp_path)

        assert contents(tmp_path).keys() == {"target"}

    assert at > 1


SMALL_DISK = """
import json, resource, sys, tempfile
from pathlib import Path
from evidence_qc.errors import CannotWriteError
from tests.bundle.test_writing_faults import WRITERS

found, most = [], resource.getrlimit(resource.RLIMIT_FSIZE)
for room in (0, 1, 20, 300, 1000, 4000, 16000):
    with tempfile.TemporaryDirectory() as name:
        resource.setrlimit(resource.RLIMIT_FSIZE, (room, most[1]))
        try:
            WRITERS[sys.argv[1]](Path(name))
            said = ""
        except CannotWriteError as error:
            said = str(error)
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, most)
        found.append((said, [path.name for path in Path(name).iterdir()]))
print(json.dumps(found))
"""


@pytest.mark.skipif(sys.platform == "win32", reason="limits the size of files as POSIX does")
@pytest.mark.parametrize("name", WRITERS)
def test_a_disk_may_be_full_at_any_byte(name: str) -> None:
    """No file may have more than so many bytes: all of it is there, or a sentence and nothing."""
    done = subprocess.run(
        [sys.executable, "-c", SMALL_DISK, name],
        cwd=Path(__file__).parents[2],
        capture_output=True,
        text=True,
        check=True,
    )
    found = json.loads(done.stdout)

    assert all(left == ([] if said else ["target"]) for said, left in found)
    assert all("target" in said and "full" in said for said, _ in found if said)
    assert found[0][0]


@pytest.mark.parametrize("name", ["x" * 300, "a/" * 3000, "file/below"])
@pytest.mark.parametrize("force", [False, True])
def test_a_name_that_no_disk_takes_is_said(name: str, force: bool, tmp_path: Path) -> None:
    """Nothing is made, and nobody is told of a bug."""
    (tmp_path / "file").write_text("mine")
    with pytest.raises(CannotWriteError), staging(tmp_path / name, force=force):
        pass

    assert [path.name for path in tmp_path.iterdir()] == ["file"]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes here")
def test_what_is_neither_file_nor_folder_is_not_replaced(tmp_path: Path) -> None:
    """Nor waited for: a pipe, a device."""
    os.mkfifo(tmp_path / "pipe")

    for target in (tmp_path / "pipe", Path(os.devnull)):
        with pytest.raises(CannotWriteError, match="bundle"), staging(target, force=True):
            pass
    assert [path.name for path in tmp_path.iterdir()] == ["pipe"]
