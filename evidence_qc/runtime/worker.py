"""One worker process as its supervisor sees it: started, spoken to, watched, ended."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, cast

from evidence_qc.errors import MissingDependencyError
from evidence_qc.runtime.messages import Message, read_message, write_message
from evidence_qc.runtime.process_usage import cpu_seconds, resident_bytes
from evidence_qc.runtime.stop import Stop

_START = (
    "import gc,sys,json;sys.path[:]=json.loads(sys.argv[1]);gc.disable();"
    "from importlib import import_module;module=import_module(sys.argv[2]);"
    "gc.freeze();gc.enable();module.main()"
)
"""Modules are found where the supervisor finds them, and never in the working directory (-P).
What is imported stays: nobody need look through it for garbage, neither meanwhile, which takes
20 ms, nor later."""
_TEMPORARY = ("TMPDIR", "TEMP", "TMP")
"""Where Python, and what it starts, look for the folder of temporary files."""

_ENVIRONMENT = {
    # Its own arithmetic threads would only fight with the other workers.
    "OPENBLAS_NUM_THREADS": "1",
    "OMP_NUM_THREADS": "1",
    # glibc gives the pixels of each picture back to the system and asks for them again for the
    # next one, 3,000 page faults (7 ms) a photo, unless it is told to keep so many bytes. What is
    # larger than 32 MiB goes back at once all the same.
    "MALLOC_MMAP_THRESHOLD_": str(32 << 20),
    "MALLOC_TRIM_THRESHOLD_": str(128 << 20),
    "MALLOC_TOP_PAD_": str(1 << 20),
}
_TUNABLES = "GLIBC_TUNABLES"
_LARGE_PAGES = "glibc.malloc.hugetlb=1"
"""Pixels lie in large pages where the system leaves that to programs, as Linux does: 3 % less time
a photo of 12 megapixels for 1 MB more (2026-11). Other systems do not know it."""


def environment(ours: Mapping[str, str], temporary: Path | None) -> dict[str, str]:
    """Variables of a worker: ours, where its temporary files go, and what makes decoding quick."""
    places = {} if temporary is None else dict.fromkeys(_TEMPORARY, str(temporary))
    tunables = ":".join(filter(None, (ours.get(_TUNABLES), _LARGE_PAGES)))
    return {**ours, **_ENVIRONMENT, **places, _TUNABLES: tunables}


_PROCESSORS = os.cpu_count() or 1


@dataclass(frozen=True, slots=True)
class Allowance:
    """What one task may take."""

    cpu_s: float | None = None
    """Of the worker itself, where the system tells; None: no limit."""
    wall_s: float = 60.0
    """Without the time spent waiting for other work."""
    memory_bytes: int | None = None
    """Resident; None: no limit."""


class Worker:
    """One process that does one task at a time.

    Args:
        module: its ``main`` is what the process runs.
        temporary: a folder for its temporary files, removed with it; None: they lie where those of
            this process do.
    """

    def __init__(self, module: str, temporary: Path | None = None) -> None:
        paths = [path for path in sys.path if path]
        self._temporary = temporary
        try:
            self._process = subprocess.Popen(
                [sys.executable, "-P", "-c", _START, json.dumps(paths), module],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env=environment(os.environ, temporary),
                start_new_session=os.name == "posix",
            )
        except OSError as error:
            raise MissingDependencyError(
                "error.worker-not-started", reason=error.strerror or error
            ) from error
        self._tasks = cast("IO[bytes]", self._process.stdin)
        self._answers = cast("IO[bytes]", self._process.stdout)
        self._lock = threading.Lock()
        self._allowance: Allowance | None = None
        self._cpu_before_s = 0.0
        self._began = 0.0
        self._waiting_since: float | None = None
        self._stop: Stop | None = None
        self.is_ready = False
        """It has said so: whatever ends it from now on, it is not how it was started."""
        self.ended_for = ""
        """Why it was killed: ``time``, ``memory`` or ``stop``; empty: nobody killed it."""

    @property
    def pid(self) -> int:
        """The number of the process."""
        return self._process.pid

    def send(self, head: Mapping[str, Any], blobs: Sequence[bytes] = ()) -> None:
        """Send a message; one that nobody reads is noticed by ``receive``."""
        with suppress(OSError, ValueError):
            write_message(self._tasks, head, blobs)

    def receive(self) -> Message:
        """Wait for a message; raises BrokenMessageError once the process has ended."""
        return read_message(self._answers)

    def begin(self, allowance: Allowance, stop: Stop | None) -> None:
        """A task begins: from now on ``measure_usage`` counts."""
        with self._lock:
            self._allowance, self._stop = allowance, stop
            self._cpu_before_s = cpu_seconds(self.pid) or 0.0
            self._began, self._waiting_since = time.monotonic(), None

    def end(self) -> None:
        """The task has ended."""
        with self._lock:
            self._allowance = self._stop = None

    def wait_begins(self) -> None:
        """It waits for others; that time is not its own."""
        with self._lock:
            self._waiting_since = time.monotonic()

    def wait_ends(self) -> None:
        """It goes on."""
        with self._lock:
            if self._waiting_since is not None:
                self._began += time.monotonic() - self._waiting_since
                self._waiting_since = None

    def measure_usage(self) -> None:
        """Kill it if its task was stopped or took more than it may."""
        with self._lock:
            allowance = self._allowance
            if allowance is None:
                return
            if reason := self._reason(allowance):
                self.ended_for = reason
                self._allowance = None
                self.kill()

    def _reason(self, allowance: Allowance) -> str:
        if self._stop is not None and self._stop.is_set():
            return "stop"
        if allowance.memory_bytes is not None:
            resident = resident_bytes(self.pid)
            if resident is not None and resident > allowance.memory_bytes:
                return "memory"
        if self._waiting_since is not None:
            return ""
        wall_s = time.monotonic() - self._began
        if wall_s > allowance.wall_s:
            return "time"
        # Nearly all tasks have ended before they can have spent so much.
        if allowance.cpu_s is not None and wall_s * _PROCESSORS > allowance.cpu_s:
            spent = cpu_seconds(self.pid)
            if spent is not None and spent - self._cpu_before_s > allowance.cpu_s:
                return "time"
        return ""

    def kill(self) -> None:
        """End it and what it started, at once."""
        if self._process.returncode is not None:
            return
        with suppress(OSError):
            if hasattr(os, "killpg"):
                os.killpg(self.pid, signal.SIGKILL)
            else:
                self._process.kill()

    def clean(self) -> None:
        """Wait until it has ended, and remove what it wrote."""
        self._process.wait()
        with self._lock:  # so that nobody else is still at it when this returns
            if self._temporary is not None:
                shutil.rmtree(self._temporary, ignore_errors=True)

    def close(self) -> None:
        """Kill it and leave nothing of it."""
        self.kill()
        self.clean()
        for stream in (self._tasks, self._answers):
            with suppress(OSError, ValueError):
                stream.close()
