"""Examine: the facts of every file, measured or remembered, by all workers, in order."""

from __future__ import annotations

import logging
import time
from collections import deque
from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, closing, nullcontext
from functools import partial
from threading import Event
from typing import Any

from evidence_qc.examine.isolated import examine_isolated, workers_of
from evidence_qc.language import Sentence
from evidence_qc.media.files.discover import Found
from evidence_qc.media.photo.metadata import companions
from evidence_qc.model import FileFacts, Mark, Media
from evidence_qc.model.serial import to_plain
from evidence_qc.runtime.budget import PixelBudget
from evidence_qc.runtime.cache import FactsCache, content_key, facts_key
from evidence_qc.runtime.code_stamp import code_stamp
from evidence_qc.runtime.executor import default_jobs, one_thread_per_worker, run_ordered
from evidence_qc.runtime.stop import AnyStop
from evidence_qc.stages.context import ScanContext
from evidence_qc.stages.resources import PIXELS_AT_ONCE, SharedResources

_LOG = logging.getLogger(__name__)


def examine_all(
    files: deque[Found], marks: Mapping[str, Sequence[Mark]], context: ScanContext
) -> Generator[FileFacts, None, None]:
    """Facts of every file, in order; from the cache where the file has not changed.

    Takes each file off the queue as its turn comes.
    """
    resources, use_cache, jobs = context.resources, context.use_cache, context.jobs
    workers = min(jobs or default_jobs(), max(1, len(files)))
    clips = sum(each.identity.media is Media.VIDEO for each in files)
    photos, video = (
        (resources.budget, resources.clips)
        if resources
        else (PixelBudget(PIXELS_AT_ONCE), PixelBudget(PIXELS_AT_ONCE))
    )
    # One clip alone has all processors; several share them.
    decoder_threads = max(1, (jobs or default_jobs()) // max(1, min(clips, workers)))
    tools: dict[str, Any] = {
        "budget": photos,
        "clips": video,
        "decoder_threads": decoder_threads,
        "thumbnails": context.thumbnails,
    }
    halves = companions([(each.path, each.identity.format) for each in files])
    stamp = code_stamp() if use_cache else ""
    digests = context.source_root.digests if context.source_root else {}

    def examine(each: Found) -> FileFacts:
        of_file = marks.get(each.path, ())
        companion = halves.get(each.path)
        digest = digests.get(each.path)
        key = _key(each, stamp, of_file, companion, digest) if use_cache else ""
        facts = cache.get(key) if use_cache else None
        if facts is not None:
            _LOG.debug("%r: remembered", each.path)
        else:
            begun = time.monotonic()
            identity = each.identity
            _LOG.debug("%r: opened, %s of %d bytes", each.path, identity.format, each.size_bytes)
            facts = read(each, of_file, companion)
            _LOG.debug("%r: examined in %.0f ms", each.path, 1e3 * (time.monotonic() - begun))
            if use_cache and not any(damage.may_pass for damage in facts.damage):
                cache.put(key, facts)
        return facts

    def read(each: Found, of_file: Sequence[Mark], companion: str | None) -> FileFacts:
        if processes is None:
            assert in_threads is not None
            return in_threads(each, marks=of_file, companion=companion)
        is_clip = each.identity.media is Media.VIDEO
        return examine_isolated(
            processes,
            each,
            budget=video if is_clip else photos,
            marks=of_file,
            companion=companion,
            decoder_threads=decoder_threads,
            opencv_threads=opencv_threads,
            thumbnails=context.thumbnails,
            stop=AnyStop(closed, context.stop),
        )

    opencv_threads = default_jobs() if workers == 1 else 1
    closed = Event()
    context.progress.start(Sentence("progress.files"), len(files))
    pool = resources.pool if resources else None
    with (
        _memory(use_cache, resources) as cache,
        workers_of(context.decoders, workers) as processes,
        nullcontext() if processes else one_thread_per_worker(workers),
    ):
        in_threads = _in_threads(tools, resources) if processes is None else None
        # One file more than are worked on is at hand: no worker waits until the facts of its last
        # one are unpacked, judged and kept.
        at_hand = workers + 1 if processes and workers > 1 else workers
        with closing(
            run_ordered(examine, _drain(files), jobs=at_hand, pool=pool, stop=closed)
        ) as examined:
            for facts in examined:
                context.progress.advance()
                yield facts


def _in_threads(
    tools: dict[str, Any], resources: SharedResources | None
) -> Callable[..., FileFacts]:
    """``examine_file`` with what it needs; loaded only where it is this process that decodes."""
    from evidence_qc.examine.file import ExamineContext, examine_file
    from evidence_qc.focus import FocusModel

    focus = resources.focus if resources else FocusModel()
    return partial(examine_file, tools=ExamineContext(focus, **tools))


def _memory(
    use_cache: bool, resources: SharedResources | None
) -> AbstractContextManager[FactsCache]:
    if resources is not None:
        return nullcontext(resources.facts)
    return FactsCache.at_default() if use_cache else FactsCache(None)


def _drain(queue: deque[Found]) -> Iterator[Found]:
    while queue:
        yield queue.popleft()


def _key(
    each: Found, stamp: str, marks: Sequence[Mark], companion: str | None, digest: str | None
) -> str:
    extra = repr((each.path, companion, to_plain(tuple(marks))))
    if digest:
        return content_key(digest, stamp=stamp, extra=extra)
    return facts_key(
        each.path_fs,
        stamp=stamp,
        size_bytes=each.size_bytes,
        mtime_ns=each.mtime_ns,
        ctime_ns=each.ctime_ns,
        inode=each.inode,
        extra=extra,
    )
