"""Finds zeros inside a JPEG's entropy-coded data that no encoder wrote: a part that was not copied.

A decoder reads them as codes and seldom complains, least of all in a progressive file, where they
only spoil one scan. Zeros are honest where the shortest code says "nothing more in this block":
even areas in a file with Huffman tables of its own, and in scans of nothing but block means. In
others a run of them would be the same few coefficients in block after block.
"""

from __future__ import annotations

from evidence_qc.media.formats.jpeg_header import JpegHeader, Scan, read_scans

HOLE_BYTES = 256
"""Shorter runs are let pass. 3,544 intact JPEGs hold none of more than 26 before their end marker
(BIQ2021, CUHK, SICE, cameras, own; 2026-11); sectors and blocks of files begin at 512."""

_EOI = b"\xff\xd9"


def zero_run_bytes(data: bytes, header: JpegHeader) -> int:
    """Length of the first run of zeros that cannot be the picture's own; 0 without one."""
    # The run first: few files have one, and a long pattern is found quicker than a short one.
    start = data.find(bytes(HOLE_BYTES), header.first_scan)
    if start < 0:
        return 0
    end = data.find(_EOI, header.first_scan)  # what stands behind it is padding
    end = len(data) if end < 0 else end
    if start + HOLE_BYTES > end:
        return 0
    scans = [scan for scan in read_scans(data, header.first_scan) if scan.offset <= start]
    if not scans or _may_be_zeros(scans, header):
        return 0
    return end - start - len(data[start:end].lstrip(b"\0"))


def _may_be_zeros(scans: list[Scan], header: JpegHeader) -> bool:
    """In the last of these scans: block means, or a shortest code that says "nothing more"."""
    if scans[-1].last_coefficient == 0:
        return True
    if scans[-1].first_coefficient > 0:
        return False
    return len(scans) > 1 or not any(header.zero_bits)  # later scans may have tables of their own
