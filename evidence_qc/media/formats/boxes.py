"""ISO base media boxes (ISO/IEC 14496-12): what HEIF, AVIF and JPEG 2000 files are made of."""

from __future__ import annotations

from collections.abc import Iterator


def boxes(data: bytes, start: int = 0, end: int | None = None) -> Iterator[tuple[bytes, int, int]]:
    """Boxes as (type, start of content, stated end); stops at nonsense."""
    end = len(data) if end is None else end
    while start + 8 <= end:
        size = int.from_bytes(data[start : start + 4], "big")
        content = start + 8
        if size == 1 and start + 16 <= end:
            size = int.from_bytes(data[start + 8 : start + 16], "big")
            content = start + 16
        elif size == 0:
            size = end - start
        if size < content - start:
            return
        yield data[start + 4 : start + 8], content, start + size
        start += size
