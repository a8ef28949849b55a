"""A chat app seems to have saved this photo: the phone may still have a better one.

What it measures:
    Whether a JPEG names no camera and is coded as chat apps code the photos that they send: JFIF
    first, colours at half the size, and either progressive (with one of four tables, mozjpeg's own
    at quality 70, 75 and 80 and that of the standard at 75, or with a long side of at most 1600
    pixels) or baseline at quality 80, 87, 90 or 92 with a long side of at most 1600 pixels.
Why it matters:
    Apps shrink and squeeze what they send, and take the date and the camera out. The original
    shows more, and says when it was taken.
How to retake:
    Nothing to retake: use the original from the phone's gallery.
Known limits:
    One copy in seven is not noted: saved again since, or coded otherwise. Programs that make
    small pictures, for web sites above all, leave the same marks: 275 of 2,631 other JPEGs of
    public repositories are noted. So the note speaks of another program, too.
    A photo that somebody else took and sent has no better original on this phone. Files sent "as
    a document" are untouched and not noted.
Where the limit comes from:
    Chosen on 503 files named like copies (IMG-20200101-WA0001.jpg and others) in 53 public
    repositories, and run once on 512 files in 41 that nobody had looked at: 439 noted (86 %; 76 to
    94 % by repository). None of 987 photos as cameras wrote them in 81 repositories is, with their
    metadata taken out (``benchmarks/messenger.py``), 2026-11.

References:
    ITU-T T.81 (JPEG), T.871 (JFIF); mozjpeg, jcparam.c (tables by quality).
"""

from __future__ import annotations

from evidence_qc.model import FileFacts, Finding, Severity
from evidence_qc.rules.base import FileRule, Limits


def check(facts: FileFacts, limits: Limits) -> Finding | None:
    """Note a photo that is coded as chat apps do it."""
    del limits
    if not facts.metadata.is_messenger_copy or facts.is_screen:
        return None
    return Finding(
        rule=RULE.name,
        severity=Severity.NOTE,
        message_id="messenger-copy.message",
        advice_id="messenger-copy.advice",
    )


RULE = FileRule(
    name="messenger-copy",
    severities=(Severity.NOTE,),
    doc=__doc__ or "",
    check=check,
)
