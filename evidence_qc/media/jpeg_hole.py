"""Finds zeros inside a JPEG's entropy-coded data that no encoder wrote: a part that was not copied.

A decoder reads them as codes and seldom complains, least of all in a progressive file, where they
only spoil one scan. Zeros are honest where the shortest code says "nothing more in this block":
even areas in a file with Huffman tables of its own, and in scans of nothing but block means. In
others a run of them would be the same few coefficients in block after block.
"""

from __future__ import annotations

from collections.abc import Iterator

from evidence_qc.media.jpeg_header import JpegHeader, read_scans

HOLE_BYTES = 256
"""Shorter runs are let pass. 3,544 intact JPEGs hold none of more than 26 before their end marker
(BIQ2021, CUHK, SICE, cameras, own; 2026-11); sectors and blocks of files begin at 512."""

_EOI, _DHT = b"\xff\xd9", b"\xff\xc4"


def hole_bytes(data: bytes, header: JpegHeader) -> int:
    """Length of the first run of zeros that cannot be the picture's own; 0 without one."""
    end = data.find(_EOI, header.first_scan)  # what stands behind it is padding
    end = len(data) if end < 0 else end
    start = data.find(bytes(HOLE_BYTES), header.first_scan, end)
    if start < 0:
        return 0
    scans = [s for s in read_scans(data, header.first_scan) if s.offset <= start]
    if not scans or _may_be_zeros(data, scans[-1].first_coefficient, scans[-1].last_coefficient,
                                  scans[-1].offset):  # fmt: skip
        return 0
    return end - start - len(data[start:end].lstrip(b"\0"))


def _may_be_zeros(data: bytes, first: int, last: int, scan: int) -> bool:
    if last == 0:
        return True
    return first == 0 and all(symbol == 0 for symbol in _shortest_codes(data[:scan]))


def _shortest_codes(head: bytes) -> Iterator[int]:
    """What a code of zero bits means in each table of coefficients (ITU-T T.81, annex C)."""
    at = head.find(_DHT)
    while at >= 0:
        body = head[at + 4 : at + 2 + int.from_bytes(head[at + 2 : at + 4], "big")]
        while len(body) > 17:
            if body[0] >> 4:
                yield body[17]
            body = body[17 + sum(body[1:17]) :]
        at = head.find(_DHT, at + 2)
