"""Where in a WebP, HEIF or AVIF file the code of its picture lies; read once."""

from __future__ import annotations

import struct

from evidence_qc.media.formats.coded import Coded, CodedExtents
from evidence_qc.media.formats.heif_items import read_items
from evidence_qc.media.formats.webp_chunks import read_chunks


def read_coded(data: bytes, format: str) -> Coded | None:
    """Where the picture is coded; None for other formats, and where nothing says so.

    Args:
        data: the whole file; it may be cut off, the pieces are as stated.
        format: webp, heif or avif.
    """
    read = {"webp": read_chunks, "heif": read_items, "avif": read_items}.get(format)
    try:
        return read(data) if read else None
    except (struct.error, IndexError, KeyError, ValueError, RecursionError):
        return None


def coded_extents(data: bytes, format: str) -> CodedExtents | None:
    """The parts of a picture that lies whole in the file; None where that cannot be told."""
    coded = read_coded(data, format)
    if coded is None or coded.parts is None or not coded.parts.codes:
        return None
    return coded.parts if all(end <= len(data) for _, end in coded.parts.codes) else None
