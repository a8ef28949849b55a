"""What all requests share, made when the server starts and gone when it ends."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from anyio import CapacityLimiter

from evidence_qc.examine.start import start_workers
from evidence_qc.report.html import ThumbnailCache
from evidence_qc.runtime.cache import FactsCache
from evidence_qc.runtime.executor import default_jobs, one_thread_per_worker
from evidence_qc.runtime.owned import owned_temporary_folder
from evidence_qc.serve.cases.store import CaseStore, kept, sole_keeper
from evidence_qc.serve.jobs import Jobs
from evidence_qc.serve.settings import Settings
from evidence_qc.stages.appearances import Appearances
from evidence_qc.stages.resources import SharedResources

FILES = "files"
"""What came with a request, below its folder."""


@dataclass(frozen=True, slots=True)
class AppState:
    """One model, one pixel budget, one memory of facts and small pictures, one line of requests."""

    settings: Settings
    folder: Path
    resources: SharedResources
    thumbnail_cache: ThumbnailCache
    """Small pictures by digest, for the page; not the user's, and gone with the server."""
    jobs: Jobs
    cases: CaseStore
    decoders: CapacityLimiter = field(default_factory=lambda: CapacityLimiter(2))
    """So many small pictures are decoded at the same time, whoever asks."""

    def forget(self, digests: Sequence[str]) -> None:
        """No picture of these files stays."""
        for cache in filter(None, (self.thumbnail_cache, self.resources.pictures)):
            cache.drop(digests)
        if self.resources.appearances:
            self.resources.appearances.drop(digests)

    @contextmanager
    def staging(self) -> Iterator[Path]:
        """A folder for one request, in it one for its files; whatever happens, nothing is left.

        Raises:
            CannotWriteError: there is no room for it.
        """
        with kept("upload"):
            folder = Path(tempfile.mkdtemp(prefix="request-", dir=self.folder))
        try:
            with kept("upload"):
                (folder / FILES).mkdir()
            yield folder
        finally:
            shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def open_app_state(settings: Settings) -> Iterator[AppState]:
    """Everything the server needs, in a temporary folder that only this user can look into.

    What a server that was killed left, uploads included, goes first.
    """
    with (
        owned_temporary_folder("serve") as folder,
        FactsCache(folder / "facts.sqlite") as facts,
        ThumbnailCache(folder / "thumbnails.sqlite") as thumbnail_cache,
        ThumbnailCache(folder / "bundles.sqlite") as pictures,
        # Scans that run side by side would each set OpenCV's threads for all of them.
        one_thread_per_worker(2),
        # Whoever leaves ends the workers of their request; the next one need not wait for it.
        start_workers(settings.jobs or default_jobs(), spare=1) as workers,
        ExitStack() as until_closed,
    ):
        root = settings.keep or folder / "cases"
        until_closed.enter_context(sole_keeper(root))
        cases = CaseStore(root.resolve(), settings.upload_files_max)
        jobs = Jobs(settings.at_once, settings.waiting_max)
        try:
            resources = SharedResources(
                facts, workers=workers, pictures=pictures, appearances=Appearances()
            )
            yield AppState(settings, folder.resolve(), resources, thumbnail_cache, jobs, cases)
        finally:
            jobs.close()
