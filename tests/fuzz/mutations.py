"""Bytes near those that a reader understands: a seed with a few changes, drawn by Hypothesis."""

from __future__ import annotations

from hypothesis import strategies as st

SPECIAL = (
    b"\x00", b"\xff", b"\x7f", b"\x80", b"\x00\x00\x00\x00", b"\xff\xff\xff\xff",
    b"\x7f\xff\xff\xff", b"\x80\x00\x00\x00", b"\xff\xd8", b"\xff\xd9", b"\xff\xda", b"\xff\xc0",
    b"\n", b"\r\n", b'"', b"'", b"[", b"]", b"{", b"}", b"=", b"-", b"..", b"/", b"\\", b"#",
    b"1e999", b"nan", b"99999999999999999999", b"\xe2\x80\xae", b"\x1b[31m",
)  # fmt: skip
"""What readers stumble over: ends of ranges, marks of formats, quotes, paths, odd numbers."""


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
