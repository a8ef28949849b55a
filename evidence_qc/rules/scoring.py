"""The score 0–100 that people see: predicted opinion, held to the band of the verdict."""

from __future__ import annotations

from evidence_qc.model import FileFacts, Verdict


def final_score(facts: FileFacts, verdict: Verdict) -> float | None:
    """One decimal; below 50 exactly when the verdict is reject; None if nothing was measured."""
    return None
