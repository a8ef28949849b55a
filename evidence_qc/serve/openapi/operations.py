"""Every operation: what its code does not say of itself.

One sentence, the kinds of its answer, and which errors it may give. A test holds the table against
the addresses that are served, and ``scripts/benchmarks/api_contract.py`` against what they answer.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

JSON, HTML = "application/json", "text/html"
FORM, PATCH = "multipart/form-data", "application/merge-patch+json"
WEBP, ZIP = "image/webp", "application/zip"
BYTES = "application/octet-stream"

ASKED = (401, 403, 500)
"""What any request may be answered: without its token, from elsewhere, or by a bug."""
TAKEN = (400, 408, 413, 415, 422, 503, 507)
"""What an upload may be answered."""
WORKED = (400, 422, 501, 503, 507)
"""What long work may be answered."""
KEPT = (404, 507)
"""What may be answered of a case."""


@dataclass(frozen=True, slots=True)
class Operation:
    """What the code of an operation does not say of itself."""

    summary: str
    answers: Mapping[str, str] = field(default_factory=lambda: {JSON: ""})
    """Media type of an answer → name of its schema; ``[name]`` a list of those, empty: anything."""
    status: int = 200
    errors: tuple[int, ...] = ()
    """Statuses of errors besides ``ASKED``."""
    body: str = ""
    """Media type of the body; empty: none."""
    verb: str = ""
    """Key of ``parameters.KNOWN``: its options are query parameters."""
    options: tuple[str, ...] = ()
    """Further query parameters."""
    headers: tuple[str, ...] = ()
    """Of the answer."""
    is_open: bool = False
    """Needs no token."""


_REPORTS = {JSON: "report", "application/x-ndjson": "", "text/csv": "", HTML: ""}
_MADE = dict.fromkeys(
    ("image/jpeg", WEBP, "video/mp4", "text/plain", ZIP, "application/octet-stream"), ""
)

OPERATIONS: dict[tuple[str, str], Operation] = {
    ("POST", "/v1/check"): Operation(
        "Can this set be submitted as it is?",
        _REPORTS,
        errors=(*TAKEN, *WORKED),
        body=FORM,
        verb="check",
        headers=("Evidence-QC-Headline",),
    ),
    ("POST", "/v1/scan"): Operation(
        "Verdicts, and what to retake first.",
        _REPORTS,
        errors=(*TAKEN, *WORKED),
        body=FORM,
        verb="scan",
        headers=("Evidence-QC-Headline",),
    ),
    ("POST", "/v1/bundle"): Operation(
        "What to submit.",
        {ZIP: ""},
        errors=(*TAKEN, *WORKED),
        body=FORM,
        verb="bundle",
        headers=("Evidence-QC-Bundle",),
    ),
    ("GET", "/v1/profiles"): Operation("The platforms.", {JSON: "[profile-name]"}),
    ("GET", "/v1/profiles/{name}"): Operation(
        "What a platform accepts.", {JSON: "profile"}, errors=(404,)
    ),
    ("GET", "/v1/rules"): Operation("What is looked for.", {JSON: "[rule]"}),
    ("GET", "/v1/rules/{name}"): Operation("One rule.", {JSON: "rule"}, errors=(404,)),
    ("GET", "/v1/schema"): Operation("The schema of the report.", {JSON: "schema"}),
    ("GET", "/v1/schemas/{name}"): Operation(
        "A schema.", {"application/schema+json": "schema"}, errors=(404,)
    ),
    ("GET", "/v1/openapi.json"): Operation("This document.", {JSON: "openapi"}),
    ("GET", "/v1/health"): Operation("Versions and caps.", {JSON: "health"}),
    ("GET", "/v1/progress/{ticket}"): Operation("How far a request is.", {JSON: "progress"}),
    ("GET", "/v1/progress/{ticket}/events"): Operation(
        "The same as server-sent events, until the request has ended.",
        {"text/event-stream": ""},
        options=("lang",),
    ),
    ("GET", "/v1/thumbnail/{sha256}"): Operation("A small picture.", {WEBP: ""}, errors=(404,)),
    ("GET", "/v1/phone"): Operation(
        "The address and code for a phone.", {JSON: "phone"}, errors=KEPT, options=("case",)
    ),
    ("POST", "/v1/session"): Operation("A cookie that holds the token.", {}, status=204),
    ("POST", "/v1/live"): Operation(
        "The worst thing about a frame of a camera that is aimed.",
        {JSON: "live"},
        errors=(400, 413, 422, 501, 503),
        body=BYTES,
        options=("profile", "before_bytes", "step_ms", "lang"),
    ),
    ("POST", "/v1/cases"): Operation(
        "A new case.", {JSON: "case"}, status=201, errors=(507,), headers=("ETag",)
    ),
    ("GET", "/v1/cases/{case}"): Operation(
        "A case; its ETag is its version.", {JSON: "case"}, errors=KEPT, headers=("ETag",)
    ),
    ("PATCH", "/v1/cases/{case}"): Operation(
        "Change a case that has the version of If-Match.",
        {JSON: "case"},
        errors=(*KEPT, 400, 412, 413, 428),
        body=PATCH,
        headers=("ETag",),
    ),
    ("DELETE", "/v1/cases/{case}"): Operation(
        "Remove a case for good.", {}, status=204, errors=KEPT
    ),
    ("POST", "/v1/cases/{case}/files"): Operation(
        "Give files to a case.",
        {JSON: "case-with-files"},
        errors=(*KEPT, *TAKEN),
        body=FORM,
        options=("group", "role", "ticket"),
        headers=("ETag",),
    ),
    ("GET", "/v1/cases/{case}/files/{sha256}/picture"): Operation(
        "A small picture of a file of a case.", {WEBP: ""}, errors=KEPT
    ),
    ("GET", "/v1/cases/{case}/report"): Operation(
        "Verdicts and groups of a case.",
        {JSON: "case-report", HTML: ""},
        errors=(*KEPT, *WORKED),
        options=("case-format", "ticket", "lang"),
    ),
    ("POST", "/v1/cases/{case}/preview"): Operation(
        "What will be seen.",
        {JSON: "preview"},
        errors=(*KEPT, *WORKED),
        options=("draft", "ticket", "lang"),
    ),
    ("GET", "/v1/cases/{case}/made/{key}/{name}"): Operation(
        "A file of a preview.", _MADE, errors=KEPT, options=("small",)
    ),
    ("GET", "/healthz"): Operation("Is it there?", {"text/plain": ""}, is_open=True),
    ("GET", "/readyz"): Operation(
        "Does it take more? 503 where not.", {JSON: "ready"}, is_open=True
    ),
    ("GET", "/metrics"): Operation("Prometheus' text format.", {"text/plain": ""}),
}
