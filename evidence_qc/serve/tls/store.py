"""The certificate of this computer, kept for the next time: a browser warns of a new one again."""

from __future__ import annotations

import os
import socket
import stat
import sys
import tempfile
from collections.abc import Collection
from contextlib import suppress
from datetime import UTC, datetime
from importlib.util import find_spec
from pathlib import Path

import platformdirs

from evidence_qc.errors import CannotWriteError, MissingDependencyError
from evidence_qc.report.whole_file import FULL, cannot_write
from evidence_qc.serve.addresses import own_addresses
from evidence_qc.serve.middleware import WILDCARDS
from evidence_qc.serve.settings import Tls

NAME = "certificate.pem"
_OTHERS = 0o077
"""Rights of everybody else: who may read the key can speak in this computer's name."""


def data_folder() -> Path:
    """The platform's folder for this user's data; ``EVIDENCE_QC_DATA`` overrides it."""
    if override := os.environ.get("EVIDENCE_QC_DATA"):
        return Path(override)
    return platformdirs.user_data_path("evidence-qc", appauthor=False)


def names_of(host: str, further: Collection[str] = ()) -> tuple[str, ...]:
    """All that browsers may call a server that listens on ``host``, this computer's own first."""
    own = ("localhost", "127.0.0.1", "::1")
    others = (*own_addresses(host), socket.gethostname()) if host in WILDCARDS else (host,)
    return tuple(dict.fromkeys((*own, *others, *further)))


def certificate_for(
    names: Collection[str], *, folder: Path | None = None, now: datetime | None = None
) -> Tls:
    """The certificate that is kept; a new one where none is, or it does not serve any more.

    It is made anew when it ends within a month, when it lacks one of the names, when it is damaged,
    and when others could have read its key.

    Args:
        names: addresses and names of this server (``names_of``).
        folder: where it is kept; None: ``data_folder()``.
        now: with a time zone; None: the time.

    Raises:
        MissingDependencyError: the extra ``tls`` is not installed.
        CannotWriteError: it cannot be kept.
    """
    if find_spec("cryptography") is None:
        raise MissingDependencyError("error.tls-package")
    from evidence_qc.serve.tls.certificate import fingerprint_of, make_certificate, serves

    path = (folder or data_folder()) / NAME
    at = now or datetime.now(UTC)
    pem = _kept(path)
    if pem is None or not serves(pem, names, at):
        pem = make_certificate(names, at)
        _keep(path, pem)
    return Tls(path, fingerprint_of(pem))


def _kept(path: Path) -> bytes | None:
    """What is kept, as long as nobody else can have read or changed it."""
    with suppress(OSError):
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):  # of a pipe there may be no end
            return None
        # Windows keeps others out of a user's folder by other means, which the mode does not tell.
        if sys.platform == "win32" or (
            not status.st_mode & _OTHERS and status.st_uid == os.getuid()
        ):
            return path.read_bytes()
    return None


def _keep(path: Path, pem: bytes) -> None:
    """Whole or not at all, and at no moment for other eyes."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        descriptor, part = tempfile.mkstemp(prefix=f".{NAME}-", dir=path.parent)  # 0600
        try:
            with os.fdopen(descriptor, "wb") as stream:
                stream.write(pem)
            Path(part).replace(path)
        except BaseException:
            Path(part).unlink(missing_ok=True)
            raise
    except OSError as error:
        if error.errno in FULL:
            raise cannot_write(path, error) from error
        reason = (error.strerror or type(error).__name__).lower()
        raise CannotWriteError(
            "error.certificate-not-kept", folder=path.parent, reason=reason
        ) from error
