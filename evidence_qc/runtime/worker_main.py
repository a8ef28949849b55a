"""The worker's side: tasks come on stdin, answers go to stdout, and it never outlives its parent.

A thread of its own listens, so that the end of the supervisor is heard while a decoder works.
"""

from __future__ import annotations

import os
import queue
import signal
import sys
import threading
import traceback
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from typing import IO, Any

from evidence_qc.errors import MissingDependencyError
from evidence_qc.runtime.messages import BrokenMessageError, Message, read_message, write_message

Answer = tuple[Mapping[str, Any], Sequence[bytes | memoryview]]
"""Plain JSON values, and raw bytes beside them."""


class Supervisor:
    """Whoever gave the task: lets decoded pixels in (``media.photo.decode.Budget``)."""

    def __init__(self, inbox: queue.SimpleQueue[Message], out: IO[bytes]) -> None:
        self._inbox = inbox
        self._out = out

    @contextmanager
    def take(self, pixels: int) -> Iterator[None]:
        """Hold so much of the budget that all workers share for the length of the block."""
        self.say({"take": pixels})
        self._inbox.get()
        try:
            yield
        finally:
            self.say({"give": pixels})

    def say(self, head: Mapping[str, Any], blobs: Sequence[bytes | memoryview] = ()) -> None:
        """Send a message; the worker ends where nobody hears it."""
        try:
            write_message(self._out, head, blobs)
        except (OSError, ValueError):
            _end()


def work_for_supervisor(handle: Callable[[Message, Supervisor], Answer]) -> None:
    """Do one task after the other until stdin ends; never returns before.

    Whatever libraries print goes nowhere: the streams are put out of their reach first. Memory
    that cannot be had, a program that is not there, and any other exception, is an answer.
    """
    tasks, out = _private_streams()
    _die_with_parent()
    with suppress(ValueError, OSError):
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the supervisor's to answer
    inbox: queue.SimpleQueue[Message] = queue.SimpleQueue()
    threading.Thread(target=_listen, args=(tasks, inbox), daemon=True).start()
    supervisor = Supervisor(inbox, out)
    supervisor.say({"ready": True})
    while True:
        task = inbox.get()
        _limit_memory(task.head.get("memory_bytes"))
        try:
            head, blobs = handle(task, supervisor)
        except MemoryError:
            supervisor.say({"failed": "memory"})
        except MissingDependencyError as error:  # no file's fault
            supervisor.say({"missing": error.message_id, "values": dict(error.values)})
        except Exception:  # whatever it is, it is this task's, and the next one may be well
            supervisor.say({"failed": "crash", "why": traceback.format_exc()})
        else:
            supervisor.say({"done": head}, blobs)
            del head, blobs


def _private_streams() -> tuple[IO[bytes], IO[bytes]]:
    """Stdin and stdout under other numbers; the old ones lead nowhere (also for ffmpeg)."""
    tasks = os.fdopen(os.dup(0), "rb")
    out = os.fdopen(os.dup(1), "wb")
    nothing = os.open(os.devnull, os.O_RDWR)
    os.dup2(nothing, 0)
    os.dup2(nothing, 1)
    return tasks, out


def _listen(tasks: IO[bytes], inbox: queue.SimpleQueue[Message]) -> None:
    try:
        while True:
            inbox.put(read_message(tasks))
    except BrokenMessageError:
        _end()


def _end() -> None:
    """End this process and what it started, at once, whatever its other threads do."""
    if hasattr(os, "killpg") and os.getpgrp() == os.getpid():
        os.killpg(0, signal.SIGKILL)
    os._exit(1)


def _die_with_parent() -> None:
    """Linux: also where a decoder that spins keeps this process from hearing that stdin ended."""
    if not sys.platform.startswith("linux"):
        return
    import ctypes

    with suppress(OSError, AttributeError):
        ctypes.CDLL(None).prctl(1, signal.SIGKILL)  # PR_SET_PDEATHSIG


def _limit_memory(memory_bytes: int | None) -> None:
    """What a task may allocate; one allocation that is larger fails before anything is touched."""
    try:
        import resource
    except ImportError:  # Windows
        return
    if not sys.platform.startswith("linux"):  # elsewhere it is stated, but not kept
        return
    with suppress(ValueError, OSError):
        hard = resource.getrlimit(resource.RLIMIT_DATA)[1]
        limit = hard if memory_bytes is None else memory_bytes
        resource.setrlimit(resource.RLIMIT_DATA, (limit, hard))
