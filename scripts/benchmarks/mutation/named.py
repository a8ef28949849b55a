"""Faults that once went unnoticed, each in a few of the ways in which it can be made."""

from __future__ import annotations

NAMED = {
    "the pixel budget serves the last comer first": (
        "evidence_qc/runtime/budget.py", "self._queue[0] is ticket", "self._queue[-1] is ticket",
    ),
    "the pixel budget serves anybody for whom there is room": (
        "evidence_qc/runtime/budget.py",
        "self._queue[0] is ticket and self._free >= wanted",
        "self._free >= wanted",
    ),
    "turned copies are as near as upright ones": (
        "evidence_qc/measures/fingerprint.py",
        "turned = min(max_distance, TURNED_DISTANCE)",
        "turned = max_distance",
    ),
    "turned copies have one bit less": (
        "evidence_qc/measures/fingerprint.py", "TURNED_DISTANCE = 6", "TURNED_DISTANCE = 5",
    ),
    "turned copies have one bit more": (
        "evidence_qc/measures/fingerprint.py", "TURNED_DISTANCE = 6", "TURNED_DISTANCE = 7",
    ),
    "the first line has a character too few": (
        "evidence_qc/plan/opening.py", "FIRST_LINE_MAX = 90", "FIRST_LINE_MAX = 89",
    ),
    "the first line has a character too many": (
        "evidence_qc/plan/opening.py", "FIRST_LINE_MAX = 90", "FIRST_LINE_MAX = 91",
    ),
    "the first line is as long as it comes": (
        "evidence_qc/plan/opening.py",
        "next(fitting, tries[-1])",
        "tries[0]",
    ),
    "the stamp forgets when a file changed": (
        "evidence_qc/runtime/code_stamp.py",
        'f"{name} {stat.st_size} {stat.st_mtime_ns}"',
        'f"{name} {stat.st_size}"',
    ),
    "the stamp forgets the decoders": (
        "evidence_qc/runtime/code_stamp.py",
        "[VERSION, *decoder_versions()]",
        "[VERSION]",
    ),
    "the stamp is of the version alone": (
        "evidence_qc/runtime/code_stamp.py",
        "for file in code_of_facts():",
        "for file in code_of_facts()[:0]:",
    ),
    "XP_AUTHOR names nobody": (
        "evidence_qc/media/photo/metadata.py", "_LENS_SERIAL, _XP_AUTHOR)\n", "_LENS_SERIAL)\n",
    ),
    "interlaced clips stay so": (
        "evidence_qc/bundle/video/encode.py",
        '*(["bwdif=deint=interlaced"] if probe.is_interlaced else []),',
        "",
    ),
    "the last day of a window is one too late": (
        "evidence_qc/bundle/upload_text.py", "math.floor(window.days)",
        "math.floor(window.days + 1)",
    ),
    "half a day counts as one": (
        "evidence_qc/bundle/upload_text.py", "math.floor(window.days)", "math.ceil(window.days)",
    ),
    "a window of frames takes in its end": (
        "evidence_qc/examine/video_watch.py",
        "seen.time_s < self.span_s[1]",
        "seen.time_s <= self.span_s[1]",
    ),
    "a frame at the end of a window is read": (
        "evidence_qc/media/video/frames.py", "time_s >= self._end_s", "time_s > self._end_s",
    ),
    "the ladder of bytes begins at its second rung": (
        "evidence_qc/bundle/photos.py", "for side, qualities in LADDER:",
        "for side, qualities in LADDER[1:]:",
    ),
    "the ladder goes back up": (
        "evidence_qc/bundle/photos.py", "if side < allowed - 0.5:", "if side < 2 * allowed:",
    ),
    "the ladder has the worst quality first": (
        "evidence_qc/bundle/photos.py", "for quality in qualities:",
        "for quality in reversed(qualities):",
    ),
}  # fmt: skip
"""What → file, text that stands once in it, text instead."""
