"""Starts worker processes before anything else is loaded: they take as long to get ready."""

from __future__ import annotations

from evidence_qc.runtime.workers import Workers


def start_workers(jobs: int, *, early: int = 1, spare: int = 0) -> Workers:
    """Worker processes for so many files at a time; a context manager.

    ``early`` are started at once; ``spare`` are held ready beside those at work.
    """
    return Workers("evidence_qc.examine.worker", size=jobs, early=early, spare=spare)
