"""Dataclasses of this room to plain JSON values and back, by their type hints.

``None`` and empty values equal to the field's default are left out, so the cache stays small.
"""

from __future__ import annotations

import base64
import dataclasses
import math
import types
import typing
from collections.abc import Callable, Mapping
from enum import Enum
from functools import lru_cache, partial
from typing import Any, TypeVar

from evidence_qc.language import Sentence, plain

T = TypeVar("T")

DAMAGED = (ArithmeticError, AttributeError, LookupError, RecursionError, TypeError, ValueError)
"""What comes of reading a document that is not what it says it is, wherever it is at fault."""


def to_plain(value: object) -> Any:
    """Turn a dataclass tree into dicts, lists, strings and numbers.

    Raises:
        TypeError: a field holds something that has no JSON form.
    """
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {
            field.name: to_plain(current)
            for field in dataclasses.fields(value)
            if (current := getattr(value, field.name)) != _default(field)
        }
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, Sentence):
        return plain(value)
    if isinstance(value, bytes):
        return base64.b64encode(value).decode("ascii")
    if isinstance(value, Mapping):
        return {str(key): to_plain(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [to_plain(item) for item in value]
    if value is None or isinstance(value, (str, int, float, bool)):
        return value
    raise TypeError(f"{type(value).__name__} has no plain form")


def from_plain(cls: type[T], plain: Mapping[str, Any]) -> T:
    """Build ``cls`` from what :func:`to_plain` gave; unknown keys are ignored.

    Raises:
        TypeError, ValueError: a value does not fit its field; no number is infinite.
    """
    if not isinstance(plain, Mapping):
        raise TypeError(f"{cls.__name__} is made of a table, not of {type(plain).__name__}")
    revivers = _revivers(typing.cast(typing.Hashable, cls))
    return cls(
        **{
            key: item if revive is None else revive(item)
            for key, item in plain.items()
            if (revive := revivers.get(key, _UNKNOWN)) is not _UNKNOWN
        }
    )


Reviver = Callable[[Any], Any] | None
"""Turns a plain value into the field's type; None where it is that already."""

_UNKNOWN: Any = object()


@lru_cache(maxsize=64)
def _revivers(cls: Any) -> dict[str, Reviver]:
    """Field name → reviver; looked up once a class, because caches revive thousands."""
    return {name: _reviver(hint) for name, hint in typing.get_type_hints(cls).items()}


def _reviver(hint: Any) -> Reviver:
    origin = typing.get_origin(hint)
    arguments = typing.get_args(hint)
    if origin in {typing.Union, types.UnionType}:
        kinds = [kind for kind in arguments if kind is not type(None)]
        one = _reviver(kinds[0]) if len(kinds) == 1 else _one_of_kinds(kinds)
        if one is None or len(kinds) == len(arguments):
            return one
        return lambda value: None if value is None else one(value)
    if origin is tuple:
        return _tuple_reviver(arguments)
    if isinstance(origin, type) and issubclass(origin, Mapping):
        of_item = _reviver(arguments[1]) or _as_it_is
        return lambda value: {_text(k): of_item(v) for k, v in value.items()}
    if dataclasses.is_dataclass(hint):
        return partial(from_plain, typing.cast("type[Any]", hint))
    if hint is Sentence:
        return Sentence.of
    if hint is bytes:
        return base64.b64decode
    if hint in _SCALARS:
        return _SCALARS[hint]
    if isinstance(hint, type) and issubclass(hint, Enum):
        return hint
    return None


def _tuple_reviver(kinds: tuple[Any, ...]) -> Reviver:
    if len(kinds) == 2 and kinds[1] is Ellipsis:
        each = _reviver(kinds[0])
        return tuple if each is None else lambda value: tuple([each(item) for item in _list(value)])
    revivers = [_reviver(kind) for kind in kinds]
    return lambda value: tuple(
        item if revive is None else revive(item)
        for revive, item in zip(revivers, _list(value), strict=True)
    )


def _as_it_is(value: Any) -> Any:
    return value


def _list(value: Any) -> Any:
    """A text is no list of letters, and a table none of keys."""
    if isinstance(value, list | tuple):
        return value
    raise TypeError(f"a list, not {value!r:.40}")


def _text(value: Any) -> str:
    if isinstance(value, str):
        return value
    raise TypeError(f"a text, not {value!r:.40}")


def _whole(value: Any) -> int:
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    raise TypeError(f"a whole number, not {value!r:.40}")


def _number(value: Any) -> float:
    """A whole number stays one: equal documents are told in equal bytes."""
    if isinstance(value, float | int) and not isinstance(value, bool) and math.isfinite(value):
        return value
    raise TypeError(f"a number, not {value!r:.40}")


def _flag(value: Any) -> bool:
    if isinstance(value, bool):
        return value
    raise TypeError(f"true or false, not {value!r:.40}")


_SCALARS: Mapping[Any, Callable[[Any], Any]] = {
    str: _text, int: _whole, float: _number, bool: _flag,
}  # fmt: skip


def _value(value: Any) -> Any:
    """What JSON can hold, so that it can be told again."""
    if isinstance(value, Mapping):
        return {_text(key): _value(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [_value(each) for each in value]
    return value if value is None or isinstance(value, bool | str) else _number(value)


def _one_of_kinds(kinds: list[Any]) -> Reviver:
    """Of scalars the first that fits; else it is a value of a sentence."""
    if not all(kind in _SCALARS for kind in kinds):
        return _value

    def revive(value: Any) -> Any:
        for kind in kinds:
            try:
                return _SCALARS[kind](value)
            except TypeError:
                continue
        raise TypeError(f"{value!r:.40} fits nothing here")

    return revive


def _default(field: dataclasses.Field[Any]) -> object:
    if field.default is not dataclasses.MISSING:
        return field.default
    if field.default_factory is not dataclasses.MISSING:
        return field.default_factory()
    return dataclasses.MISSING
