"""What others ask of the rules: by name, or by what a rule says of itself."""

from __future__ import annotations

from functools import lru_cache

from evidence_qc.rules import RULES
from evidence_qc.rules.base import About, Rule


def find_rule(name: str) -> Rule | None:
    """The rule of that name, or None: a report may come from a version with other rules."""
    return next((rule for rule in RULES if rule.name == name), None)


@lru_cache(maxsize=16)
def rules_about(topic: About) -> frozenset[str]:
    """The names of the rules that are about something."""
    return frozenset(rule.name for rule in RULES if topic in rule.about)
