"""What a user changes in a profile: ``too-dark.warn_ratio=0.2`` or ``photos_max=5``."""

from __future__ import annotations

import difflib
import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, replace
from typing import TYPE_CHECKING

from evidence_qc.errors import ProfileError
from evidence_qc.model import Profile, Sourced
from evidence_qc.profiles.fields import FIELDS, UnfitError, as_number, checked, parsed

if TYPE_CHECKING:
    from evidence_qc.rules.base import Limit

OVERRIDE_SOURCE = "set by the user"


def with_limits(
    profile: Profile, assignments: Mapping[str, object] | Sequence[str] = ()
) -> Profile:
    """The profile with some rule limits or values replaced.

    Args:
        profile: the one to start from; it is not changed.
        assignments: ``rule.limit=value`` or ``value_name=value`` texts, or the same as a mapping.
            ``value_name=unknown`` forgets a value.

    Raises:
        ProfileError: an unknown rule, limit or value name (the nearest is named), or a value
            that does not fit.
    """
    pairs = assignments.items() if isinstance(assignments, Mapping) else map(_split, assignments)
    values: dict[str, Sourced[object]] = {}
    limits = {rule: dict(of_rule) for rule, of_rule in profile.limits.items()}
    for name, value in pairs:
        if "." in name:
            rule, limit = name.split(".", 1)
            limits.setdefault(rule, {})[limit] = checked_limit(rule, limit, value, "--set")
        else:
            values[name] = _value(name, value)
    changed = replace(profile, limits=limits, **values)  # type: ignore[arg-type]
    return sealed(changed)


def checked_limit(rule_name: str, limit_name: str, value: object, where: str) -> float:
    """The value of a rule's limit, checked against the rule's own range.

    Raises:
        ProfileError: an unknown rule or limit (the nearest is named), or out of range.
    """
    from evidence_qc.rules import RULES

    rules = {rule.name: rule for rule in RULES}
    if rule_name not in rules:
        raise ProfileError(
            "error.limit-rule", where=where, rule=rule_name, nearest=nearest(rule_name, rules)
        )
    limits = {limit.name: limit for limit in rules[rule_name].limits}
    if limit_name not in limits:
        near = nearest(limit_name, limits)
        unknown = "error.limit-unknown" if limits else "error.limit-none"
        raise ProfileError(
            "error.limit-nearest" if near else unknown,
            where=where,
            rule=rule_name,
            limit=limit_name,
            nearest=near,
            known=tuple(limits),
        )
    try:
        return _in_range(value, limits[limit_name])
    except UnfitError as error:
        raise error.of(value, f"{rule_name}.{limit_name}", where) from None


def nearest(name: str, known: Iterable[str]) -> str:
    """The nearest name, or nothing when nothing is near."""
    close = difflib.get_close_matches(name, list(known), n=1, cutoff=0.5)
    return close[0] if close else ""


_SINCE = ("pdf", "pdf_bytes_max", "pdf_pages_max", "pdf_dpi_max")
"""Values that profiles have gained: where unknown they are not summed, so that reports and batches
of earlier versions still name the same profile."""


def sealed(profile: Profile) -> Profile:
    """The profile with the SHA-256 of its merged values in canonical JSON."""
    content = asdict(replace(profile, sha256=""))
    for name in _SINCE:
        if getattr(profile, name).value is None:
            del content[name]
    if not profile.refunds:
        del content["refunds"]
    text = json.dumps(content, sort_keys=True, ensure_ascii=True, separators=(",", ":"))
    return replace(profile, sha256=hashlib.sha256(text.encode("ascii")).hexdigest())


def _in_range(value: object, limit: Limit) -> float:
    number = as_number(value) if isinstance(value, str) else value
    is_number = isinstance(number, int | float) and not isinstance(number, bool)
    if not is_number or not limit.minimum <= number <= limit.maximum:  # type: ignore[operator]
        raise UnfitError(
            "error.limit-range", minimum=float(limit.minimum), maximum=float(limit.maximum)
        )
    return float(number)  # type: ignore[arg-type]


def _split(assignment: str) -> tuple[str, str]:
    name, sign, value = assignment.partition("=")
    if not sign or not name.strip() or not value.strip():
        raise ProfileError("error.set-form", assignment=assignment)
    return name.strip(), value.strip()


def _value(name: str, value: object) -> Sourced[object]:
    if name not in FIELDS:
        raise ProfileError("error.set-name", name=name, nearest=nearest(name, FIELDS))
    if value is None or value == "unknown":
        return Sourced(source=OVERRIDE_SOURCE)
    try:
        checked_value = parsed(name, value) if isinstance(value, str) else checked(name, value)
    except UnfitError as error:
        raise error.of(value, name, "--set") from None
    return Sourced(value=checked_value, source=OVERRIDE_SOURCE, confidence="given")
