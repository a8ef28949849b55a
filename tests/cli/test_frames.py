"""``frames`` names each clip of which nothing can be shown, beside the good ones."""

from __future__ import annotations

from pathlib import Path

import pytest

from evidence_qc.cli.main import run
from tests.clips import film

BAD = {
    "empty": lambda whole: b"",
    "half": lambda whole: whole[: len(whole) // 2],
    "head alone": lambda whole: whole[:64],
    "no video": lambda whole: b"\x00" * 4000,
}


@pytest.mark.parametrize("kind", BAD)
def test_one_bad_clip_among_good_ones_is_named(
    kind: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """On stderr, in one line with its fault; the stills of the others are printed all the same."""
    good = film(tmp_path / "good.mp4", 1, size="320:180")
    bad = tmp_path / "bad.mp4"
    bad.write_bytes(BAD[kind](good.read_bytes()))

    assert run(["frames", str(good), str(bad), "-n", "1", "-o", str(tmp_path / "out")]) == 0
    told = capsys.readouterr()
    assert len(told.out.splitlines()) == 1
    assert "good" in told.out
    assert (told.err.count("bad.mp4"), "good.mp4" in told.err) == (1, False)
    assert len(told.err.splitlines()) == 1

    assert run(["frames", str(good), str(bad), "-q", "-o", str(tmp_path / "again")]) == 0
    assert capsys.readouterr() == ("", "")
