"""Files that the system does not give: named with its reason, the others go on, nothing stays."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest

from evidence_qc import Verdict, scan
from tests.clips import film
from tests.faults import fault
from tests.pictures import jpeg, scene, write


@pytest.mark.parametrize("code", [errno.EIO, errno.ENOENT, errno.ESTALE], ids=os.strerror)
def test_every_opening_may_be_refused(code: int, tmp_path: Path) -> None:
    """A drive that fails, a file that vanished, a network that went, at whichever opening.

    It is never remembered: the same file is well as soon as it can be read.
    """
    write(tmp_path, a=jpeg(scene(400, 300)), b=jpeg(scene(400, 300, seed=2)))
    at, met, named = 0, True, 0
    while met:
        at += 1
        with fault(tmp_path / "a.jpg", at, code, reading=True) as refused:
            report = scan(tmp_path, jobs=1)
        met = refused.met
        verdicts = {file.facts.path.rpartition("/")[2]: file for file in report.files}
        reason = os.strerror(code).lower()

        assert verdicts["b.jpg"].verdict is not Verdict.REJECT
        if verdicts["a.jpg"].verdict is Verdict.REJECT:
            named += 1
            assert reason in verdicts["a.jpg"].findings[0].message.lower()
        again = {file.facts.path: file.verdict for file in scan(tmp_path, jobs=1).files}
        assert Verdict.REJECT not in again.values(), at

    assert named >= 1


@pytest.mark.slow
def test_a_full_disk_is_not_the_clips_fault(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where temporary files have no room the reason is said, and the clip is well the next time."""
    (tmp_path / "tmp").mkdir()
    (tmp_path / "in").mkdir()
    film(tmp_path / "in/a.mp4", 2)
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "tmp"))
    well = scan(tmp_path / "in", jobs=1, use_cache=False).files[0]
    with fault(tmp_path / "tmp", 1) as refused:
        said = scan(tmp_path / "in", jobs=1).files[0]

    assert refused.met
    assert "no space left" in said.findings[0].message.lower()
    assert scan(tmp_path / "in", jobs=1).files[0] == well
