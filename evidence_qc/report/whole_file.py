"""Writing a file so that it is whole or absent: the one place that gives it its name."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from io import TextIOWrapper
from pathlib import Path
from typing import BinaryIO, TextIO

from evidence_qc.errors import CannotWriteError
from evidence_qc.runtime.owned import is_temporary, owned_file, sweep

FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
"""What a disk says that takes no more: of all users, of this one, or in one file."""


@contextmanager
def whole_text(target: Path) -> Iterator[TextIO]:
    """A UTF-8 stream, line ends as they are, that becomes ``target`` when all of it was written.

    Whatever happens before, an error, a full disk, Ctrl-C, a kill: the old ``target`` stays, and
    what was written goes, at the latest when that target is written the next time. A link stays a
    link; what is no file (``/dev/null``, a pipe) is written to as it is.

    Raises:
        CannotWriteError: it cannot be written.
    """
    with whole_bytes(target) as stream:
        text = TextIOWrapper(stream, encoding="utf-8", newline="", errors="replace")
        try:
            yield text
            text.flush()
        finally:
            with suppress(OSError):  # what has no room is said by then
                text.detach()


@contextmanager
def whole_bytes(target: Path) -> Iterator[BinaryIO]:
    """The same for bytes."""
    try:
        real = Path(os.path.realpath(target))
        if real.exists() and not real.is_file():
            with real.open("wb") as stream:
                yield stream
            return
        sweep(real.parent, real.name)
        with owned_file(real.parent, real.name) as (descriptor, part):
            stream = os.fdopen(descriptor, "wb")
            try:
                yield stream
                _give_name(stream, part, real)
            finally:
                with suppress(OSError):
                    stream.close()
    except BrokenPipeError:
        raise
    except OSError as error:
        raise cannot_write(target, error) from error


def _give_name(stream: BinaryIO, part: Path, target: Path) -> None:
    """Rename once the disk has taken all of it; the rights of an older file stay."""
    stream.flush()
    os.fsync(stream.fileno())
    if target.exists():
        part.chmod(target.stat().st_mode & 0o777)
    if os.name == "nt":  # an open file has no other name there
        stream.close()
    part.replace(target)


def cannot_write(target: Path | str, error: OSError) -> CannotWriteError:
    """The error as one sentence with a remedy; another file than the target is named."""
    if error.errno in FULL:
        return CannotWriteError("error.disk-full", path=target)
    reason = error.strerror or str(error) or type(error).__name__
    failed = os.fsdecode(error.filename) if isinstance(error.filename, str | bytes) else ""
    if failed not in {"", str(target), os.path.realpath(target)} and not is_temporary(failed):
        return CannotWriteError("error.other-not-written", path=target, other=failed, reason=reason)
    return CannotWriteError("error.not-written", path=target, reason=reason)
