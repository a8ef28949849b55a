"""``frames`` names each clip of which nothing can be shown, beside the good ones."""

from __future__ import annotations

from pathlib import Path

import pytest

from evidence_qc.bundle.frames import write_frame
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


@pytest.mark.parametrize("error", [KeyboardInterrupt, OSError(28, "No space left on device")])
def test_what_breaks_off_leaves_no_still_and_no_folder(
    error: BaseException, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """So that the same command can be given again; stills of before stay."""
    clips = [str(film(tmp_path / f"{name}.mp4", 1, size="320:180")) for name in "ab"]
    old = tmp_path / "old"
    assert run(["frames", clips[0], "-n", "1", "-o", str(old)]) == 0
    before = sorted(old.iterdir())
    calls: list[object] = []

    def break_off(*args: object, **options: object) -> None:
        calls.append(args)
        if len(calls) % 2 == 0:
            raise error
        write_frame(*args, **options)  # type: ignore[arg-type]

    monkeypatch.setattr("evidence_qc.stages.frames.write_frame", break_off)
    for folder in (tmp_path / "new" / "below", old):
        run(["frames", *clips, "-n", "1", "--force", "-o", str(folder)])

    assert len(calls) == 4
    assert not (tmp_path / "new").exists()
    assert sorted(old.iterdir()) == before
    monkeypatch.undo()
    assert run(["frames", *clips, "-n", "1", "-o", str(tmp_path / "new")]) == 0
