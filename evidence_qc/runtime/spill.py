"""Reports of many files: the first stay at hand, the others wait on disk until they are looked at.

Facts and findings of a photo take 3 kB as objects. Everybody who is handed the files of a scan may
walk over them as often as he likes; a set of any size takes 150 bytes a file while he does.
"""

from __future__ import annotations

import pickle
import tempfile
import threading
import weakref
from array import array
from dataclasses import fields
from typing import IO, Any, cast

from evidence_qc.model import FileReport

AT_HAND = 600
"""2 MB: a set up to this size, and so any case of the page, is never put aside."""


class SpillBuffer:
    """Takes reports and gives back what stands for them; safe to use from several threads.

    Args:
        at_hand: so many are kept as they are.
    """

    def __init__(self, at_hand: int = AT_HAND) -> None:
        self._room = at_hand
        self._lock = threading.Lock()
        self._file: IO[bytes] | None = None
        self._ends = array("Q", [0])
        self._latest: tuple[int, FileReport | None] = (-1, None)

    def put(self, report: FileReport) -> FileReport:
        """The report itself, or a stand-in that reads it from disk when it is asked for anything.

        A full disk costs memory, not the run.
        """
        with self._lock:
            if self._room > 0:
                self._room -= 1
                return report
            data = pickle.dumps(report, pickle.HIGHEST_PROTOCOL)
            try:
                file = self._opened()
                file.seek(self._ends[-1])
                file.write(data)
                file.flush()
            except OSError:
                return report
            self._ends.append(self._ends[-1] + len(data))
            return _stand_in(self, len(self._ends) - 2, report)

    def put_instead(self, old: FileReport, new: FileReport) -> FileReport:
        """What stands for ``new``, put aside if ``old`` was."""
        return self.put(new) if isinstance(old, _Shelved) else new

    def get(self, number: int) -> FileReport:
        """The report that was put aside as this number."""
        latest, report = self._latest
        if latest == number and report is not None:
            return report
        with self._lock:
            start, end = self._ends[number], self._ends[number + 1]
            file = self._opened()
            file.seek(start)
            data = file.read(end - start)
        # Our own words: the file has no name, and nobody else has it open.
        report = cast("FileReport", pickle.loads(data))
        self._latest = (number, report)
        return report

    def _opened(self) -> IO[bytes]:
        """The file, which lives as long as the buffer, and that as long as its reports."""
        if self._file is None:
            self._file = tempfile.TemporaryFile()  # noqa: SIM115
            weakref.finalize(self, self._file.close)
        return self._file


class _Shelved(FileReport):
    """Stands for a spilled report: equal to it, and as good in every way.

    What is asked for often and takes little room, verdict and score, it knows by heart; a slot that
    is empty sends Python to ``__getattr__``.
    """

    __slots__ = ("_number", "_spill")

    def __getattr__(self, name: str) -> Any:
        if name in {"_spill", "_number"}:
            raise AttributeError(name)  # a copy of a stand-in is a report of its own
        return getattr(self._spill.get(self._number), name)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, FileReport) and _values(self) == _values(other)

    def __hash__(self) -> int:
        return hash(_values(self))


def _stand_in(spill: SpillBuffer, number: int, report: FileReport) -> FileReport:
    made = object.__new__(_Shelved)
    for name, value in (
        ("_spill", spill),
        ("_number", number),
        ("verdict", report.verdict),
        ("score", report.score),
    ):
        object.__setattr__(made, name, value)
    return made


def _values(report: FileReport) -> tuple[object, ...]:
    return tuple(getattr(report, each.name) for each in fields(FileReport))
