"""Messages between a supervisor and its workers: a JSON header and raw bytes, length-prefixed.

A message is four bytes (big-endian) of length, that much JSON, and the blobs whose sizes the JSON
states. Nothing is ever unpickled: a worker that was taken over by a file cannot send code.
"""

from __future__ import annotations

import json
import struct
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import IO, Any

from evidence_qc.model.serial import DAMAGED

_LENGTH = struct.Struct(">I")
_HEADER_BYTES_MAX = 64_000_000
_BLOB_BYTES_MAX = 4_000_000_000


class BrokenMessageError(Exception):
    """The other side has ended, or sent what is no message."""


@dataclass(frozen=True, slots=True)
class Message:
    """What one side tells the other."""

    head: Mapping[str, Any]
    """Plain JSON values."""
    blobs: tuple[bytes, ...] = ()


def write_message(
    stream: IO[bytes], head: Mapping[str, Any], blobs: Sequence[bytes | memoryview] = ()
) -> None:
    """Send one message at once; raises OSError or ValueError where nobody reads any more."""
    sizes = [memoryview(blob).nbytes for blob in blobs]
    text = json.dumps({**head, "blobs": sizes}, separators=(",", ":")).encode("ascii")
    stream.write(_LENGTH.pack(len(text)) + text)
    for blob in blobs:
        stream.write(blob)
    stream.flush()


def read_message(stream: IO[bytes]) -> Message:
    """Wait for the next message.

    Raises:
        BrokenMessageError: the stream has ended, or holds something else.
    """
    (size,) = _LENGTH.unpack(_exactly(stream, _LENGTH.size))
    if size > _HEADER_BYTES_MAX:
        raise BrokenMessageError
    try:
        head = json.loads(_exactly(stream, size))
        sizes = [int(each) for each in head.pop("blobs")]
    except DAMAGED as error:
        raise BrokenMessageError from error
    if any(not 0 <= each <= _BLOB_BYTES_MAX for each in sizes):
        raise BrokenMessageError
    return Message(head, tuple(_exactly(stream, each) for each in sizes))


def _exactly(stream: IO[bytes], size: int) -> bytes:
    try:
        data = stream.read(size)
    except (MemoryError, OSError, ValueError) as error:
        raise BrokenMessageError from error
    if len(data) != size:
        raise BrokenMessageError
    return data
