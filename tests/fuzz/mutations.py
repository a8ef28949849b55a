"""What is near to what readers understand: a seed with a few changes, drawn by Hypothesis."""

from __future__ import annotations

import copy
import json
import math
import tomllib
from collections.abc import Callable, Iterator
from typing import Any

from hypothesis import strategies as st

SPECIAL = (
    b"\x00", b"\xff", b"\x7f", b"\x80", b"\x00\x00\x00\x00", b"\xff\xff\xff\xff",
    b"\x7f\xff\xff\xff", b"\x80\x00\x00\x00", b"\xff\xd8", b"\xff\xd9", b"\xff\xda", b"\xff\xc0",
    b"\n", b"\r\n", b'"', b"'", b"[", b"]", b"{", b"}", b"=", b"-", b"..", b"/", b"\\", b"#",
    b"1e999", b"nan", b"99999999999999999999", b"\xe2\x80\xae", b"\x1b[31m",
)  # fmt: skip
"""What readers stumble over: ends of ranges, marks of formats, quotes, paths, odd numbers."""

ODD_TEXTS = (
    "", " ", "\n", "\x00", "\x1b[31m", "\x85", "\u202e", "\u200b", "\ufeff", "\ufffd", "\ud800",
    "e\u0301", "\u00e9", "\u0130", "\u00df", "\ufb01", "\U0001f468\u200d\U0001f469",
    "\u0627\u0644", "\u7834", "..", "/", "\\", "C:", "CON", "=1+1", "--help", "nan", "inf", "1e999",
    "0x1", "\u0665", "9" * 400, "9999-12-31", "0001-01-01", "{0}", "{x.__class__}", "%s", "[[",
    "]]", "'", '"', "<b>",
)  # fmt: skip
"""What stands in names and words: signs that steer, twins, digits of others, marks of templates."""

ODD_VALUES = (
    None, True, False, 0, -1, 1, 0.5, 1e308, -1e-320, math.inf, -math.inf, math.nan, 2**31, 2**63,
    -(2**63), 10**400, [], {}, [[]], {"": None}, [None], *ODD_TEXTS,
)  # fmt: skip
NESTED = (60, 450, 900)
"""Levels: parsers take all of these; what goes down a tree step by step may not."""
_DEEP = "deep {}"
"""Stands for so many levels in a tree, so that the tree itself is none that Python cannot copy."""

Near = Callable[[list[bytes]], st.SearchStrategy[bytes]]


@st.composite
def near(draw: st.DrawFn, seeds: list[bytes]) -> bytes:
    """A seed with up to twelve changes; now and then bytes that are nothing."""
    if draw(st.integers(0, 30)) == 0:
        return draw(st.binary(max_size=400))
    data = bytearray(draw(st.sampled_from(seeds)))
    for _ in range(draw(st.integers(1, 12))):
        _change(draw, data)
    return bytes(data)


def _change(draw: st.DrawFn, data: bytearray) -> None:
    # Headers are where readers decide: half of the changes fall there.
    most = min(len(data), 300) if draw(st.booleans()) else len(data)
    position = draw(st.integers(0, max(0, most - 1)))
    length = draw(st.integers(0, 9))
    match draw(st.sampled_from(("set", "special", "insert", "cut", "end", "copy", "number"))):
        case "set":
            data[position : position + 1] = draw(st.binary(min_size=1, max_size=1))
        case "special":
            piece = draw(st.sampled_from(SPECIAL))
            data[position : position + len(piece)] = piece
        case "insert":
            data[position:position] = draw(st.sampled_from(SPECIAL)) * draw(st.integers(1, 3))
        case "cut":
            del data[position : position + length]
        case "end":
            del data[position:]
        case "copy":
            source = draw(st.integers(0, max(0, len(data) - 1)))
            data[position:position] = data[source : source + length * 4]
        case "number":
            size = draw(st.sampled_from((1, 2, 4)))
            value = draw(st.integers(0, 256**size - 1))
            data[position : position + size] = value.to_bytes(
                size, draw(st.sampled_from(["big", "little"]))
            )


def near_json(seeds: list[bytes]) -> st.SearchStrategy[bytes]:
    """Well-formed JSON that says something odd, and now and then bytes that are none."""
    trees = near_tree([json.loads(seed) for seed in seeds])
    return _mostly(trees.map(lambda tree: _deepened(json.dumps(tree))), near(seeds))


def near_toml(seeds: list[bytes]) -> st.SearchStrategy[bytes]:
    """The same for TOML."""
    trees = near_tree([tomllib.loads(seed.decode()) for seed in seeds])
    return _mostly(trees.map(lambda tree: _deepened(as_toml(tree))), near(seeds))


def _deepened(text: str) -> bytes:
    for levels in NESTED:
        text = text.replace(f'"{_DEEP.format(levels)}"', "[" * levels + "]" * levels)
    return text.encode()


def _mostly(
    often: st.SearchStrategy[bytes], seldom: st.SearchStrategy[bytes]
) -> st.SearchStrategy[bytes]:
    return st.sampled_from((often, often, often, seldom)).flatmap(lambda chosen: chosen)


@st.composite
def near_tree(draw: st.DrawFn, trees: list[Any]) -> Any:
    """Plain values with up to four changes: other types, odd numbers, keys gone, nested, twice."""
    tree = [copy.deepcopy(draw(st.sampled_from(trees)))]
    for _ in range(draw(st.integers(1, 4))):
        places = list(_places(tree))
        if not places:
            break
        holder, key = places[draw(st.integers(0, len(places) - 1))]
        _change_at(draw, holder, key, places)
    return tree[0] if tree else None


def _places(tree: Any) -> Iterator[tuple[Any, Any]]:
    """Every value by what holds it and where; without recursion, for it may be nested deeply."""
    waiting = [tree]
    while waiting:
        holder = waiting.pop()
        for key in list(holder) if isinstance(holder, dict) else range(len(holder)):
            yield holder, key
            if isinstance(holder[key], dict | list):
                waiting.append(holder[key])


def _change_at(draw: st.DrawFn, holder: Any, key: Any, places: list[tuple[Any, Any]]) -> None:
    value = holder[key]
    match draw(st.sampled_from(("odd", "other", "gone", "twice", "key", "near", "wrap", "nest"))):
        case "odd":
            holder[key] = copy.deepcopy(draw(st.sampled_from(ODD_VALUES)))
        case "other":
            other, at = places[draw(st.integers(0, len(places) - 1))]
            holder[key] = copy.deepcopy(other[at])
        case "gone":
            del holder[key]
        case "twice" if isinstance(holder, list):
            holder.insert(key, copy.deepcopy(value))
        case "key" if isinstance(holder, dict):
            holder[draw(st.sampled_from((*ODD_TEXTS, *holder)))] = holder.pop(key)
        case "wrap":
            holder[key] = draw(st.sampled_from(([value], {"": value}, str(value))))
        case "nest":
            holder[key] = _DEEP.format(draw(st.sampled_from(NESTED)))
        case _:
            holder[key] = _near_value(draw, value)


def _near_value(draw: st.DrawFn, value: Any) -> Any:
    if isinstance(value, bool) or value is None:
        return not value
    if isinstance(value, int | float):
        return draw(
            st.sampled_from(
                (-value, value + 1, value * 1000, value / 2 if abs(value) < 1e9 else 0, str(value))
            )
        )
    if isinstance(value, str):
        at = draw(st.integers(0, len(value)))
        return value[:at] + draw(st.sampled_from(ODD_TEXTS)) + value[at:]
    return (
        list(value.values())
        if isinstance(value, dict)
        else {str(n): v for n, v in enumerate(value)}
    )


@st.composite
def near_words(draw: st.DrawFn, seeds: list[bytes]) -> bytes:
    """Text of the seeds' words, odd ones and letters of any script; long texts say things again."""
    words = sorted({word for seed in seeds for word in seed.decode().split()})
    piece = st.one_of(st.sampled_from(words), st.sampled_from(ODD_TEXTS), st.text(max_size=6))
    gaps = st.sampled_from(("", " ", " ", ", ", ". ", "\n", "-", ":", ";", "=", "/"))
    text = "".join(draw(piece) + draw(gaps) for _ in range(draw(st.integers(0, 12))))
    if draw(st.integers(0, 9)) == 0:
        text *= draw(st.sampled_from((3, 30, 300)))
    return text.encode("utf-8", "surrogatepass")


def text_of(data: bytes) -> str:
    """As ``near_words`` meant it; other bytes as a command line gives them (PEP 383)."""
    try:
        return data.decode("utf-8", "surrogatepass")
    except UnicodeDecodeError:
        return data.decode("utf-8", "surrogateescape")


def as_toml(tree: Any) -> str:
    """A table as TOML, all below its first level inline; what TOML has not is a text."""
    if not isinstance(tree, dict):
        return f"value = {_toml_value(tree)}\n"
    return "".join(f"{_toml_text(key)} = {_toml_value(value)}\n" for key, value in tree.items())


def _toml_value(value: Any) -> str:
    if isinstance(value, dict):
        return (
            "{" + ", ".join(f"{_toml_text(k)} = {_toml_value(v)}" for k, v in value.items()) + "}"
        )
    if isinstance(value, list):
        return "[" + ", ".join(map(_toml_value, value)) + "]"
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, float) and math.isfinite(value):
        return f"{value:.9e}"
    return str(value) if isinstance(value, int | float) else _toml_text(str(value))


def _toml_text(text: str) -> str:
    whole = text.encode("utf-8", "replace").decode().replace("\x7f", "?")
    return json.dumps(whole, ensure_ascii=False)
