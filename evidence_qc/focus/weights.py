"""The weights that ship, by their digest: known without loading them or what runs them."""

from __future__ import annotations

GENERATION = 1
"""Counts the architectures and meanings of the outputs; the weights are told by their digest."""

WEIGHTS_SHA256 = "7725c66d8862483ceaf1a937fa0e84e9cbe9cb0dd3924249f6684617fe368e85"
"""Of the weights that ship: a parser of networks is handed these alone. New ones change it."""


def version_of(digest: str) -> str:
    """Generation and digest of weights, for example ``"1-5f3a09c2"``."""
    return f"{GENERATION}-{digest[:8]}"
