"""JSON Schemas (2020-12) of all that is answered, by name; keys may be added to each, as always."""

from __future__ import annotations

import json
from collections.abc import Iterable
from functools import cache
from importlib.resources import files
from typing import Any

from evidence_qc.model import Aim, Role, Severity
from evidence_qc.profiles import profile_names
from evidence_qc.report.schema import batch_schema, report_schema
from evidence_qc.serve.cases.document import SCHEMA as CASE_SCHEMA
from evidence_qc.serve.cases.document import STATEMENT_MAX, TEXT_MAX, USES, WORDS
from evidence_qc.serve.error_responses import BUG, STATUS
from evidence_qc.serve.openapi.options import CASE_ID, DIGEST

ERROR_SCHEMA = "evidence-qc/error/1"
DIALECT = "https://json-schema.org/draft/2020-12/schema"

_STRING, _COUNT = {"type": "string"}, {"type": "integer", "minimum": 0}
_YES_NO, _NUMBER = {"type": "boolean"}, {"type": "number"}
_ANYTHING: dict[str, Any] = {"type": "object"}
_MAYBE_TEXT = {"type": ["string", "null"]}


@cache
def schemas() -> dict[str, dict[str, Any]]:
    """Name → schema; the ``$id`` is what documents of that kind call themselves."""
    batch = json.dumps(batch_schema()).replace("report.schema.json", "report")  # as it is here
    manifest = files("evidence_qc.bundle").joinpath("manifest.schema.json")
    own = {
        "case": _case(),
        "case-with-files": _case({"fresh": _list(DIGEST), "taken": _list(DIGEST)}),
        "case-report": _case_report(),
        "error": _error(),
        "health": _health(),
        "live": _object({"aim": {"enum": list(Aim)}}),
        "openapi": _object({"openapi": {"const": "3.1.0"}, "info": _ANYTHING, "paths": _ANYTHING}),
        "phone": _object(
            {
                "address": _STRING,
                "code": _STRING,
                "case": CASE_ID,
                "fingerprint": {"type": ["string", "null"]},
            }
        ),
        "preview": _preview(),
        "profile": _profile(),
        "profile-name": _object({"name": _STRING, "title": _STRING}),
        "progress": _object(
            {"what": _STRING, "done": _NUMBER, "of": {"type": ["integer", "null"], "minimum": 0}}
        ),
        "ready": _object({"ready": _YES_NO}),
        "rule": _rule(),
        "schema": _object({"$schema": {"const": DIALECT}, "$id": _STRING}),
    }
    found = {
        "report": report_schema(),
        "batch": json.loads(batch),
        "manifest": json.loads(manifest.read_text(encoding="utf-8")),
        **{name: {"$schema": DIALECT, **schema} for name, schema in own.items()},
    }
    return {name: {**schema, "$id": f"/v1/schemas/{name}"} for name, schema in found.items()}


def _case(more: dict[str, Any] | None = None) -> dict[str, Any]:
    text = {"type": "string", "maxLength": TEXT_MAX}
    share = {"type": "number", "minimum": 0, "maximum": 1}
    file = {
        "name": text,
        "size_bytes": _COUNT,
        "number": {"type": "integer", "minimum": 1},
        "group": text,
        "role": {"enum": ["", *Role]},
        "mark": {
            "anyOf": [
                {"type": "null"},
                {"type": "array", "items": share, "minItems": 2, "maxItems": 2},
            ]
        },
        "use": {"enum": list(USES)},
    }
    group = {"title": text, "order": _NUMBER}
    return _object(
        {
            "schema": {"const": CASE_SCHEMA},
            "id": CASE_ID,
            "version": {"type": "integer", "minimum": 1},
            **dict.fromkeys(("profile", "item", "reason", "ask", "order", "tracking"), text),
            "statement": {"type": "string", "maxLength": STATEMENT_MAX},
            "groups": {"type": "object", "additionalProperties": _object(group)},
            "files": {"type": "object", "additionalProperties": _object(file)},
            **(more or {}),
        }
    )


def patch_schema() -> dict[str, Any]:
    """A change to a case: any part of it, and null for what is to go (RFC 7396)."""
    case = _case()["properties"]
    of_file = {key: case["files"]["additionalProperties"]["properties"][key] for key in _SAID}
    group = _partial(case["groups"]["additionalProperties"]["properties"])
    words = {name: _or_null(case[name]) for name in WORDS}
    words["profile"] = _or_null({"enum": ["", *profile_names()]})
    tables = {
        "groups": {
            "type": "object",
            "propertyNames": {"pattern": "^[0-9a-z]{1,32}$"},
            "additionalProperties": _or_null(group),
        },
        "files": {
            "type": "object",
            "propertyNames": DIGEST,
            "additionalProperties": _or_null(_partial(of_file)),
        },
    }
    return {"type": "object", "properties": {**words, **tables}, "additionalProperties": False}


_SAID = ("name", "group", "role", "mark", "use")


def _case_report() -> dict[str, Any]:
    group = _object(
        {"key": _STRING, "title": _STRING, "is_proposed": _YES_NO, "files": _list(DIGEST)}
    )
    return _object(
        {
            "version": _COUNT,
            "headline": _STRING,
            "groups": _list(group),
            "names": {"type": "object", "additionalProperties": DIGEST},
            "report": {"$ref": "report"},
        }
    )


def _preview() -> dict[str, Any]:
    tile = {"label": _STRING, "file": DIGEST, "caption": _STRING, "is_weak": _YES_NO}
    clip = {"file": DIGEST, "name": _STRING, "has_poster": _YES_NO, "reason": _STRING}
    return _object(
        {
            "key": _STRING,
            "version": _COUNT,
            "slots": _list(_object({"name": _STRING, "tiles": _list(_object(tile))})),
            "clip": _or_null(_object(clip)),
            "left_out": _list(_object({"file": DIGEST, "reason": _STRING})),
            "unlike": _list(DIGEST),
            "things": _list(_list(DIGEST)),
            "numbers": _list(_STRING),
            "words": _list(
                _object(
                    {
                        "field": _STRING,
                        "english": _STRING,
                        "in_english": {"enum": ["yes", "perhaps", "no"]},
                    }
                )
            ),
            "statement": _STRING,
            "statement_lines": _list(_STRING),
            "limits": _object(dict.fromkeys(("chars", "first_line", "lines"), _COUNT)),
            "submit": _list(_STRING),
            "ready": _YES_NO,
            "weak_points": _list(_STRING),
            "advice": _list(_STRING),
            "seal": _STRING,
            "is_draft": _YES_NO,
        }
    )


def _profile() -> dict[str, Any]:
    sourced = {**_object({"source": _STRING}), "description": "value, source, date, confidence"}
    facts = ("photos_max", "videos_max", "photo_bytes_max", "collages", "annotations")
    return _object({**dict.fromkeys(("name", "title", "sha256"), _STRING),
                    **dict.fromkeys(facts, sourced)})  # fmt: skip


def _rule() -> dict[str, Any]:
    limit = {"name": _STRING, "default": _NUMBER, "unit": _STRING, "meaning": _STRING}
    return _object(
        {
            **dict.fromkeys(("name", "summary", "looks_at"), _STRING),
            "severities": _list({"enum": list(Severity)}),
            "limits": _list(_object(limit)),
            "manual": {"type": "object", "additionalProperties": _STRING},
        }
    )


def _health() -> dict[str, Any]:
    return _object(
        {
            "status": {"const": "ok"},
            "name": _STRING,
            "version": _STRING,
            "components": {"type": "object", "additionalProperties": _MAYBE_TEXT},
            "upload_bytes_max": _COUNT,
            "upload_files_max": _COUNT,
            "for_phones": _YES_NO,
        }
    )


def _error() -> dict[str, Any]:
    error = _object(
        {
            "code": {"enum": sorted({code for _, code in (*STATUS.values(), BUG)})},
            "message": _STRING,
            "remedy": _MAYBE_TEXT,
        }
    )
    error["properties"] |= {"message_id": _STRING, "values": _ANYTHING}
    return {"title": ERROR_SCHEMA, **_object({"error": error})}


def _object(properties: dict[str, Any]) -> dict[str, Any]:
    """An object that has all of these; keys may be added, as everywhere."""
    return {"type": "object", "properties": properties, "required": list(properties)}


def _partial(properties: dict[str, Any]) -> dict[str, Any]:
    return {"type": "object", "properties": properties, "additionalProperties": False}


def _or_null(schema: dict[str, Any]) -> dict[str, Any]:
    return {"anyOf": [{"type": "null"}, schema]}


def _list(items: dict[str, Any]) -> dict[str, Any]:
    return {"type": "array", "items": items}


def names() -> Iterable[str]:
    """Of all schemas."""
    return sorted(schemas())
