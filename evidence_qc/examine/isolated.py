"""Files read by worker processes: the facts that ``examine_file`` gives, whatever a file does.

Threads and processes give the same facts. A file that ends its worker, or takes too long or too
much memory, is a file with that damage.
"""

from __future__ import annotations

import logging
import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Literal

from evidence_qc.examine.start import start_workers
from evidence_qc.model import Damage, DamageKind, FileFacts, Mark, Media, ViewfinderFrame
from evidence_qc.model.serial import DAMAGED, from_plain, to_plain
from evidence_qc.runtime.budget import PixelBudget
from evidence_qc.runtime.messages import Message
from evidence_qc.runtime.stop import Stop
from evidence_qc.runtime.worker import Allowance
from evidence_qc.runtime.workers import TaskError, Workers

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from evidence_qc.examine.photo import Thumbnails
    from evidence_qc.media.files.discover import Found

Isolation = Literal["thread", "process"] | Workers
"""Where files are decoded: in threads of this process, or in processes of their own, those given
or some that are started for the purpose."""

PHOTO_CPU_S = 8.0
"""What no photo of 12 megapixels takes on the slowest computer: it takes 0.15 s (2026-11) …"""
BYTES_PER_CPU_S = 2_000_000
"""… and more for more bytes: a 100-MB file may be as large as it says."""
WALL_RATIO = 2.5
"""A busy computer gives a worker this share of its time at least."""
CLIP_S = 600.0
"""ffmpeg has its own timeouts; this is for what surrounds it …"""
BYTES_PER_CLIP_S = 1_000_000
"""… and longer clips take longer."""
MEMORY_BYTES = 1_100_000_000
"""Resident, of one worker: what the largest picture that is let in takes, and a little more."""
RGB_MEMORY_BYTES = 3_000_000_000
"""For a photo that was examined before, and is wanted at full size: 200 megapixels in colour."""

READ_CPU_S = 120.0
"""Reading the print of a page takes 3 s; a slow computer and a full page take longer."""

_DAMAGES = {
    "crash": Damage(DamageKind.CRASH, "damage.crash", 1.0),
    "time": Damage(DamageKind.TOO_SLOW, "damage.too-slow", 1.0),
    "memory": Damage(DamageKind.OUT_OF_MEMORY, "damage.out-of-memory", 1.0),
}


@contextmanager
def workers_of(isolation: Isolation, jobs: int) -> Iterator[Workers | None]:
    """The workers that are given, or some for the length of the block; None for threads."""
    if isinstance(isolation, Workers):
        yield isolation
    elif isolation == "process":
        with start_workers(jobs) as workers:
            yield workers
    elif isolation == "thread":
        yield None
    else:
        raise ValueError(f"isolation is 'thread' or 'process', not {isolation!r}")


def examine_isolated(
    workers: Workers,
    found: Found,
    *,
    budget: PixelBudget,
    marks: Sequence[Mark] = (),
    companion: str | None = None,
    best_frames: int = 3,
    decoder_threads: int = 1,
    opencv_threads: int = 1,
    thumbnails: Thumbnails | None = None,
    stop: Stop | None = None,
) -> FileFacts:
    """The facts of a file that is read in a worker process (see ``examine_file``).

    Raises:
        StoppedError: ``stop`` was set before it was done.
        MissingDependencyError: no worker can be started, or there is no ffmpeg.
    """
    is_clip = found.identity.media is Media.VIDEO
    task = {
        # The name holds wherever this process goes to meanwhile.
        "examine": to_plain(replace(found, path_fs=os.path.abspath(found.path_fs))),  # noqa: PTH100
        "marks": to_plain(list(marks)),
        "companion": companion,
        "log_level": logging.getLogger("evidence_qc").getEffectiveLevel(),
        "best_frames": best_frames,
        "decoder_threads": decoder_threads,
        "opencv_threads": opencv_threads,
        "thumbnail_px": None if thumbnails is None else thumbnails.long_side_px,
    }
    try:
        memory = None if is_clip else MEMORY_BYTES
        answer = _call(workers, task, found.size_bytes, budget, stop, memory_bytes=memory)
        facts = _facts_of(answer)
    except TaskError as error:
        from evidence_qc.examine.file import broken_facts

        return broken_facts(found, _DAMAGES[error.reason])
    for name, level, sentence in answer.head["log"]:
        logging.getLogger(name).log(level, "%s", sentence)
    if thumbnails is not None and answer.head["shape"]:
        thumbnails.put(facts.sha256, _array(answer))
    return facts


def _facts_of(answer: Message) -> FileFacts:
    """What a worker says of its file; TaskError for what is none: a file that took it over."""
    try:
        return from_plain(FileFacts, answer.head["facts"])
    except DAMAGED as error:
        raise TaskError("crash") from error


def decode_rgb(
    data: bytes,
    format: str,
    *,
    workers: Workers | None,
    max_long_side_px: int | None = None,
    stop: Stop | None = None,
) -> NDArray[np.uint8]:
    """Upright sRGB pixels, uint8 H×W×3, of a photo that was examined (see ``read_rgb``).

    Args:
        data: the whole file.
        format: as ``identify`` says.
        workers: decode it; None: it is decoded in this process.
        max_long_side_px: area-averaged down to at most this long side; never enlarged.
        stop: once it is set, the work is dropped.

    Raises:
        ValueError: nothing can be decoded.
        StoppedError: ``stop`` was set.
    """
    if workers is None:
        from evidence_qc.media.photo.decode import read_rgb

        return read_rgb(data, format, max_long_side_px=max_long_side_px)
    task = {"rgb": format, "max_long_side_px": max_long_side_px}
    try:
        answer = _call(
            workers, task, len(data), None, stop, memory_bytes=RGB_MEMORY_BYTES, blobs=[data]
        )
    except TaskError as error:
        raise ValueError(_DAMAGES[error.reason].message) from error
    if "error" in answer.head:
        raise ValueError(answer.head["error"])
    return _array(answer)


def examine_frame(
    workers: Workers,
    frame: bytes,
    before: bytes | None,
    step_s: float,
    *,
    stop: Stop | None = None,
) -> ViewfinderFrame:
    """What a worker measured of one frame of a viewfinder (see ``examine_viewfinder``).

    Raises:
        ValueError: no such frame.
        StoppedError: ``stop`` was set.
    """
    blobs = [frame] if before is None else [frame, before]
    allowance = Allowance(PHOTO_CPU_S, WALL_RATIO * PHOTO_CPU_S, MEMORY_BYTES)
    try:
        answer = workers.call(
            {"viewfinder": step_s}, blobs, allowance=allowance, lane="viewfinder", stop=stop
        )
    except TaskError as error:
        raise ValueError(_DAMAGES[error.reason].message) from error
    if "error" in answer.head:
        raise ValueError(answer.head["error"])
    return from_plain(ViewfinderFrame, answer.head["seen"])


def read_print(
    data: bytes,
    format: str,
    *,
    workers: Workers | None,
    stop: Stop | None = None,
    quarter_turns: int = 0,
) -> tuple[str, ...]:
    """The lines of print in a photo that was examined (see ``printed_lines``).

    Raises:
        ValueError: nothing can be decoded.
        StoppedError: ``stop`` was set.
    """
    if workers is None:
        from evidence_qc.measures.content.printed_lines import LONG_SIDE_PX, printed_lines

        rgb = decode_rgb(data, format, workers=None, max_long_side_px=LONG_SIDE_PX)
        return printed_lines(rgb, quarter_turns)
    allowance = Allowance(READ_CPU_S, WALL_RATIO * READ_CPU_S, RGB_MEMORY_BYTES)
    try:
        answer = workers.call(
            {"read": format, "quarter_turns": quarter_turns},
            [data],
            allowance=allowance,
            budget=None,
            lane="photos",
            stop=stop,
        )
    except TaskError as error:
        raise ValueError(_DAMAGES[error.reason].message) from error
    if "error" in answer.head:
        raise ValueError(answer.head["error"])
    return tuple(answer.head["lines"])


def _call(
    workers: Workers,
    task: Mapping[str, Any],
    size_bytes: int,
    budget: PixelBudget | None,
    stop: Stop | None,
    *,
    memory_bytes: int | None,
    blobs: Sequence[bytes] = (),
) -> Message:
    """``memory_bytes`` None: a clip, whose memory ffmpeg has."""
    if memory_bytes is None:
        allowance = Allowance(wall_s=CLIP_S + size_bytes / BYTES_PER_CLIP_S)
    else:
        cpu_s = PHOTO_CPU_S + size_bytes / BYTES_PER_CPU_S
        allowance = Allowance(cpu_s, WALL_RATIO * cpu_s, memory_bytes)
    lane = "clips" if memory_bytes is None else "photos"
    return workers.call(task, blobs, allowance=allowance, budget=budget, lane=lane, stop=stop)


def _array(answer: Message) -> NDArray[np.uint8]:
    import numpy as np

    return np.frombuffer(answer.blobs[0], np.uint8).reshape(answer.head["shape"])
