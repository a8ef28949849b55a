"""Readers of what a client sends besides its files: headers, parameters, cookies, addresses."""

from __future__ import annotations

from contextlib import suppress
from urllib.parse import parse_qs

import numpy as np
import segno
from starlette.datastructures import Headers

from evidence_qc.errors import UsageError
from evidence_qc.language.languages import LANGUAGES
from evidence_qc.measures.content.codes import TEXT_MAX, read_codes
from evidence_qc.measures.planes import Planes
from evidence_qc.serve.cases.routes import _version
from evidence_qc.serve.error_responses import VersionError, as_json
from evidence_qc.serve.middleware import refusal
from evidence_qc.serve.page import door_for
from evidence_qc.serve.parameters import KNOWN, RequestParameters
from evidence_qc.serve.settings import Settings
from evidence_qc.serve.token import knows, new_token
from evidence_qc.serve.upload import _kind, _stated_name
from tests.fuzz.mutations import near_words, text_of
from tests.fuzz.reader import Reader

TOKEN = new_token()
SETTINGS = (
    Settings(), Settings(host="0.0.0.0", token=TOKEN, allow_origins=("https://shop.example",)),
)  # fmt: skip
NAMES = (
    b"host", b"origin", b"authorization", b"cookie", b"accept-language", b"content-type",
    b"content-disposition", b"x-filename", b"if-match", b"content-encoding",
)  # fmt: skip


def _headers(data: bytes) -> None:
    """Any value of each header; the token is known from nobody who does not send it."""
    value = data.replace(b"\0", b"").replace(b"\r", b"").replace(b"\n", b"")[:8000]
    for name in NAMES:
        headers = Headers(raw=[(b"host", b"localhost"), (name, value)])
        assert knows(headers, TOKEN) is (TOKEN.encode() in value and knows(headers, TOKEN))
        for settings in SETTINGS:
            found = refusal(headers, "POST", settings)
            if found is not None:
                as_json("forbidden", found)
        door_for(headers.get("accept-language", ""))
        with suppress(UsageError):
            _kind(headers)
        with suppress(VersionError):
            assert _version(headers.get("if-match")) >= 0
        _stated_name(headers)


def _parameters(data: bytes) -> None:
    """A query of any words, for each verb."""
    given = parse_qs(text_of(data), keep_blank_values=True, max_num_fields=None, errors="replace")
    for verb, names in KNOWN.items():
        with suppress(UsageError):
            RequestParameters.of(verb, given)
        of_ours = {name: values for name, values in given.items() if name in names}
        parameters = RequestParameters.of(verb, of_ours)
        for read in (
            parameters.profile, parameters.case_options, parameters.bundle_options,
        ):  # fmt: skip
            with suppress(UsageError):
                read()
        with suppress(UsageError):
            assert parameters.language() in LANGUAGES
        with suppress(UsageError):
            parameters.form(text_of(data))


def _code(data: bytes) -> None:
    """What a code holds is shown on one line, and no more of it than is said."""
    made = segno.make(data[:400] or b"x", error="l", micro=False)
    cells = np.array([[bool(cell) for cell in row] for row in made.matrix])
    dark = np.pad(cells, 4).repeat(3, axis=0).repeat(3, axis=1)
    grey = np.where(dark, 20, 235).astype(np.uint8)
    height, width = grey.shape
    for code in read_codes(Planes(grey, grey, 1.0, width, height), []):
        assert code.text.isprintable()
        assert len(code.text) <= TEXT_MAX


HEADERS = (
    "localhost:8470", "http://127.0.0.1:8470", f"Bearer {TOKEN}", f"evidence-qc-token={TOKEN}; a=b",
    "ru,en;q=0.5", "multipart/form-data; boundary=B", 'form-data; filename="a.jpg"',
    "UTF-8''%D1%8F.jpg", '"12"', "[::1]:80", "http://[::1]",
)  # fmt: skip
QUERIES = (
    "profile=aliexpress&set=too-dark.warn_ratio%3D0.2&rules=2026-11&format=csv&lang=ru",
    "item=Coat&claim=hole%3Da.jpg&mark=a.jpg:0.5,0.5&role=a.jpg%3Dlabel&date=2026-11-01&cut=1-2",
    "when=receipt%3D2026-11-01&request=photo of the label&photos=2&received=2026-11-02",
)

HEARD: dict[str, Reader] = {
    "headers": Reader(
        _headers, lambda: [text.encode() for text in HEADERS],
        ("serve.middleware", "serve.token", "language.languages"),
    ),
    "parameters": Reader(
        _parameters, lambda: [text.encode() for text in QUERIES],
        ("serve.parameters", "plan.deadlines", "plan.cut"), near=near_words,
    ),
    "codes": Reader(
        _code, lambda: [b"https://example.org/RB123456789CN", "ярлык".encode()],
        ("measures.content.codes",),
    ),
}  # fmt: skip
