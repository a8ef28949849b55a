"""Work done by the workers of a Dask scheduler: the contract of ``run_ordered``, on many machines.

Each worker process opens what its tasks share once and keeps it until the work is done. Results
depend on the versions of the libraries: a worker that has others is refused, at the start or
whenever it joins.
"""

from __future__ import annotations

import logging
import time
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping
from concurrent.futures import CancelledError
from contextlib import AbstractContextManager, ExitStack, closing, contextmanager, suppress
from dataclasses import dataclass
from itertools import islice
from typing import Any, Generic, TypeVar, cast
from uuid import uuid4

from distributed import Client, Future, WorkerPlugin, get_worker
from distributed.comm.core import CommClosedError
from distributed.scheduler import KilledWorker

from evidence_qc.errors import MissingDependencyError
from evidence_qc.runtime.executor import AHEAD

A = TypeVar("A")
B = TypeVar("B")
T = TypeVar("T")

Versions = Mapping[str, str]

TIMEOUT_S = 10
"""How long a scheduler may take to answer, and then the first worker to be there."""
RECONNECT_S = 60.0
"""How long one that went away is waited for: a restart, and its workers' way to it."""
RETRY_S = 0.5
TRIES = 3
"""Connections in a row without a single result, after which it is not waited for again."""

_LOG = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class ClusterJob(Generic[T, A, B]):
    """What workers are to do; all functions are found by their names on the worker."""

    work: Callable[[T, A], B]
    worker_context: Callable[[str], AbstractContextManager[T]]
    """Opens what the tasks of one worker process share; is given the worker's own folder for
    temporary files, which Dask removes even after a worker that was killed."""
    versions: Callable[[], Versions]
    """Name → version of everything that can change a result."""
    lost: Callable[[A], B]
    """The result of a piece whose workers died, each time it was tried."""


def run_on_cluster(
    job: ClusterJob[T, A, B], pieces: Iterable[A], *, address: str
) -> Generator[B, None, None]:
    """Yield ``job.work(worker_context, piece)`` for every piece, in order, one task a piece.

    A few pieces a thread of the cluster are under way or wait as results. Dask repeats the pieces
    of a worker that dies; a piece that was there each time is tried anew once its turn has come,
    for it may have been another's fault.

    Args:
        job: what to do.
        pieces: are taken as they are needed.
        address: of the scheduler, ``tcp://host:8786``.

    Raises:
        MissingDependencyError: no scheduler or no worker answers, one has other versions, or the
            scheduler went away and did not come back within ``RECONNECT_S``.
    """
    expected = job.versions()
    name = f"evidence-qc-{uuid4().hex}"
    following, under_way, fruitless = iter(pieces), deque[A](), 0
    connected = _connected(address)
    while True:
        with connected as client:
            try:
                _check_alike(client, job.versions, expected)
                plugin = _ContextPlugin(job.worker_context, job.versions, expected)
                client.register_plugin(plugin, name)
                task = _Task(name, job.work)
                with closing(_run(client, task, under_way, following, job.lost)) as results:
                    for result in results:
                        fruitless = 0
                        yield result
            except (CommClosedError, CancelledError, TimeoutError) as error:
                gone = _gone(address, error)
            else:
                return
            finally:
                # Closes the benches, which ends what their tasks still do. A scheduler that was
                # started anew knows none (ValueError); that must not hide why the work ended.
                with suppress(OSError, CommClosedError, TimeoutError, ValueError):
                    if client.status == "running":
                        client.unregister_worker_plugin(name)
        fruitless += 1
        if fruitless == TRIES:
            raise gone
        _LOG.warning("%s Waiting for it.", gone.message)
        connected = _connected_again(address, gone)


def _gone(address: str, error: BaseException) -> MissingDependencyError:
    made = MissingDependencyError("error.scheduler-gone", address=address)
    made.__cause__ = error
    return made


def _run(
    client: Client,
    task: _Task[T, A, B],
    under_way: deque[A],
    following: Iterator[A],
    lost: Callable[[A], B],
) -> Generator[B, None, None]:
    """Results in order; what has none yet stays in ``under_way`` for another connection."""

    def submit(piece: A) -> Future[B]:
        return client.submit(task, piece, pure=False)

    def result(piece: A, future: Future[B]) -> B:
        for again in (True, False):
            try:
                return future.result()
            except KilledWorker:
                if again:
                    future = submit(piece)
        return lost(piece)

    room = (1 + AHEAD) * max(1, sum(client.nthreads().values()))
    waiting = deque(submit(piece) for piece in under_way)
    try:
        while True:
            for piece in islice(following, max(0, room - len(waiting))):
                under_way.append(piece)
                waiting.append(submit(piece))
            if not waiting:
                return
            answer = result(under_way[0], waiting[0])
            under_way.popleft()
            waiting.popleft()
            yield answer
    finally:
        client.cancel(list(waiting))


class _Client(Client):
    """One that is closed where it could not start.

    Left to the garbage collector, its end waits for a lock of distributed's that whoever starts
    the next client, or a cluster, may be holding at that very moment: for ever.
    """

    def start(self, **kwargs: Any) -> None:
        """Connect; raises as ``Client`` does."""
        try:
            super().start(**kwargs)  # type: ignore[no-untyped-call]
        except BaseException:
            self.close()  # type: ignore[no-untyped-call]
            raise


@contextmanager
def _connected(address: str) -> Iterator[Client]:
    try:
        client = _Client(address, timeout=TIMEOUT_S, set_as_default=False)  # type: ignore[no-untyped-call]
    except (OSError, TimeoutError, ValueError) as error:
        raise MissingDependencyError("error.scheduler-missing", address=address) from error
    except TypeError as error:  # tls:// where Dask knows of no certificate
        raise MissingDependencyError(
            "error.scheduler-connection", address=address, reason=error
        ) from error
    with client:
        try:
            client.wait_for_workers(1, timeout=TIMEOUT_S)
        except TimeoutError as error:
            raise MissingDependencyError(
                "error.scheduler-without-worker", address=address
            ) from error
        yield client


@contextmanager
def _connected_again(address: str, gone: MissingDependencyError) -> Iterator[Client]:
    """The same for a scheduler that went away and may be started anew, with its workers."""
    until = time.monotonic() + RECONNECT_S
    with ExitStack() as stack:
        while True:
            try:
                client = stack.enter_context(_connected(address))
                break
            except MissingDependencyError:
                if time.monotonic() > until:
                    raise gone from None
                time.sleep(RETRY_S)
        yield client


def _check_alike(client: Client, versions: Callable[[], Versions], expected: Versions) -> None:
    answers = client.run(versions, on_error="return")
    for worker, answer in sorted(answers.items()):
        _check(worker, answer, expected)


def _check(worker: str, answer: Any, expected: Versions) -> None:
    if answer == expected:
        return
    if not isinstance(answer, Mapping):
        raise MissingDependencyError("error.cluster-worker-lacks", worker=worker, reason=answer)
    raise MissingDependencyError(
        "error.cluster-worker-differs",
        worker=worker,
        differences=[
            f"{key} {answer.get(key, 'none')} (here {expected.get(key, 'none')})"
            for key in [*expected, *answer]
            if answer.get(key) != expected.get(key)
        ],
    )


class _ContextPlugin(WorkerPlugin, Generic[T]):
    """Holds what the tasks of one worker process share, from its first task to the last."""

    def __init__(
        self,
        worker_context: Callable[[str], AbstractContextManager[T]],
        versions: Callable[[], Versions],
        expected: Versions,
    ) -> None:
        self._worker_context, self._versions, self._expected = worker_context, versions, expected
        self._shared: T
        self._open: ExitStack

    def setup(self, worker: Any) -> None:
        """Open it; the versions are compared when the first task comes."""
        self._open = ExitStack()
        self._shared = self._open.enter_context(self._worker_context(worker.local_directory))

    def teardown(self, worker: Any) -> None:
        """Close it."""
        self._open.close()

    def shared(self, worker: str) -> T:
        """What is shared; MissingDependencyError on a worker that came later with others."""
        _check(worker, self._versions(), self._expected)
        return self._shared


@dataclass(frozen=True, slots=True)
class _Task(Generic[T, A, B]):
    """What is sent: the worker context by its name, for it stays on the worker."""

    worker_context: str
    work: Callable[[T, A], B]

    def __call__(self, piece: A) -> B:
        worker = get_worker()
        plugin = cast("_ContextPlugin[T]", worker.plugins[self.worker_context])
        return self.work(plugin.shared(worker.address), piece)
