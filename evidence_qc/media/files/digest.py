"""SHA-256 of files: what an original is known by."""

from __future__ import annotations

import hashlib
from typing import BinaryIO

BLOCK_BYTES = 1 << 20


def sha256(data: bytes) -> str:
    """Hex SHA-256 of bytes in memory."""
    return hashlib.sha256(data).hexdigest()


def sha256_stream(stream: BinaryIO) -> str:
    """Hex SHA-256 of everything left in an open binary stream, a megabyte at a time."""
    digest = hashlib.sha256()
    while block := stream.read(BLOCK_BYTES):
        digest.update(block)
    return digest.hexdigest()


def sha256_file(path_fs: str) -> str:
    """Hex SHA-256 of a file, without holding it in memory; raises ``OSError`` as ``open`` does."""
    with open(path_fs, "rb") as stream:  # noqa: PTH123 - surrogate names, no Path needed
        return sha256_stream(stream)
