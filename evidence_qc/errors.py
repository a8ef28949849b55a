"""Every error the package raises on purpose: each class carries its exit code and its remedy.

A broken media file is never one of these: it is a finding in the report.
"""

from __future__ import annotations

from enum import IntEnum


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
    """Base of all errors: one clear sentence and, where there is one, what to do next."""

    exit_code: ExitCode = ExitCode.BUG

    def __init__(self, message: str, remedy: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.remedy = remedy

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
