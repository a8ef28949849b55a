"""Faults that change nothing anybody can see, each with the reason in one line.

A place is called as ``Location`` writes itself. What stands here counts as not noticed; it only
says that no test is missing.
"""

from __future__ import annotations

EQUIVALENT = {
    "evidence_qc/media/video/ffmpeg.py: FfmpegProcess.read_all: 20 (0)": (
        "The size of the pieces that are read at once; all of them together are the same bytes."
    ),
    "evidence_qc/media/formats/containers.py: png_without_faulty_notes: after - position (0)": (
        "The sum is only compared with the length, to see whether anything was left out."
    ),
    "evidence_qc/case/grouping.py: _closest: 0 (0)": (
        "The least distance over all turns of one picture is the same whichever turn of the other "
        "is held still: both prints are turned by quarters of the same square."
    ),
    "evidence_qc/media/integrity/jpeg_dc_shift.py: _limit: grain <= _GRAIN_DN (0)": (
        "Grain is 1.4826 times a whole number of sixteenths, which is never exactly 0.1."
    ),
    "evidence_qc/media/integrity/tile_seams.py: find_seams: 2 (0)": (
        "Two tiles lie in one row or one column: no corner of theirs has tiles on both sides."
    ),
    "evidence_qc/media/formats/jpeg_header.py: _start_of_header: 16 (0)": (
        "The header of a scan has 8 to 16 bytes with its marker, and is looked for from its end."
    ),
    "evidence_qc/media/photo/jpeg_whole.py: _ended: "
    "0 <= (another := data.find(_SOI, first_scan)) < end (0)": (
        "What is found lies at or behind the first scan, which never begins with the file."
    ),
    "evidence_qc/media/photo/decode.py: read_planes: shrink > 1 (0)": (
        "Averaged down to its own size a picture is itself."
    ),
    "evidence_qc/media/video/structure.py: _avi: strh_at >= 0 (0)": (
        "The file begins with RIFF, so a stream's header never stands at its first byte."
    ),
    "evidence_qc/serve/cases/store.py: _lock: 1 (0)": (
        "Any number of bytes locks out whoever locks the same number from the same place."
    ),
    "evidence_qc/bundle/video/encode.py: _encode: size > best[0] (0)": (
        "Of two tries with the very same size neither is better."
    ),
    "evidence_qc/bundle/manifest.py: to_bytes: 1 (0)": (
        "How far JSON is indented: every reader gives the same document."
    ),
    "evidence_qc/bundle/video/plan.py: _encoding: side < long_side (0)": (
        "The clip's own side stands first in the list; a second time it decides nothing more."
    ),
    "evidence_qc/collage/paint.py: _blend: 2 (2)": (
        "A further row lies more than half a pixel outside the shape, where nothing is mixed in."
    ),
    "evidence_qc/media/formats/containers.py: _bmp: 30 (0)": (
        "The byte behind is the lowest of the compression, which is nought where this is read."
    ),
    "evidence_qc/media/formats/pillow.py: salvaged_pixels: 1 (2)": (
        "numpy finds the length for any negative number, not for -1 alone."
    ),
    "evidence_qc/media/photo/cicp.py: _to_linear: values <= 0.04045 (0)": (
        "It is asked of the 256 values of 8 bits, none of which is 0.04045 of the largest."
    ),
}
"""Location → why the change means the same."""
