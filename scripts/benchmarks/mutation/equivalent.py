"""Faults that change nothing anybody can see, each with the reason in one line."""

from __future__ import annotations

EQUIVALENT: dict[str, str] = {}
"""Place → why the change means the same."""
