"""Two files hold exactly the same bytes.

What it measures:
    Files with equal SHA-256.
Why it matters:
    A slot that shows the same picture twice is a slot lost.
How to retake:
    Nothing to retake: one of them is enough, and the first is kept.
Known limits:
    The same photo saved again differs in its bytes; near-duplicate sees that.
Where the limit comes from:
    No limit: equal or not.

References:
    FIPS 180-4 (SHA-256).
"""

from __future__ import annotations

from collections.abc import Iterator

from evidence_qc.model import Finding, Severity
from evidence_qc.rules.base import About, CaseView, Limits, Placed, SetRule


def check(view: CaseView, limits: Limits) -> Iterator[Placed]:
    """Note every copy after the first."""
    del limits
    first: dict[str, str] = {}
    for file in view.files:
        if not file.facts.sha256 or not file.facts.size_bytes:
            continue
        kept = first.setdefault(file.facts.sha256, file.facts.path)
        if kept != file.facts.path:
            yield Placed(
                file.facts.path,
                Finding(
                    rule=RULE.name,
                    severity=Severity.NOTE,
                    message_id="exact-duplicate.message",
                    advice_id="exact-duplicate.advice",
                    related=(kept,),
                    values={"kept": kept.rpartition("/")[2]},
                ),
            )


RULE = SetRule(
    name="exact-duplicate",
    severities=(Severity.NOTE,),
    doc=__doc__ or "",
    about=frozenset({About.REPEAT}),
    check=check,
)
