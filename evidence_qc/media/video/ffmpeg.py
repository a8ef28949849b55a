"""The outside program ffmpeg as a watched child: found, started, read, and never left behind.

A child that says nothing for too long is killed; so is one whose reader raised (Ctrl-C included).
Errors in the media are lines of the child's log; only a missing program is an exception.
"""

from __future__ import annotations

import logging
import os
import subprocess
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from types import TracebackType
from typing import Self

from evidence_qc.errors import MissingDependencyError

_LOG = logging.getLogger(__name__)

DEMUXERS = (
    "mov,mp4,m4a,3gp,3g2,mj2,matroska,webm,avi,mpegts,mpeg,mpegvideo,h264,hevc,flv,asf,ogg,ivf,"
    "mxf,dv,wtv,rm,nut,gif,apng,webp_pipe,live_flv,m4v,mjpeg,yuv4mpegpipe,mpjpeg,av1,obu"
)
"""Containers that are opened; playlists, which name other files or hosts, are not."""

NAMED_BY = "IMAGEIO_FFMPEG_EXE"
"""The variable that imageio-ffmpeg takes for the program, unasked whether it is one."""
ANSWERS_S = 20.0
"""Within this time an ffmpeg says its version, however busy the computer is."""
MAX_PIXELS = 8192 * 8192
"""A stated frame size above this is not decoded."""


@dataclass(frozen=True, slots=True)
class Timeouts:
    """How long a child may take."""

    stall_s: float = 30.0
    """Longest silence while its output is awaited."""
    total_s: float = 1800.0
    """Longest sum of waiting; time the reader spends on its own work does not count."""


@dataclass(frozen=True, slots=True)
class Ended:
    """How a child ended."""

    returncode: int
    log: tuple[str, ...]
    """Its last lines on stderr."""
    timed_out: bool = False


def ffmpeg_path() -> str:
    """The ffmpeg to run: the one of imageio-ffmpeg, or what ``NAMED_BY`` names.

    Raises:
        MissingDependencyError: there is none for this platform, or what was named is none.
    """
    try:
        import imageio_ffmpeg

        program = str(imageio_ffmpeg.get_ffmpeg_exe())
    except (ImportError, RuntimeError) as error:
        raise MissingDependencyError("error.ffmpeg-missing") from error
    if os.environ.get(NAMED_BY) and not _is_ffmpeg(program):  # else every clip would be blamed
        raise MissingDependencyError("error.ffmpeg-other", variable=NAMED_BY, program=program)
    return program


@lru_cache(maxsize=1)
def _is_ffmpeg(program: str) -> bool:
    """Whether a program starts, and says of itself that it is one."""
    try:
        answer = subprocess.run(
            [program, "-version"],
            stdin=subprocess.DEVNULL, capture_output=True, timeout=ANSWERS_S, check=True,
        )  # fmt: skip
    except (OSError, ValueError, subprocess.SubprocessError):
        return False
    return answer.stdout.startswith(b"ffmpeg version")


def input_arguments(path: str) -> list[str]:
    """Arguments that open a local file of any name and nothing else, whatever it contains.

    Args:
        path: file-system path; bytes that are not Unicode as surrogate escapes.
    """
    return [
        "-protocol_whitelist", "file,pipe,crypto,data",
        "-format_whitelist", DEMUXERS,
        "-max_pixels", str(MAX_PIXELS),
        "-i", "file:" + path,
    ]  # fmt: skip


class FfmpegProcess:
    """One running ffmpeg: read its stdout, hear its log, be sure that it ends.

    Use as a context manager; leaving it in any way ends the process.
    """

    def __init__(
        self,
        arguments: Sequence[str],
        *,
        timeouts: Timeouts | None = None,
        on_line: Callable[[str], object] | None = None,
        program: str | None = None,
    ) -> None:
        """Start ``ffmpeg ARGUMENTS``; ``on_line`` hears its log from another thread.

        Raises:
            MissingDependencyError: there is no ffmpeg, or it cannot be started.
        """
        self._timeouts = timeouts or Timeouts()
        self._on_line = on_line
        self._log: deque[str] = deque(maxlen=200)
        self._timed_out = False
        self._waiting_since: float | None = None
        self._begun: float | None = None
        self._waited_s = 0.0
        self._done = threading.Event()
        program = program or ffmpeg_path()
        try:
            self._process = subprocess.Popen(
                [program, "-hide_banner", "-nostdin", *arguments],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                bufsize=0,
                pipesize=1 << 20,
                start_new_session=os.name == "posix",
            )
        except OSError as error:
            raise MissingDependencyError(
                "error.ffmpeg-not-started",
                program=Path(program).name,
                reason=error.strerror or error,
            ) from error
        _LOG.debug("process %d: ffmpeg %r", self._process.pid, arguments)
        self._threads = [
            threading.Thread(target=self._hear, daemon=True),
            threading.Thread(target=self._watch, daemon=True),
        ]
        for thread in self._threads:
            thread.start()

    def read_into(self, buffer: memoryview) -> int:
        """Fill ``buffer`` from stdout; returns the bytes read, fewer only at the end."""
        stdout = self._process.stdout
        assert stdout is not None
        filled = 0
        self._begun = self._waiting_since = time.monotonic()
        while filled < len(buffer):
            count = stdout.readinto(buffer[filled:])  # type: ignore[attr-defined]
            if not count:
                break
            filled += count
            self._waiting_since = time.monotonic()
        self._rest()
        return filled

    def read_all(self, limit: int = 1 << 28) -> bytes:
        """All of stdout, at most ``limit`` bytes."""
        pieces = bytearray()
        piece = bytearray(1 << 20)
        while wanted := min(len(piece), limit - len(pieces)):
            count = self.read_into(memoryview(piece)[:wanted])
            if not count:
                break
            pieces += piece[:count]
        return bytes(pieces)

    def lines(self) -> Iterator[str]:
        """Lines of stdout as they come."""
        stdout = self._process.stdout
        assert stdout is not None
        rest = b""
        while True:
            self._begun = self._waiting_since = time.monotonic()
            piece = stdout.read(1 << 16)
            self._rest()
            if not piece:
                return
            *lines, rest = (rest + piece).split(b"\n")
            yield from (line.decode("utf-8", "replace").strip() for line in lines)

    def finish(self) -> Ended:
        """Wait for the end that a closed stdout announces, within the timeouts."""
        self._begun = self._waiting_since = time.monotonic()
        self._process.wait()
        self._rest()
        self._threads[0].join()
        return Ended(self._process.returncode, tuple(self._log), self._timed_out)

    def _rest(self) -> None:
        """Waiting is over for now."""
        if self._begun is not None:
            self._waited_s += time.monotonic() - self._begun
        self._begun = self._waiting_since = None

    def kill(self) -> None:
        """End the process now; safe to call twice."""
        if self._process.poll() is None:
            self._process.kill()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.kill()
        self._done.set()
        self._process.wait()
        for thread in self._threads:
            thread.join()
        _LOG.debug(
            "process %d: ended with %s, awaited for %.0f ms",
            self._process.pid, self._process.returncode, 1e3 * self._waited_s,
        )  # fmt: skip
        for pipe in (self._process.stdout, self._process.stderr):
            if pipe is not None:
                pipe.close()

    def _hear(self) -> None:
        stderr = self._process.stderr
        assert stderr is not None
        rest = b""
        while piece := stderr.read(1 << 16):
            *lines, rest = (rest + piece).replace(b"\r", b"\n").split(b"\n")
            self._say(lines)
            rest = rest[-4096:]
        self._say([rest])

    def _say(self, lines: Sequence[bytes]) -> None:
        for raw in lines:
            if line := raw.decode("utf-8", "replace").rstrip():
                self._log.append(line)
                if self._on_line is not None:
                    self._on_line(line)

    def _watch(self) -> None:
        while not self._done.wait(0.1):
            since, begun = self._waiting_since, self._begun
            if since is None or begun is None:
                continue
            now = time.monotonic()
            if (
                now - since > self._timeouts.stall_s
                or self._waited_s + now - begun > self._timeouts.total_s
            ):
                self._timed_out = True
                self.kill()
                return


def run(
    arguments: Sequence[str],
    *,
    timeouts: Timeouts | None = None,
    on_line: Callable[[str], object] | None = None,
) -> tuple[bytes, Ended]:
    """Run ffmpeg to its end; returns its stdout and how it ended.

    Raises:
        MissingDependencyError: there is no ffmpeg.
    """
    with FfmpegProcess(arguments, timeouts=timeouts, on_line=on_line) as process:
        output = process.read_all()
        return output, process.finish()
