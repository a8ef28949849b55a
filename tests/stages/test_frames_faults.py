"""Frames on a disk that fails: one sentence, frames are whole or absent, and nothing else."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

import pytest

from evidence_qc import best_frames
from evidence_qc.errors import CannotWriteError
from tests.bundle.test_build import contents
from tests.clips import film
from tests.faults import fault


@pytest.fixture(scope="module")
def clip(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return film(tmp_path_factory.mktemp("clip") / "a.mp4", 2)


@pytest.mark.parametrize("force", [False, True])
def test_clips_of_one_name_have_their_own_frames(clip: Path, tmp_path: Path, force: bool) -> None:
    """In two folders, or of two formats; where a disk takes two names for one, too."""
    clips = [tmp_path / name for name in ("one/IMG_1.mp4", "two/IMG_1.mp4", "two/img_1.mov")]
    for each in clips:
        each.parent.mkdir(exist_ok=True)
        each.write_bytes(clip.read_bytes())
    stills = best_frames(clips, count=1, output=tmp_path / "out", force=force)
    names = [Path(str(still.path)).name.rpartition("_")[0] for still in stills]

    assert names == ["IMG_1", "IMG_1~2", "img_1~3"]
    assert len(list((tmp_path / "out").iterdir())) == 3


@pytest.mark.slow
def test_every_call_may_be_refused(clip: Path, tmp_path: Path) -> None:
    """What is there is what a run that nobody disturbed makes."""
    best_frames(clip, count=1, output=tmp_path / "whole")
    whole, at, met = contents(tmp_path / "whole"), 0, True
    (tmp_path / "folder").mkdir()
    while met:
        at += 1
        with fault(tmp_path / "folder", at) as refused, suppress(CannotWriteError):
            best_frames(clip, count=1, output=tmp_path / "folder/out", force=True)
        met = refused.met
        there = contents(tmp_path / "folder/out")

        assert there.items() <= whole.items(), at
        assert met or there == whole

    assert at >= 2
