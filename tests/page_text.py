"""Which words of a page in a browser cannot be read whole."""

from __future__ import annotations

from pathlib import Path

CUT_OFF = (Path(__file__).parent / "cut_off.js").read_text(encoding="utf-8")
"""Evaluates to a list of them, with the element that says them."""
