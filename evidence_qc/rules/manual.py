"""The rules' manuals in words: for the command line, the README and the HTML report."""

from __future__ import annotations

from typing import Any

from evidence_qc.rules.base import (
    FileRule,
    PictureRule,
    Rule,
    VideoRule,
    sections,
    summary,
)


def about(rule: Rule) -> str:
    """What kind of thing the rule looks at, in words."""
    if isinstance(rule, FileRule):
        return "any file"
    if isinstance(rule, PictureRule):
        return "photo, video frame"
    return "video" if isinstance(rule, VideoRule) else "the set"


def explain(rule: Rule) -> str:
    """The whole manual of one rule as text."""
    severities = ", ".join(severity.value for severity in rule.severities)
    lines = [
        rule.name,
        f"  {summary(rule)}",
        "",
        f"Looks at: {about(rule)}",
        f"May give: {severities}",
    ]
    if rule.limits:
        lines += ["", "Limits (change one with --set):"]
        lines += [
            f"  {rule.name}.{limit.name} = {limit.default:g} {limit.unit}: {limit.meaning}"
            for limit in rule.limits
        ]
    for heading, text in sections(rule).items():
        lines += ["", heading, f"  {text}"]
    return "\n".join(lines)


def as_plain(rule: Rule) -> dict[str, Any]:
    """One rule as JSON values."""
    return {
        "name": rule.name,
        "summary": summary(rule),
        "looks_at": about(rule),
        "severities": [severity.value for severity in rule.severities],
        "limits": [
            {
                "name": limit.name,
                "default": limit.default,
                "unit": limit.unit,
                "minimum": limit.minimum,
                "maximum": limit.maximum,
                "meaning": limit.meaning,
            }
            for limit in rule.limits
        ],
        "manual": sections(rule),
    }


def markdown_table(rules: tuple[Rule, ...]) -> str:
    """The README's table of rules."""
    rows = ["| rule | looks at | may give | what it says |", "|---|---|---|---|"]
    rows += [
        f"| `{rule.name}` | {about(rule)} | "
        f"{', '.join(severity.value for severity in rule.severities)} | {summary(rule)} |"
        for rule in rules
    ]
    return "\n".join(rows)
