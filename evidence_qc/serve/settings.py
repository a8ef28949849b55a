"""What whoever starts the server may decide."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

DEFAULT_HOST = "127.0.0.1"
DEFAULT_PORT = 8470
"""Unassigned (IANA registry, seen 2026-11), and no common development server's."""

MEGABYTE = 1_000_000


@dataclass(frozen=True, slots=True)
class Tls:
    """What a server encrypts with."""

    path: Path
    """PEM: key and certificate."""
    fingerprint: str
    """SHA-256 of the certificate, as browsers show it."""


@dataclass(frozen=True, slots=True)
class Settings:
    """Where the server listens, whom it answers, and how much it takes."""

    host: str = DEFAULT_HOST
    port: int = DEFAULT_PORT
    token: str = ""
    """What every request must carry; empty: none, which is only for this computer alone."""
    allow_hosts: tuple[str, ...] = ()
    """Further names by which browsers may reach it."""
    allow_origins: tuple[str, ...] = ()
    """Web pages of other servers that may use it, ``https://shop.example``."""
    upload_bytes_max: int = 2000 * MEGABYTE
    """A request: some minutes of 4K video and fifty photos (by estimate: 400 MB a minute)."""
    upload_files_max: int = 500
    at_once: int = 2
    """Requests that are worked on at the same time."""
    waiting_max: int = 256
    """Requests that may wait for their turn; further ones are told to come back."""
    jobs: int | None = None
    """Workers a request; None: one a processor."""
    keep: Path | None = None
    """Where the page's case is kept after the server has ended; None: it goes with the server."""
    tls: Tls | None = None
    """With it only https is answered; None: plain HTTP."""
