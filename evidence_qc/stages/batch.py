"""Batch: many disputes, each a scan of its own; one of them never stops the others."""

from __future__ import annotations

import os
from collections.abc import Callable, Generator, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, ExitStack, closing, contextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Event

from evidence_qc.errors import (
    CannotWriteError,
    EvidenceQcError,
    MissingDependencyError,
    NoInputError,
)
from evidence_qc.examine.isolated import Isolation, workers_of
from evidence_qc.language import Sentence, is_known
from evidence_qc.media.files.discover import reason_of
from evidence_qc.media.files.disputes import Dispute, find_disputes
from evidence_qc.model import DisputeError, DisputeResult, Profile, ProfileRef
from evidence_qc.model.batch import BUG, CRASH
from evidence_qc.report.text import values_to_dict
from evidence_qc.runtime.cache import FactsCache
from evidence_qc.runtime.executor import default_jobs, one_thread_per_worker, run_ordered
from evidence_qc.runtime.progress import Progress, Silent
from evidence_qc.runtime.seen_photos import SeenPhotos
from evidence_qc.runtime.stop import StoppedError
from evidence_qc.stages.about import tool_info, versions
from evidence_qc.stages.context import ScanContext
from evidence_qc.stages.resources import SharedResources, SourceRoot
from evidence_qc.stages.reused import with_reused
from evidence_qc.stages.scan import Paths, as_arguments, scan_case


@dataclass(frozen=True, slots=True)
class WorkerContext:
    """What all disputes of one process share."""

    resources: SharedResources
    stop: Event = field(default_factory=Event)
    """Once it is set, every dispute ends at its next file."""
    folder: str | None = None
    """Where to keep what is fetched; None: among the user's temporary files."""


def scan_batch(
    roots: Paths,
    *,
    profile: str | Profile = "aliexpress",
    jobs: int | None = None,
    use_cache: bool = True,
    progress: Progress | None = None,
    cluster: str | None = None,
    isolation: Isolation = "thread",
) -> Iterator[DisputeResult]:
    """Scan every dispute below some folders; results come one by one, sorted by name.

    What an error of one dispute would have stopped in ``scan`` is its result here.

    Args:
        roots: folders, or URLs that fsspec reads; each direct sub-folder is one dispute, with its
            own ``case.toml`` if it has one.
        profile: name, path of a TOML file, or a loaded profile.
        jobs: workers; by default one a processor.
        use_cache: take the facts of unchanged files from the user's cache.
        progress: is told how many disputes are done.
        cluster: address of a Dask scheduler whose workers do it; they have to see the same
            folders. ``jobs`` means nothing then.
        isolation: as in ``scan``.

    Raises:
        NoInputError: a folder does not exist, or there is no dispute.
        ProfileError: the profile is unknown or wrong.
        UsageError: two disputes have the same name.
        MissingDependencyError: the cluster, or what reads a URL, is not there or does not fit.
    """
    context = ScanContext.of(
        profile, jobs=jobs, use_cache=use_cache, progress=progress, isolation=isolation
    )
    return scan_disputes(find_disputes(as_arguments(roots)).disputes, context, cluster=cluster)


def scan_disputes(
    disputes: Sequence[Dispute],
    context: ScanContext,
    *,
    cluster: str | None = None,
    seen: SeenPhotos | None = None,
) -> Generator[DisputeResult, None, None]:
    """The same for disputes that are found already, in the order given.

    ``seen`` holds the photos of disputes that came before these, and is given theirs.
    """
    use_cache, isolation, progress = context.use_cache, context.isolation, context.progress
    work = partial(scan_dispute, profile=context.profile, use_cache=use_cache)
    if cluster is None:
        jobs = context.jobs or default_jobs()
        open_context = partial(
            open_worker_context, use_cache=use_cache, jobs=jobs, isolation=isolation
        )
        results = _side_by_side(work, disputes, open_context=open_context, jobs=jobs)
    else:
        open_context = partial(open_worker_context, use_cache=use_cache, isolation=isolation)
        results = _on_cluster(
            work, disputes, open_context=open_context, address=cluster, profile=context.profile
        )
    progress.start(Sentence("progress.disputes"), len(disputes))
    with closing(results), seen or SeenPhotos() as known:
        for result in results:
            progress.advance()
            yield with_reused(result, known)


@contextmanager
def open_worker_context(
    folder: str | None = None,
    *,
    use_cache: bool,
    jobs: int = 1,
    isolation: Isolation = "thread",
) -> Iterator[WorkerContext]:
    """What all disputes of one process share; nothing of them runs on when it is closed."""
    stop = Event()
    with (
        FactsCache.at_default() if use_cache else FactsCache(None) as facts,
        # On a cluster it is the worker's threads that bound what is done at once.
        workers_of(isolation, max(jobs, default_jobs())) as workers,
        # Scans that run side by side would each set OpenCV's threads for all of them.
        one_thread_per_worker(2),
        ThreadPoolExecutor(jobs, thread_name_prefix="evidence-qc") as pool,
    ):
        worker_context = WorkerContext(
            SharedResources(facts, pool=pool if jobs > 1 else None, workers=workers, stop=stop),
            stop,
            folder=folder,
        )
        try:
            yield worker_context
        finally:
            worker_context.stop.set()


def scan_dispute(
    worker_context: WorkerContext,
    dispute: Dispute,
    *,
    profile: Profile,
    use_cache: bool,
    jobs: int = 1,
) -> DisputeResult:
    """One dispute, whatever becomes of it."""
    result = _result_of(dispute, profile)
    source_root: SourceRoot | None = None
    try:
        with _at_hand(dispute, worker_context) as source_root:
            context = ScanContext(
                profile,
                jobs=jobs,
                use_cache=use_cache,
                progress=_Watch(worker_context.stop),
                source_root=source_root,
                resources=worker_context.resources,
            )
            report, _ = scan_case(".", context)
    except StoppedError:
        raise
    except Exception as error:
        return result(error=_format_result(error, source_root))
    return result(report=report)


def _side_by_side(
    work: Callable[..., DisputeResult],
    disputes: Sequence[Dispute],
    *,
    open_context: Callable[[], AbstractContextManager[WorkerContext]],
    jobs: int,
) -> Generator[DisputeResult, None, None]:
    """By threads of this process: ``jobs`` examine files, as many more keep a dispute each.

    The files of all disputes under way go to the same threads. So small disputes keep all of
    them busy while one is being found, judged or summed up, and a huge one has them for itself
    when the others wait for it to be written. Measured on two busy cores (2026-11, 12 MP): 22
    photos a second for 20 disputes of 12, and for one of 150 beside two smaller ones; one dispute
    after the other 21 and 21, one thread a dispute 22 and 21. More of them at once gain nothing.
    """
    with open_context() as worker_context:
        one = partial(work, worker_context, jobs=jobs)
        with closing(run_ordered(one, disputes, jobs=jobs, stop=worker_context.stop)) as results:
            yield from results


def _on_cluster(
    work: Callable[..., DisputeResult],
    disputes: Sequence[Dispute],
    *,
    open_context: Callable[[str], AbstractContextManager[WorkerContext]],
    address: str,
    profile: Profile,
) -> Generator[DisputeResult, None, None]:
    """By the workers of a Dask scheduler, one dispute a thread.

    Reports come here to be written, which takes 0.4 ms a photo (2026-11): one client keeps up with
    about a hundred cores.
    """
    try:
        from evidence_qc.runtime.cluster import ClusterJob, run_on_cluster
    except ImportError as error:
        raise MissingDependencyError("error.dask-missing", reason=error) from error
    job = ClusterJob(
        work=work,
        worker_context=open_context,
        versions=versions,
        lost=partial(_lost, profile=profile),
    )
    with closing(run_on_cluster(job, disputes, address=address)) as results:
        yield from results


@contextmanager
def _at_hand(dispute: Dispute, worker_context: WorkerContext) -> Iterator[SourceRoot]:
    """Where the files of the dispute are; what was fetched for it is gone afterwards."""
    if not dispute.is_remote:
        try:
            with os.scandir(dispute.where):
                pass
        except OSError as error:
            raise NoInputError("error.folder-unreadable", reason=reason_of(error)) from error
        yield SourceRoot(Path(dispute.where))
        return
    from evidence_qc.media.files.remote import fetch

    with ExitStack() as until_done:
        try:
            room = TemporaryDirectory(
                prefix="evidence-qc-", dir=worker_context.folder, ignore_cleanup_errors=True
            )
        except OSError as error:
            raise CannotWriteError("error.fetched-not-kept", reason=reason_of(error)) from error
        name = until_done.enter_context(room)
        root = Path(name).resolve()
        yield SourceRoot(root, fetch(dispute.where, root, _Watch(worker_context.stop).advance))


class _Watch(Silent):
    """Ends a scan at its next file once its worker context is closed."""

    def __init__(self, stop: Event) -> None:
        self._stop = stop

    def advance(self, by: float = 1) -> None:
        """Raises StoppedError once nobody waits."""
        if self._stop.is_set():
            raise StoppedError


def _format_result(error: Exception, source_root: SourceRoot | None) -> DisputeError:
    """Without where the files stand for the moment: equal disputes give equal lines."""
    if isinstance(error, EvidenceQcError):
        return _error(error.exit_code.name.lower().replace("_", "-"), error, source_root)
    if isinstance(error, OSError):
        said = NoInputError("error.dispute-not-read", reason=reason_of(error))
        return _error("no-input", said, source_root)
    bug = EvidenceQcError("error.dispute-bug", type=type(error).__name__, reason=error)
    return _error(BUG, bug, source_root)


def _error(kind: str, error: EvidenceQcError, source_root: SourceRoot | None) -> DisputeError:
    hide = source_root.hides if source_root else str
    return DisputeError(
        kind,
        hide(error.message),
        hide(error.remedy or ""),
        error.message_id if is_known(error.message_id) else "",
        values_to_dict(error.values, hide),
    )


def _lost(dispute: Dispute, *, profile: Profile) -> DisputeResult:
    error = _error(CRASH, EvidenceQcError("error.dispute-crash"), None)
    return _result_of(dispute, profile)(error=error)


def _result_of(dispute: Dispute, profile: Profile) -> partial[DisputeResult]:
    """A result that lacks nothing but its report or its error."""
    return partial(DisputeResult, dispute.name, tool_info(), ProfileRef.of(profile))
