"""Frames: the best moments of videos, written as stills."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from evidence_qc.bundle.frames import Format, frame_name, write_frame
from evidence_qc.errors import CannotWriteError, NoInputError, UsageError
from evidence_qc.examine.file import ExamineContext, examine_file
from evidence_qc.examine.isolated import Isolation, examine_isolated, workers_of
from evidence_qc.focus import FocusModel
from evidence_qc.language import NOTHING, Sentence
from evidence_qc.media.files.discover import Found, discover, is_not_there
from evidence_qc.media.files.safe_names import SafeNames
from evidence_qc.model import BestFrame, FileFacts, Media
from evidence_qc.runtime.budget import PixelBudget
from evidence_qc.runtime.progress import Progress, Silent
from evidence_qc.runtime.workers import Workers
from evidence_qc.stages.resources import PIXELS_AT_ONCE
from evidence_qc.stages.scan import Paths, as_arguments

COUNT_MAX = 100
"""Frames of one video; more are no choice."""


@dataclass(frozen=True, slots=True)
class Still:
    """One frame worth submitting, and where it was written."""

    source: str
    """The video, as the user typed it."""
    time_s: float
    score: float
    reason: Sentence = NOTHING
    path: str | None = None
    """None where nothing was to be written."""


@dataclass(frozen=True, slots=True)
class Frames:
    """The frames of some videos, and the videos that have none."""

    stills: tuple[Still, ...]
    without: tuple[Sentence, ...] = ()
    """One sentence for each, with what is wrong with it where that is known."""


def best_frames(
    videos: Paths,
    *,
    count: int = 3,
    output: str | os.PathLike[str] | None = None,
    form: str = "jpeg",
    force: bool = False,
    progress: Progress | None = None,
    isolation: Isolation = "thread",
) -> tuple[Still, ...]:
    """The best, mutually different frames of each video, best first.

    Args:
        videos: files, folders or patterns; what is not a video is left alone.
        count: frames a video, at most; 1 to 100.
        output: folder to write full-resolution stills to; None writes nothing.
        form: ``jpeg`` or ``png``.
        force: write over stills of the same name.
        progress: is told how far the work is.
        isolation: as in ``scan``.

    Raises:
        UsageError: the count is out of range.
        NoInputError: no frame of any video can be shown, or one that was named is not there.
        CannotWriteError: a still cannot be written, or stands there already.
    """
    return frames_of(
        videos,
        count=count,
        output=output,
        form=form,
        force=force,
        progress=progress,
        isolation=isolation,
    ).stills


def frames_of(
    videos: Paths,
    *,
    count: int = 3,
    output: str | os.PathLike[str] | None = None,
    form: str = "jpeg",
    force: bool = False,
    progress: Progress | None = None,
    isolation: Isolation = "thread",
) -> Frames:
    """The same as ``best_frames``, with the videos of which nothing can be shown."""
    if not 1 <= count <= COUNT_MAX:
        raise UsageError("error.frame-count", count=count, limit=COUNT_MAX)
    progress = progress or Silent()
    arguments = as_arguments(videos)
    there = discover(arguments)
    if missing := [each.path for each in there.skipped if is_not_there(each)]:
        raise NoInputError("error.path-missing", path=" or ".join(missing[:3]))
    found = [each for each in there.files if each.identity.media is not Media.PHOTO]
    if not found:
        raise NoInputError("error.no-video", places=tuple(arguments[:3]))
    stills: list[Still] = []
    without: list[Sentence] = []
    progress.start(Sentence("progress.moments"), len(found))
    with _all_or_none(output) as target, workers_of(isolation, 1) as workers:
        names = SafeNames()
        for each in found:
            # Of two clips of one name, in two folders or of two formats, the second gets a number.
            name = names.take(f"{PurePosixPath(each.path).stem}.mp4")
            facts = _examine(each, count, workers)
            frames = facts.video.best_frames[:count] if facts.video else ()
            if not frames:
                without.append(_without(facts))
            for frame in frames:
                path = None
                if target is not None:
                    path = _write(each, facts, frame, target, name, form, force=force)
                stills.append(Still(facts.path, frame.time_s, frame.score, frame.reason, path))
            progress.advance()
        if not stills:
            raise NoInputError("error.no-frame", places=tuple(arguments[:3]))
    return Frames(tuple(stills), tuple(without))


def _without(facts: FileFacts) -> Sentence:
    """Why nothing of a video can be shown: what is wrong with the file, else what a scan says."""
    if not facts.damage:
        return Sentence("frames.none", path=facts.path)
    damage = facts.damage[0]
    fault = Sentence(damage.message_id, **damage.values)
    return Sentence("frames.none-damaged", path=facts.path, fault=fault)


def _examine(found: Found, count: int, workers: Workers | None) -> FileFacts:
    budget = PixelBudget(PIXELS_AT_ONCE)
    if workers is not None:
        return examine_isolated(workers, found, budget=budget, best_frames=count)
    return examine_file(found, ExamineContext(FocusModel(), budget, best_frames=count))


@dataclass(frozen=True, slots=True)
class _Target:
    """Where stills go, and those that were not there before."""

    folder: Path
    fresh: list[Path]


@contextmanager
def _all_or_none(output: str | os.PathLike[str] | None) -> Iterator[_Target | None]:
    """A folder for stills; whatever breaks off, Ctrl-C too, what was new in it goes again.

    Else the same command, given once more, would find its own stills in its way.
    """
    if output is None:
        yield None
        return
    path = Path(output)
    made = [each for each in (path, *path.parents) if not os.path.lexists(each)]
    target = _Target(_folder(path), [])
    try:
        yield target
    except BaseException:
        with suppress(OSError):
            for still in target.fresh:
                still.unlink(missing_ok=True)
            for each in made:
                each.rmdir()
        raise


def _folder(path: Path) -> Path:
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise CannotWriteError(
            "error.folder-not-made", path=path, reason=error.strerror or error
        ) from error
    return path


def _write(
    found: Found,
    facts: FileFacts,
    frame: BestFrame,
    into: _Target,
    name: str,
    form: str,
    *,
    force: bool,
) -> str:
    suffix: Format = "png" if form == "png" else "jpg"
    target = into.folder / frame_name(name, frame.time_s, suffix)
    is_there = os.path.exists(target)  # noqa: PTH110 - no where pathlib raises
    if is_there and not force:
        raise CannotWriteError("error.file-exists", path=target)
    if not is_there:
        into.fresh.append(target)
    write_frame(found.path_fs, frame.time_s, target, display_path=facts.path, sha256=facts.sha256)
    return str(target)
