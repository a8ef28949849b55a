"""The chunks of a WebP file (RFC 9649): where its picture is coded, and how to shorten one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from evidence_qc.media.formats.coded import Coded

LOSSY, LOSSLESS, ALPHA, FRAME = b"VP8 ", b"VP8L", b"ALPH", b"ANMF"
_RIFF_HEAD, _HEAD, _FRAME_HEAD = 12, 8, 16


@dataclass(frozen=True, slots=True)
class Chunk:
    """A kind of four letters, and where what it holds begins and ends; it may be cut off."""

    kind: bytes
    start: int
    end: int


def chunks(data: bytes) -> Iterator[Chunk]:
    """All in their order; a frame of a moving picture is followed by those that it holds."""
    position = _RIFF_HEAD
    while position + _HEAD <= len(data):
        size = int.from_bytes(data[position + 4 : position + 8], "little")
        chunk = Chunk(data[position : position + 4], position + 8, position + 8 + size)
        yield chunk
        if chunk.kind == FRAME:
            position += _HEAD + _FRAME_HEAD
        else:
            position += _HEAD + size + size % 2


def read_chunks(data: bytes) -> Coded | None:
    """The code of a still picture or of the frames of a moving one, without transparency."""
    pieces = [(c.start, c.end) for c in chunks(data) if c.kind in {LOSSY, LOSSLESS}]
    return Coded(tuple(pieces)) if pieces else None


def without_end(data: bytes, chunk: Chunk, size_bytes: int) -> bytes:
    """The same file with so many bytes fewer at the end of a chunk."""
    body = data[chunk.start : chunk.end - size_bytes]
    padding = bytes(len(body) % 2)
    rest = data[chunk.end + (chunk.end - chunk.start) % 2 :]
    kept = [data[8 : chunk.start - 4], len(body).to_bytes(4, "little"), body, padding, rest]
    whole = b"".join(kept)
    stated = int.from_bytes(data[4:8], "little") - (len(data) - 8 - len(whole))
    return data[:4] + max(0, stated).to_bytes(4, "little") + whole
