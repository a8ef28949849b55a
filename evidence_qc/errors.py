"""Every error the package raises on purpose: each class carries its exit code and its remedy.

A broken media file is never one of these: it is a finding in the report.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import IntEnum

from evidence_qc.language import Sentence, Value, is_known, plain, render


class ExitCode(IntEnum):
    """What the process tells its caller (the contract of every command)."""

    OK = 0
    FINDINGS = 1
    USAGE = 2
    NO_INPUT = 3
    MISSING_DEPENDENCY = 4
    CANNOT_WRITE = 5
    MISMATCH = 6
    BUG = 70
    INTERRUPTED = 130


class EvidenceQcError(Exception):
    """Base of all errors: one clear sentence and, where there is one, what to do next.

    Args:
        message: an id of the catalogues (``error.path-missing``), the reason code that programs
            act on; anything else is taken for the English sentence itself.
        remedy: an id, or a sentence. By default the id of the message followed by ``-remedy``,
            where the catalogues hold that.
        values: what both speak of, by name.
    """

    exit_code: ExitCode = ExitCode.BUG

    def __init__(self, message: str, /, remedy: str | None = None, **values: object) -> None:
        super().__init__(message)
        self.message_id = message
        self.values: Mapping[str, Value] = {key: plain(value) for key, value in values.items()}
        self._remedy = remedy

    @property
    def remedy_id(self) -> str | None:
        """The id of what to do, or None where there is nothing to do."""
        if self._remedy is not None:
            return self._remedy or None
        own = f"{self.message_id}-remedy"
        return own if is_known(own) else None

    @property
    def message(self) -> Sentence:
        """What is wrong, in English."""
        return Sentence(self.message_id, **self.values)

    @property
    def remedy(self) -> Sentence | None:
        """What to do, in English."""
        remedy = self.remedy_id
        return None if remedy is None else Sentence(remedy, **self.values)

    def message_in(self, language: str) -> str:
        """What is wrong, in a language of the catalogues."""
        return render(self.message_id, self.values, language=language)

    def remedy_in(self, language: str) -> str | None:
        """What to do, in a language of the catalogues."""
        remedy = self.remedy_id
        return None if remedy is None else render(remedy, self.values, language=language)

    def in_language(self, language: str) -> str:
        """What is wrong and what to do, in a language of the catalogues."""
        return " ".join(filter(None, (self.message_in(language), self.remedy_in(language))))

    def __str__(self) -> str:
        return f"{self.message} {self.remedy}" if self.remedy else self.message


class UsageError(EvidenceQcError):
    """An option, an argument or a case file does not make sense."""

    exit_code = ExitCode.USAGE


class ProfileError(UsageError):
    """A profile is unknown, or one of its values is."""


class NoInputError(EvidenceQcError):
    """Nothing that was named holds a photo or a video."""

    exit_code = ExitCode.NO_INPUT


class MissingDependencyError(EvidenceQcError):
    """A program or codec that this job needs is not installed."""

    exit_code = ExitCode.MISSING_DEPENDENCY


class CannotWriteError(EvidenceQcError):
    """The output cannot be written, or stands there already."""

    exit_code = ExitCode.CANNOT_WRITE


class VerifyError(EvidenceQcError):
    """A bundle does not match its manifest."""

    exit_code = ExitCode.MISMATCH


class CannotFitError(UsageError):
    """What was asked does not fit the limits of the profile, whatever is tried."""
