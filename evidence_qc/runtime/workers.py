"""Supervised worker processes: whatever a file does to its reader, the rest goes on.

A task is a message; its answer is one too. A worker that dies, takes too long or too much memory is
replaced, and its task is tried once more in a fresh one, with the whole budget of decoded
pixels for itself, before anybody says that it is the file's fault.
"""

from __future__ import annotations

import logging
import tempfile
import threading
from collections.abc import Mapping, Sequence
from contextlib import ExitStack, nullcontext, suppress
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from evidence_qc.errors import MissingDependencyError
from evidence_qc.runtime.budget import PixelBudget
from evidence_qc.runtime.messages import BrokenMessageError, Message
from evidence_qc.runtime.owned import owned_temporary_folder
from evidence_qc.runtime.stop import Stop, StoppedError
from evidence_qc.runtime.worker import Allowance, Worker

_POLL_S = 0.03
"""So often the tasks under way are looked at: memory grows by 0.1 GB in that time."""

_log = logging.getLogger(__name__)


class TaskError(Exception):
    """A task that ended its worker, twice."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason
        """``crash``, ``time`` or ``memory``."""


class _LostError(Exception):
    def __init__(self, reason: str, why: str = "") -> None:
        super().__init__(reason, why)
        self.reason = reason
        self.why = why


class Workers:
    """Worker processes, started as they are needed; a context manager.

    ``call`` may be called by several threads at once: each leads one task.

    Args:
        module: what a worker runs (``worker.Worker``).
        size: tasks of one lane that are worked on at once, at most.
        early: workers that are started at once, before there is a task.
        spare: workers that are held ready beside those at work, so that a task need not wait for
            the start of one after others were ended.
    """

    def __init__(self, module: str, *, size: int, early: int = 0, spare: int = 0) -> None:
        self.size = size
        self._module = module
        self._spare = spare
        self._lanes: dict[str, PixelBudget] = {}
        self._condition = threading.Condition()
        self._idle: list[Worker] = []
        self._all: set[Worker] = set()
        self._wanted = self._pending = min(early, size)
        self._waiting = 0
        self._has_worked = False
        self._start_error: Exception | None = None
        self._is_closed = False
        self._folder: Path | None = None
        # On Linux a child dies with the *thread* that started it: this one lives as long as all.
        self._keeper = threading.Thread(target=self._keep, name="evidence-qc-workers", daemon=True)
        self._keeper.start()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """End all workers, whatever they do."""
        with self._condition:
            self._is_closed = True
            self._condition.notify_all()
        self._keeper.join()

    def call(
        self,
        task: Mapping[str, Any],
        blobs: Sequence[bytes] = (),
        *,
        allowance: Allowance,
        budget: PixelBudget | None = None,
        lane: str = "",
        stop: Stop | None = None,
    ) -> Message:
        """Have a task done: the answer of the worker.

        Args:
            task: plain JSON values.
            blobs: raw bytes beside them.
            allowance: of each of the two tries.
            budget: of decoded pixels; a worker's demands are served from it.
            lane: tasks of another lane do not hold up those of this one.
            stop: once it is set, the task is dropped and its worker ended.

        Raises:
            TaskError: it ended its worker twice.
            StoppedError: ``stop`` was set.
            MissingDependencyError: no worker can be started, or it lacks what the task needs.
        """
        lost: _LostError | None = None
        with self._condition:
            turn = self._lanes.setdefault(lane, PixelBudget(self.size))
        with turn.take(1, stop=stop):
            for is_alone in (False, True):
                try:
                    return self._attempt(
                        Message(task, tuple(blobs)), allowance, budget, stop, is_alone=is_alone
                    )
                except _LostError as error:
                    lost = error
                    _log.info("worker lost: %s %s", error.reason, error.why)
        assert lost is not None
        raise TaskError(lost.reason) from lost

    def _attempt(
        self,
        task: Message,
        allowance: Allowance,
        budget: PixelBudget | None,
        stop: Stop | None,
        *,
        is_alone: bool,
    ) -> Message:
        limit = allowance.memory_bytes
        limited = Message({**task.head, "memory_bytes": limit and 2 * limit}, task.blobs)
        with budget.take_all(stop=stop) if budget and is_alone else nullcontext():
            if stop is not None and stop.is_set():
                raise StoppedError
            worker = self._take(is_fresh=is_alone)
            is_well = False
            try:
                worker.begin(allowance, stop)
                self._await_ready(worker)
                answer = _converse(worker, limited, None if is_alone else budget, stop)
                is_well = True
            except BrokenMessageError:
                if worker.ended_for == "stop" or self._is_closed:
                    raise StoppedError from None
                raise _LostError(worker.ended_for or "crash") from None
            finally:
                worker.end()
                self._put_back(worker, is_well=is_well)
            return answer

    def _await_ready(self, worker: Worker) -> None:
        if worker.is_ready:
            return
        try:
            worker.receive()
        except BrokenMessageError:
            if self._has_worked or self._is_closed or worker.ended_for:
                raise
            raise MissingDependencyError("error.workers-end", module=self._module) from None
        worker.is_ready = self._has_worked = True

    def _take(self, *, is_fresh: bool) -> Worker:
        with self._condition:
            if is_fresh and self._idle and all(each.is_ready for each in self._idle):
                self._drop(self._idle.pop(0))  # makes room for the one that is to come
            self._waiting += 1
            try:
                while True:
                    fit = [each for each in self._idle if not (is_fresh and each.is_ready)]
                    if fit:
                        # One that has worked, else the one that has had most time to get ready.
                        worker = next((each for each in reversed(fit) if each.is_ready), fit[0])
                        self._idle.remove(worker)
                        self._condition.notify_all()  # the keeper has something to look at
                        return worker
                    if self._start_error is not None:
                        raise self._start_error
                    if self._is_closed:
                        raise StoppedError
                    if self._pending < self._waiting:
                        self._pending += 1
                        self._wanted += 1
                        self._condition.notify_all()
                    self._condition.wait()
            finally:
                self._waiting -= 1

    def _put_back(self, worker: Worker, *, is_well: bool) -> None:
        with self._condition:
            if is_well and not self._is_closed:
                self._idle.append(worker)
                self._condition.notify_all()
            else:
                self._drop(worker)

    def _drop(self, worker: Worker) -> None:
        self._all.discard(worker)
        worker.close()

    def _keep(self) -> None:
        """Start workers, look at what they take, and end them; nothing of them is left."""
        with ExitStack() as until_ended:
            with suppress(OSError):  # most files need no such place
                self._folder = until_ended.enter_context(owned_temporary_folder("workers"))
            self._keep_workers()

    def _keep_workers(self) -> None:
        while True:
            with self._condition:
                if not self._wanted and not self._is_closed and not self._lacking:
                    is_busy = len(self._idle) < len(self._all)
                    self._condition.wait(_POLL_S if is_busy else None)
                if self._is_closed:
                    break
                spare = self._lacking
                self._pending += spare
                wanted, self._wanted = self._wanted + spare, 0
                looked_at = self._all.difference(self._idle)
            for _ in range(wanted):
                self._start()
            for worker in looked_at:
                worker.measure_usage()
        with self._condition:
            ended = self._all.difference(self._idle)
            for worker in self._idle:
                worker.close()
            for worker in ended:
                worker.kill()
            self._all.clear()
            self._idle.clear()
            self._condition.notify_all()
        for worker in ended:
            worker.clean()  # until then it may write what nobody would remove

    @property
    def _lacking(self) -> int:
        """Spare workers that are neither there nor on their way; none where they do not start."""
        if self._start_error is not None or not self._has_worked:
            return 0
        return max(0, self._spare - len(self._idle) - self._pending + self._waiting)

    def _start(self) -> None:
        try:
            worker = Worker(self._module, self._new_folder())
        except Exception as error:  # told to whoever waits for it
            with self._condition:
                self._pending -= 1
                self._start_error = error
                self._condition.notify_all()
            return
        with self._condition:
            self._pending -= 1
            self._all.add(worker)
            self._idle.append(worker)
            self._condition.notify_all()

    def _new_folder(self) -> Path | None:
        """For one worker's temporary files; None where there is no place for it."""
        if self._folder is None:
            return None
        try:
            return Path(tempfile.mkdtemp(dir=self._folder, prefix=""))
        except OSError:
            return None


def _converse(
    worker: Worker,
    task: Message,
    budget: PixelBudget | None,
    stop: Stop | None,
) -> Message:
    """Give the task and serve the worker's demands until it answers."""
    worker.send(task.head, task.blobs)
    with ExitStack() as held:
        while True:
            message = worker.receive()
            if "done" in message.head:
                return Message(message.head["done"], message.blobs)
            if "missing" in message.head:
                raise MissingDependencyError(message.head["missing"], **message.head["values"])
            if "failed" in message.head:
                raise _LostError(str(message.head["failed"]), str(message.head.get("why", "")))
            if "take" in message.head:
                worker.wait_begins()
                if budget is not None:
                    held.enter_context(budget.take(int(message.head["take"]), stop=stop))
                worker.wait_ends()
                worker.send({"granted": True})
            elif "give" in message.head:
                held.close()
