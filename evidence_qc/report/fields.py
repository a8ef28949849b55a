"""Any dataclass of the model as JSON: what ``encode`` does not place by hand."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import fields, is_dataclass
from functools import cache
from typing import Any, cast

from evidence_qc.language import Sentence
from evidence_qc.model.digits import rounded
from evidence_qc.report.text import said, to_unicode


def fields_to_dict(item: Any, leave_out: set[str] | frozenset[str] = frozenset()) -> dict[str, Any]:
    """The fields of a dataclass: numbers settled, tuples as lists, text shown, sentences known."""
    result: dict[str, Any] = {}
    for name in field_names(cast(Hashable, type(item))):
        if name not in leave_out:
            value = getattr(item, name)
            result[name] = _value(name, value)
            if isinstance(value, Sentence | tuple):
                result |= said(name, value)
    return result


@cache
def field_names(kind: Any) -> tuple[str, ...]:
    """Looked up once a class: ten thousand files have a million fields."""
    return tuple(each.name for each in fields(kind))


def _value(name: str, value: Any) -> Any:
    if isinstance(value, str):
        return to_unicode(str(value))
    if is_dataclass(value):
        return fields_to_dict(value)
    if isinstance(value, tuple):
        return [_value(name, part) for part in value]
    return rounded(name, value)
