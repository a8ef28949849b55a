"""Messages of workers: whole, or the worker is taken for broken; never another error."""

from __future__ import annotations

import io
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evidence_qc.runtime.messages import BrokenMessageError, read_message, write_message

PLAIN = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=4),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner),
    max_leaves=8,
)


@settings(max_examples=25)
@given(st.dictionaries(st.text(max_size=4), PLAIN), st.lists(st.binary(max_size=9), max_size=3))
def test_what_is_sent_arrives(head: dict[str, Any], blobs: list[bytes]) -> None:
    head.pop("blobs", None)
    stream = io.BytesIO()
    write_message(stream, head, blobs)
    stream.seek(0)
    message = read_message(stream)

    assert (message.head, message.blobs) == (head, tuple(blobs))


@pytest.mark.parametrize(
    "head",
    [
        b"", b"[]", b"3", b"null", b"{}", b'{"blobs":null}', b'{"blobs":3}', b'{"blobs":[-1]}',
        b'{"blobs":["x"]}', b'{"blobs":[null]}', b'{"blobs":[Infinity]}', b'{"blobs":[NaN]}',
        b'{"blobs":[1e999]}', b'{"blobs":[7]}', b'{"blobs":[99999999999999999999]}',
        b'{"blobs":[' + b"9" * 5000 + b"]}", b'{"a":' + b"[" * 5000 + b"]" * 5000 + b',"blobs":[]}',
        b"\xff",
    ],
)  # fmt: skip
def test_what_is_no_message_is_a_broken_worker(head: bytes) -> None:
    with pytest.raises(BrokenMessageError):
        read_message(io.BytesIO(len(head).to_bytes(4, "big") + head + b"pixels"))
