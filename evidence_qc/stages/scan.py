"""Scan: find, examine, judge, compare, sum up."""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from evidence_qc.case.ask import complete
from evidence_qc.case.case_file import find_case_file
from evidence_qc.case.load import load_case
from evidence_qc.case.options import CaseOptions
from evidence_qc.case.proposed import usable_first
from evidence_qc.case.summary import summarise
from evidence_qc.errors import NoInputError
from evidence_qc.examine.isolated import Isolation
from evidence_qc.media.files.discover import Discovery, Found, discover, is_not_there
from evidence_qc.model import (
    Case,
    FileFacts,
    FileReport,
    Finding,
    Mark,
    Profile,
    ProfileRef,
    Report,
    Skipped,
)
from evidence_qc.rules.judge import Judge, with_findings
from evidence_qc.runtime.progress import Progress
from evidence_qc.runtime.spill import SpillBuffer
from evidence_qc.stages.about import tool_info
from evidence_qc.stages.context import CaseInput, ScanContext
from evidence_qc.stages.examine import examine_all
from evidence_qc.stages.resources import SourceRoot

if TYPE_CHECKING:
    from evidence_qc.examine.photo import Thumbnails

N = TypeVar("N", Found, Skipped)
Paths = str | os.PathLike[str] | Sequence[str | os.PathLike[str]]


def scan(
    paths: Paths,
    *,
    profile: str | Profile = "aliexpress",
    case_options: CaseOptions | None = None,
    case_file: str | os.PathLike[str] | None = None,
    jobs: int | None = None,
    use_cache: bool = True,
    progress: Progress | None = None,
    thumbnails: Thumbnails | None = None,
    isolation: Isolation = "thread",
) -> Report:
    """Give every photo and video a verdict, and sum up what the case still lacks.

    Args:
        paths: files, folders or patterns.
        profile: name, path of a TOML file, or a loaded profile.
        case_options: what the user says about the dispute.
        case_file: a ``case.toml``; by default the one in the folder, if any.
        jobs: workers; by default one a processor.
        use_cache: take the facts of unchanged files from the user's cache.
        progress: is told how far the work is.
        thumbnails: is given a small picture of each photo that is decoded.
        isolation: ``"process"`` reads each file in a process of its own kind, which a file that
            crashes its decoder, or never ends, takes down alone; it costs half a second to start.
            ``"thread"`` reads them in this process.

    Raises:
        NoInputError: nothing there is a photo or a video.
        ProfileError: the profile is unknown or wrong.
        UsageError: an option or the case file makes no sense.
    """
    context = ScanContext.of(
        profile, jobs=jobs, use_cache=use_cache, progress=progress, isolation=isolation
    )
    given = CaseInput(case_options, Path(case_file) if case_file else None)
    report, _ = scan_case(paths, replace(context, thumbnails=thumbnails), given)
    return report


def scan_case(
    paths: Paths, context: ScanContext, given: CaseInput | None = None
) -> tuple[Report, Case]:
    """The same as ``scan``, with the case that the files make."""
    given = given or CaseInput()
    arguments = as_arguments(paths)
    root = context.root or Path()
    found = _find(arguments, context.source_root)
    case_path = given.file or find_case_file([str(root / a) for a in arguments])
    read_case = partial(load_case, arguments, options=given.options, case_toml=case_path, base=root)
    marks = _marks(read_case, found) if case_path or given.options else {}

    skipped = _without_case_file(found, case_path, root)
    not_found = [each.path for each in skipped if is_not_there(each)]
    waiting = deque(found.files)
    del found  # of a folder of 10,000, what is examined need not be kept twice

    beside = ThreadPoolExecutor(1)
    tool = beside.submit(tool_info)  # asks ffmpeg for its version, which takes a moment
    beside.shutdown(wait=False)
    judge = Judge.for_profile(context.profile)
    spill = SpillBuffer()
    examined = examine_all(waiting, marks, context)
    with closing(examined):  # whatever happens, nobody works on when the scan has ended
        files: Sequence[FileReport] = [spill.put(judge.file(facts)) for facts in examined]
    case = read_case([_for_grouping(file.facts) for file in files])
    if given.answer is not None:
        context.progress.pause()
        case = complete(case, files, given.answer)
    case = usable_first(case, files)
    of_file, of_set = judge.side_by_side(files, case)
    files = [_noted(file, of_file, spill) for file in files]
    report = Report(
        tool=tool.result(),
        profile=ProfileRef.of(context.profile),
        files=tuple(files),
        findings=of_set,
        skipped=skipped,
        case=summarise(case, files, context.profile, not_found),
    )
    return report, case


def _for_grouping(facts: FileFacts) -> FileFacts:
    """What a case is made of: names, times and looks, without the measurements."""
    return FileFacts(
        path=facts.path,
        media=facts.media,
        metadata=facts.metadata,
        fingerprint=facts.fingerprint,
        companion=facts.companion,
        shows=facts.shows,
        video=replace(facts.video, samples=(), shake=()) if facts.video else None,
    )


def _noted(
    file: FileReport, of_file: Mapping[str, Sequence[Finding]], spill: SpillBuffer
) -> FileReport:
    """The report with what its neighbours say about it."""
    more = of_file.get(file.facts.path)
    return spill.put_instead(file, with_findings(file, more)) if more else file


def as_arguments(paths: Paths) -> list[str]:
    """One path or many, as strings; NoInputError where there is none."""
    several = [paths] if isinstance(paths, str | os.PathLike) else paths
    found = [os.fspath(path) for path in several]
    if not found:
        raise NoInputError("error.nothing-named")
    return found


def _find(arguments: Sequence[str], source_root: SourceRoot | None) -> Discovery:
    if source_root is None:
        found = discover(arguments)
    else:
        places = [str(source_root.root / argument) for argument in arguments]
        is_whole = places == [str(source_root.root)]
        there = (source_root.found if is_whole else None) or discover(places)
        found = Discovery(
            tuple(_seen_from(source_root, each) for each in there.files),
            tuple(_seen_from(source_root, each) for each in there.skipped),
        )
    if not found.files:
        skipped = len(found.skipped) or ""
        if source_root:
            raise NoInputError("error.no-media-in-folder", skipped=skipped)
        raise NoInputError("error.no-media", places=arguments[:3], skipped=skipped)
    return found


def _seen_from(source_root: SourceRoot, each: N) -> N:
    return replace(
        each, path=source_root.display_path(each.path), path_b64=source_root.raw(each.path_b64)
    )


def _marks(read_case: partial[Case], found: Discovery) -> Mapping[str, Sequence[Mark]]:
    """Where the user says the defects are; needed before anything is measured."""
    bare = [FileFacts(path=each.path, media=each.identity.media) for each in found.files]
    return read_case(bare).marks


def _without_case_file(found: Discovery, case_path: Path | None, root: Path) -> tuple[Skipped, ...]:
    """What was skipped, less the case file, which was read."""
    if case_path is None:
        return found.skipped
    return tuple(each for each in found.skipped if root / each.path != case_path)
