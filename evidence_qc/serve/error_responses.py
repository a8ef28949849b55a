"""Errors as a client hears of them: an HTTP status, a code, a sentence and what to do."""

from __future__ import annotations

from evidence_qc.errors import (
    CannotFitError,
    CannotWriteError,
    EvidenceQcError,
    MissingDependencyError,
    NoInputError,
    ProfileError,
    UsageError,
)
from evidence_qc.language.catalogue import ENGLISH
from evidence_qc.report.text import message_to_dict, printable


class ForbiddenError(UsageError):
    """Another host's name, or another site's page: not for whom this server is."""


class UnauthorizedError(UsageError):
    """The server asks for a token, and the request carries none or another."""


class NotFoundError(UsageError):
    """There is nothing at this address."""


class MethodError(UsageError):
    """There is something at this address, but it is asked for in another way."""


class TooLargeError(UsageError):
    """More bytes or files than the server takes."""


class MediaTypeError(UsageError):
    """The body is neither a form nor a file."""


class TooSlowError(UsageError):
    """Nothing of the body came for a long time."""


class ConflictError(UsageError):
    """A change was made on a version that is no longer the newest."""


class CaseFilesError(NoInputError):
    """A file of a kept case is gone from the disk, or is damaged there."""


class VersionError(UsageError):
    """A change does not say on which version it was made."""


class BusyError(EvidenceQcError):
    """Too many others wait already.

    Args:
        message: as of every error.
        retry_after_s: when it is worth to ask again.
    """

    def __init__(self, message: str, /, *, retry_after_s: int = 5) -> None:
        super().__init__(message)
        self.retry_after_s = max(1, retry_after_s)


class GoneError(EvidenceQcError):
    """Nobody waits for the answer any more: the client left, or the server is to end."""


STATUS: dict[type[EvidenceQcError], tuple[int, str]] = {
    ForbiddenError: (403, "forbidden"),
    UnauthorizedError: (401, "unauthorized"),
    NotFoundError: (404, "not-found"),
    MethodError: (405, "method-not-allowed"),
    ConflictError: (412, "conflict"),
    VersionError: (428, "version"),
    TooSlowError: (408, "too-slow"),
    TooLargeError: (413, "too-large"),
    MediaTypeError: (415, "unsupported-media-type"),
    ProfileError: (400, "profile"),
    CannotFitError: (422, "cannot-fit"),
    UsageError: (400, "usage"),
    NoInputError: (422, "no-input"),
    MissingDependencyError: (501, "missing-dependency"),
    CannotWriteError: (507, "cannot-write"),
    BusyError: (503, "busy"),
    GoneError: (503, "stopping"),
}
"""The first class that an error is one of tells its status and code; anything else is a bug."""

BUG = (500, "bug")


def status_of(error: EvidenceQcError) -> tuple[int, str]:
    """HTTP status and code."""
    return next((found for kind, found in STATUS.items() if isinstance(error, kind)), BUG)


def as_json(code: str, error: EvidenceQcError, language: str = ENGLISH) -> dict[str, object]:
    """The body of an answer that is an error; it repeats names, so nothing in it steers."""
    remedy = error.remedy_in(language)
    return {
        "error": {
            "code": code,
            "message": printable(error.message_in(language)),
            "remedy": printable(remedy) if remedy else remedy,
            **message_to_dict(error.message_id, error.values, printable),
        }
    }
