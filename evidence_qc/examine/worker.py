"""What a worker process does: ``python -m evidence_qc.examine.worker``, spoken to over its pipes.

Pixels are judged where they were decoded. Facts go back, and pixels only where they are wanted as
such: a small picture, a tile of a collage.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from evidence_qc.examine.file import ExamineContext, examine_file
from evidence_qc.examine.viewfinder import examine_viewfinder
from evidence_qc.focus import FocusModel
from evidence_qc.media.files.discover import Found
from evidence_qc.media.photo.decode import pixel_count, read_rgb
from evidence_qc.model import DamageKind, Mark
from evidence_qc.model.serial import from_plain, to_plain
from evidence_qc.runtime.messages import Message
from evidence_qc.runtime.worker_main import Answer, Supervisor, work_for_supervisor


def main() -> None:
    """Work until the supervisor closes the pipe."""
    cv2.setNumThreads(1)
    work_for_supervisor(_Tasks())


class _Tasks:
    def __init__(self) -> None:
        self._focus = FocusModel()

    def __call__(self, task: Message, supervisor: Supervisor) -> Answer:
        if "examine" in task.head:
            return self._examine(task.head, supervisor)
        if "viewfinder" in task.head:
            return self._viewfinder(task)
        if "read" in task.head:
            return _lines(task, supervisor)
        return _rgb(task, supervisor)

    def _viewfinder(self, task: Message) -> Answer:
        frame, *before = task.blobs
        try:
            seen = examine_viewfinder(
                frame, before[0] if before else None, task.head["viewfinder"], self._focus
            )
        except ValueError as error:
            return {"error": str(error)}, []
        return {"seen": to_plain(seen)}, []

    def _examine(self, head: Any, supervisor: Supervisor) -> Answer:
        thumbnail_px = head["thumbnail_px"]
        kept = None if thumbnail_px is None else _Kept(thumbnail_px)
        if cv2.getNumThreads() != head["opencv_threads"]:
            cv2.setNumThreads(head["opencv_threads"])
        tools = ExamineContext(
            self._focus,
            supervisor,
            best_frames=head["best_frames"],
            decoder_threads=head["decoder_threads"],
            thumbnails=kept,
        )
        with _heard(head["log_level"]) as said:
            facts = examine_file(
                from_plain(Found, head["examine"]),
                tools,
                marks=[from_plain(Mark, mark) for mark in head["marks"]],
                companion=head["companion"],
            )
        if any(damage.kind is DamageKind.OUT_OF_MEMORY for damage in facts.damage):
            raise MemoryError
        rgb = kept.rgb if kept else None
        if rgb is None:
            return {"facts": to_plain(facts), "log": said, "shape": None}, []
        return {"facts": to_plain(facts), "log": said, "shape": rgb.shape}, [_bytes(rgb)]


@contextmanager
def _heard(level: int) -> Iterator[list[tuple[str, int, str]]]:
    """What is logged meanwhile: logger, level and sentence, for the supervisor to log again."""
    said: list[tuple[str, int, str]] = []

    class Listener(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            said.append((record.name, record.levelno, record.getMessage()))

    logger, listener = logging.getLogger("evidence_qc"), Listener()
    logger.setLevel(level)
    logger.addHandler(listener)
    try:
        yield said
    finally:
        logger.removeHandler(listener)


def _rgb(task: Message, supervisor: Supervisor) -> Answer:
    (data,), format = task.blobs, task.head["rgb"]
    try:
        with supervisor.take(pixel_count(data, format)):
            rgb = read_rgb(data, format, max_long_side_px=task.head["max_long_side_px"])
    except ValueError as error:
        return {"error": str(error)}, []
    return {"shape": rgb.shape}, [_bytes(rgb)]


def _lines(task: Message, supervisor: Supervisor) -> Answer:
    from evidence_qc.measures.content.printed_lines import LONG_SIDE_PX, printed_lines

    (data,), format = task.blobs, task.head["read"]
    try:
        with supervisor.take(pixel_count(data, format)):
            rgb = read_rgb(data, format, max_long_side_px=LONG_SIDE_PX)
            return {"lines": list(printed_lines(rgb, task.head["quarter_turns"]))}, []
    except ValueError as error:
        return {"error": str(error)}, []


class _Kept:
    """Takes the small picture of the one file that is examined (``examine.photo.Thumbnails``)."""

    def __init__(self, long_side_px: int) -> None:
        self.long_side_px = long_side_px
        self.rgb: NDArray[np.uint8] | None = None

    def put(self, sha256: str, rgb: NDArray[np.uint8]) -> None:
        self.rgb = rgb


def _bytes(rgb: NDArray[np.uint8]) -> memoryview:
    return np.ascontiguousarray(rgb).data.cast("B")


if __name__ == "__main__":
    main()
