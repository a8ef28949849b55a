"""Options of an operation as OpenAPI parameters; what each takes is what ``parameters`` takes."""

from __future__ import annotations

from typing import Any

from evidence_qc.language.languages import LANGUAGES
from evidence_qc.model import REASONS, Role
from evidence_qc.profiles import profile_names
from evidence_qc.profiles.releases import release_names
from evidence_qc.serve.parameters import FORMS

_TEXT: dict[str, Any] = {"type": "string"}
REPEATED = frozenset({"set", "claim", "mark", "role", "pin", "include", "exclude"})
"""May be given more than once."""
CASE_ID = {"type": "string", "pattern": "^[0-9a-f]{32}$"}
DIGEST = {"type": "string", "pattern": "^[0-9a-f]{64}$"}
IN_PATH: dict[str, dict[str, Any]] = {"case": CASE_ID, "sha256": DIGEST}
"""Part of an address → its schema; the others are any text."""


def option(name: str, verb: str) -> dict[str, Any]:
    """The OpenAPI parameter of a query; ``verb`` as in ``parameters.KNOWN``, or empty."""
    called = "format" if name == "case-format" else name
    found: dict[str, Any] = {"name": called, "in": "query", "schema": option_schema(name, verb)}
    if meaning := _MEANINGS.get(name):
        found["description"] = meaning
    return found


def option_schema(name: str, verb: str) -> dict[str, Any]:
    """What an option takes."""
    one = _one(name, verb)
    return {"type": "array", "items": one} if verb and name in REPEATED else one


def _one(name: str, verb: str) -> dict[str, Any]:
    known: dict[str, dict[str, Any]] = {
        "profile": {"type": "string", "enum": list(profile_names())},
        "rules": {"type": "string", "enum": list(release_names())},
        "set": {"type": "string", "pattern": r"^[a-z-]+\.[a-z_]+=[0-9.]+$"},
        "format": {"type": "string", "enum": list(FORMS)},
        "case-format": {"type": "string", "enum": ["json", "html"]},
        "reason": {"type": "string", "examples": list(REASONS)},
        "claim": {"type": "string", "pattern": "^[^=]+=.*$"},
        "mark": {"type": "string", "pattern": r"^.+:(0|1|0?\.\d+),(0|1|0?\.\d+)(,(1|0?\.\d+))?$"},
        "role": {"type": "string", "pattern": f"^.+=({'|'.join(Role)})$"},
        "date": {"type": "string", "format": "date"},
        "received": {"type": "string", "format": "date"},
        "photos": {"type": "integer", "minimum": 1, "maximum": 999_999_999},
        "case": CASE_ID,
        "before_bytes": {"type": "integer", "minimum": 0, "maximum": 99_999_999},
        "step_ms": {"type": "integer", "minimum": 0, "maximum": 99_999_999},
        "lang": {"type": "string", "enum": list(LANGUAGES)},
    }
    if name == "role" and not verb:
        return {"type": "string", "enum": ["", *Role]}
    return known.get(name, _TEXT)


_MEANINGS = {
    "rules": "The limits of that release are kept.",
    "lang": "Of sentences for people; ids, values and keys are the same in each.",
    "set": "Another limit: RULE.LIMIT=VALUE.",
    "ticket": "A name of the client's: GET /v1/progress/TICKET tells how far this request is.",
    "thumbnails": "Given, small pictures are kept for GET /v1/thumbnail/SHA256.",
    "claim": "TITLE=FILE,FILE",
    "mark": "FILE:x,y or FILE:x,y,size, shares of the upright picture.",
    "role": "FILE=ROLE; of an upload to a case the role of all its files.",
    "tracking": "The number on the parcel; the statement says in which photo it can be read.",
    "order": "The order's number; the statement says in which photo it can be read.",
    "cut": "FROM-TO in the clip.",
    "small": "Given, a photo at the size of a phone, as WebP.",
    "before_bytes": "So many bytes of the body are the earlier frame, the rest the later.",
    "step_ms": "Milliseconds between the two.",
    "draft": "Given, only the pictures are drawn.",
}
