"""Elements of EBML, of which Matroska and WebM are built (RFC 8794)."""

from __future__ import annotations

from collections.abc import Iterator


def read_element(data: bytes, at: int = 0) -> tuple[int, int | None, int]:
    """An EBML element: id (0 for none), length (None for unknown), bytes before its body."""
    if at >= len(data) or not data[at]:
        return 0, 0, 0
    id_bytes = 9 - data[at].bit_length()
    size_at = at + id_bytes
    if id_bytes > 4 or size_at >= len(data) or not data[size_at]:
        return 0, 0, 0
    size_bytes = 9 - data[size_at].bit_length()
    if size_at + size_bytes > len(data):
        return 0, 0, 0
    unknown = (1 << 7 * size_bytes) - 1
    length = int.from_bytes(data[size_at : size_at + size_bytes], "big") & unknown
    known = None if length == unknown else length
    return int.from_bytes(data[at:size_at], "big"), known, id_bytes + size_bytes


def elements_inside(data: bytes, parents: set[int]) -> Iterator[tuple[int, bytes]]:
    """Elements of a part, and those inside the parents."""
    at = 0
    while at < len(data):
        kind, length, body = read_element(data, at)
        if not kind or length is None:
            return
        content = data[at + body : at + body + length]
        yield kind, content
        if kind in parents:
            yield from elements_inside(content, parents)
        at += body + length
