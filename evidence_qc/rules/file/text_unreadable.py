"""The print of a label can hardly be read.

What it measures:
    How tall the letters are, how many of them have run together and how wide their strokes are
    for their height, where a photo was recognised to show a label. Nothing is read: from these
    follows what a program that reads would be sure of.
Why it matters:
    A number that nobody can read proves nothing: not the order, not the size, not the sender.
How to retake:
    Take the label alone, closer and square to it, until the print fills the picture.
Known limits:
    Only labels that were recognised (by their bar code) are asked about. Handwriting, print on a
    curved bottle and letters that stand aslant are measured less well. A label may be whole but
    for one line.
Where the limit comes from:
    424 photos and scans of printed pages with the words that Tesseract read in them (github
    slug183/phone-scan, 175945b), predicted without the condition that is asked for: of 43 pages
    below 0.5, 35 were read with a mean confidence below 0.5 (of 50 such pages) and 2 with one
    above 0.7 (``scripts/benchmarks/text_legibility.py``), 2026-11.

References:
    R. Smith, "An Overview of the Tesseract OCR Engine", ICDAR 2007 (what is predicted).
"""

from __future__ import annotations

from evidence_qc.model import FileFacts, Finding, Severity, Subject
from evidence_qc.rules.base import FileRule, Limit, Limits

WARN = "warn_legible_ratio"


def check(facts: FileFacts, limits: Limits) -> Finding | None:
    """Warn where a label's print is too small or too blurred to be read."""
    if facts.shows is None or facts.shows.what is not Subject.LABEL or facts.text is None:
        return None
    if facts.text.legible_ratio >= limits[WARN]:
        return None
    return Finding(
        rule=RULE.name,
        severity=Severity.WARN,
        message_id="text-unreadable.warn",
        advice_id="text-unreadable.advice",
        measured=facts.text.legible_ratio,
        limit=limits[WARN],
        unit="expected confidence in a word",
    )


RULE = FileRule(
    name="text-unreadable",
    severities=(Severity.WARN,),
    doc=__doc__ or "",
    limits=(
        Limit(
            WARN,
            0.5,
            "expected confidence in a word",
            0.0,
            1.0,
            "a label whose print is expected to be read with less is borderline",
        ),
    ),
    check=check,
)
