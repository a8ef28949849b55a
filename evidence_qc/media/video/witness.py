"""Is it the file that is damaged, or did only our way of looking upset the decoder?

Jumping into a stream, skipping frames and an edit list that starts off a keyframe all make
decoders complain about whole files. Before anything is called damaged the film is decoded as a
player does it: from its first frame to its last, nothing skipped.
"""

from __future__ import annotations

import re
import secrets

from evidence_qc.media.video.ffmpeg import Timeouts, input_arguments, run
from evidence_qc.media.video.probe import VideoProbe

_COMPLAINT = re.compile(
    r"\[(?P<who>[\w#:/.-]+) @ [^\]]+\](?P<dec> \[dec:[^\]]*\])? \[(error|fatal)\]"
)


def decoding_errors(
    path: str, probe: VideoProbe, *, threads: int = 0, timeouts: Timeouts | None = None
) -> int | None:
    """Complaints of the decoder about a film that it is given whole.

    What it says before it has delivered its first picture does not count: a recording that
    begins between two keyframes is none the worse for it.

    Args:
        path: file-system path.
        probe: what ``probe_video`` said of it.
        threads: of the decoder, 0 for as many as there are cores.
        timeouts: how long it may take.

    Returns:
        Their number; None where there was no time to find out.
    """
    first = f"showinfo@{secrets.token_hex(8)}"
    begun, errors = False, 0

    def hear(line: str) -> None:
        nonlocal begun, errors
        if line.startswith(f"[{first} @ "):
            begun = True
        elif begun and (match := _COMPLAINT.match(line)):
            errors += bool(match["dec"]) or _is_decoder(match["who"], probe.codec)

    _, ended = run(
        [
            "-loglevel", "level+info", "-nostats",
            *(("-threads", str(threads)) if threads else ()),
            *input_arguments(path),
            "-map", probe.specifier, "-fps_mode", "passthrough",
            "-vf", f"select='eq(n,0)',{first}=checksum=0", "-f", "null", "-",
        ],
        timeouts=timeouts,
        on_line=hear,
    )  # fmt: skip
    return None if ended.timed_out else errors


def _is_decoder(name: str, codec: str) -> bool:
    """Containers complain as well, of what is no part of a picture."""
    return name == codec or name.startswith(("lib", "vist#", "dec:"))
