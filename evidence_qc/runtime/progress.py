"""Progress of long work: a protocol, a bar on a terminal's stderr, and silence."""

from __future__ import annotations

from types import TracebackType
from typing import TYPE_CHECKING, Protocol, Self

from evidence_qc.language import ENGLISH, Sentence

if TYPE_CHECKING:
    from rich.progress import TaskID


class Progress(Protocol):
    """What a stage tells its watcher; the parent holds it, workers never see it."""

    def start(self, what: str, total: int | None) -> None:
        """Begin a step of ``total`` pieces (None: unknown)."""

    def advance(self, by: float = 1) -> None:
        """Some pieces are done."""

    def pause(self) -> None:
        """Make room: someone is going to be asked something; the next ``start`` goes on."""


class Silent:
    """Says nothing: libraries, pipes and tests."""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        return None

    def start(self, what: str, total: int | None) -> None:
        """Say nothing."""

    def advance(self, by: float = 1) -> None:
        """Say nothing."""

    def pause(self) -> None:
        """Say nothing."""


class Bar:
    """A progress bar on stderr, gone when the work is done.

    Args:
        language: what its steps are said in.
    """

    def __init__(self, language: str = ENGLISH) -> None:
        from rich.console import Console
        from rich.progress import (
            BarColumn,
            MofNCompleteColumn,
            TextColumn,
            TimeRemainingColumn,
        )
        from rich.progress import (
            Progress as RichProgress,
        )

        self._bar = RichProgress(
            TextColumn("{task.description}"),
            BarColumn(),
            MofNCompleteColumn(),
            TimeRemainingColumn(),
            console=Console(stderr=True),
            transient=True,
        )
        self._task: TaskID | None = None
        self._language = language

    def __enter__(self) -> Self:
        self._bar.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._bar.stop()

    def start(self, what: str, total: int | None) -> None:
        """Replace the current step by a new one."""
        self._bar.start()
        if self._task is not None:
            self._bar.remove_task(self._task)
        said = Sentence.of(what).in_language(self._language)
        self._task = self._bar.add_task(said, total=total)

    def advance(self, by: float = 1) -> None:
        """Move the bar."""
        if self._task is not None:
            self._bar.advance(self._task, by)

    def pause(self) -> None:
        """Take the bar off the screen."""
        self._bar.stop()
