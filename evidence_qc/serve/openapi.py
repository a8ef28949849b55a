"""The API as OpenAPI 3.1 and the schemas it refers to, made from the addresses that are served.

What an operation takes is read from ``parameters.KNOWN``; what is written here is what code does
not say: one sentence, and which schema an answer has. A test holds both against the addresses.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.resources import files
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from evidence_qc.model import Role
from evidence_qc.report.schema import batch_schema, report_schema
from evidence_qc.serve.cases.document import SCHEMA as CASE_SCHEMA
from evidence_qc.serve.cases.document import STATEMENT_MAX, TEXT_MAX, USES
from evidence_qc.serve.error_responses import BUG, STATUS, NotFoundError
from evidence_qc.serve.parameters import FORMS, KNOWN
from evidence_qc.version import VERSION

FILES, PATCH = "multipart/form-data", "application/merge-patch+json"
ERROR_SCHEMA = "evidence-qc/error/1"


@dataclass(frozen=True, slots=True)
class Operation:
    """What the code of an operation does not say of itself."""

    summary: str
    answer: str = "application/json"
    """Media type of the answer."""
    schema: str = ""
    """Name of its schema; empty: any JSON."""
    status: int = 200
    body: str = ""
    """Media type of the body; empty: none."""
    verb: str = ""
    """Key of ``parameters.KNOWN``: its options are query parameters."""
    options: tuple[str, ...] = ()
    """Further query parameters."""


OPERATIONS: dict[tuple[str, str], Operation] = {
    ("POST", "/v1/check"): Operation(
        "Can this set be submitted as it is?", schema="report", body=FILES, verb="check"
    ),
    ("POST", "/v1/scan"): Operation(
        "Verdicts, and what to retake first.", schema="report", body=FILES, verb="scan"
    ),
    ("POST", "/v1/bundle"): Operation(
        "What to submit.", "application/zip", body=FILES, verb="bundle"
    ),
    ("GET", "/v1/profiles"): Operation("The platforms."),
    ("GET", "/v1/profiles/{name}"): Operation("What a platform accepts."),
    ("GET", "/v1/rules"): Operation("What is looked for."),
    ("GET", "/v1/rules/{name}"): Operation("One rule."),
    ("GET", "/v1/schema"): Operation("The schema of the report."),
    ("GET", "/v1/schemas/{name}"): Operation("A schema.", "application/schema+json"),
    ("GET", "/v1/openapi.json"): Operation("This document."),
    ("GET", "/v1/health"): Operation("Versions and caps."),
    ("GET", "/v1/progress/{ticket}"): Operation("How far a request is."),
    ("GET", "/v1/thumbnail/{sha256}"): Operation("A small picture.", "image/webp"),
    ("GET", "/v1/phone"): Operation("The address and code for a phone.", options=("case",)),
    ("POST", "/v1/cases"): Operation("A new case.", schema="case", status=201),
    ("GET", "/v1/cases/{case}"): Operation("A case; its ETag is its version.", schema="case"),
    ("PATCH", "/v1/cases/{case}"): Operation(
        "Change a case that has the version of If-Match.", schema="case", body=PATCH
    ),
    ("DELETE", "/v1/cases/{case}"): Operation("Remove a case for good.", "", status=204),
    ("POST", "/v1/cases/{case}/files"): Operation(
        "Give files to a case.", schema="case", body=FILES, options=("group", "role", "ticket")
    ),
    ("GET", "/v1/cases/{case}/files/{sha256}/picture"): Operation(
        "A small picture of a file of a case.", "image/webp"
    ),
    ("GET", "/v1/cases/{case}/report"): Operation(
        "Verdicts and groups of a case.", options=("format", "ticket")
    ),
    ("POST", "/v1/cases/{case}/preview"): Operation(
        "What will be seen.", options=("draft", "ticket")
    ),
    ("GET", "/v1/cases/{case}/made/{key}/{name}"): Operation(
        "A file of a preview.", "application/octet-stream"
    ),
    ("GET", "/healthz"): Operation("Is it there?", "text/plain"),
    ("GET", "/readyz"): Operation("Does it take more? 503 where not."),
    ("GET", "/metrics"): Operation("Prometheus' text format.", "text/plain"),
}


def routes() -> list[Route]:
    """The document and the schemas."""
    return [
        Route("/v1/openapi.json", _document, methods=["GET"]),
        Route("/v1/schemas/{name}", _one_schema, methods=["GET"]),
    ]


def schemas() -> dict[str, dict[str, Any]]:
    """Name → JSON Schema (2020-12); the ``$id`` is what documents of that kind call themselves."""
    batch = json.dumps(batch_schema()).replace("report.schema.json", "report")  # as it is here
    manifest = files("evidence_qc.bundle").joinpath("manifest.schema.json")
    found = {
        "report": report_schema(),
        "batch": json.loads(batch),
        "manifest": json.loads(manifest.read_text(encoding="utf-8")),
        "case": _case_schema(),
        "error": _error_schema(),
    }
    return {name: {**schema, "$id": f"/v1/schemas/{name}"} for name, schema in found.items()}


def document(known: Sequence[BaseRoute]) -> dict[str, Any]:
    """The OpenAPI document of what is served; pages and their assets are no part of the API."""
    paths: dict[str, dict[str, Any]] = {}
    for route in known:
        if not isinstance(route, Route) or route.path == "/" or route.path.startswith("/assets/"):
            continue
        path = re.sub(r":\w+}", "}", route.path)
        for method in sorted((route.methods or set()) - {"HEAD"}):
            operation = OPERATIONS[method, path]
            paths.setdefault(path, {})[method.lower()] = _plain(path, method, operation)
    return {
        "openapi": "3.1.0",
        "info": {"title": "evidence-qc", "version": VERSION},
        "paths": paths,
        "components": {"securitySchemes": {"token": {"type": "http", "scheme": "bearer"}}},
        "security": [{}, {"token": []}],
    }


def _plain(path: str, method: str, operation: Operation) -> dict[str, Any]:
    parameters: list[dict[str, Any]] = [
        {"name": name, "in": "path", "required": True, "schema": {"type": "string"}}
        for name in re.findall(r"{(\w+)}", path)
    ]
    for name in (*KNOWN.get(operation.verb, ()), *operation.options):
        schema: dict[str, Any] = {"type": "string"}
        if name == "format" and operation.verb:
            schema["enum"] = list(FORMS)
        parameters.append({"name": name, "in": "query", "schema": schema})
    if operation.body == PATCH:
        version = {"type": "string", "pattern": '^"?[0-9]+"?$'}
        parameters.append({"name": "If-Match", "in": "header", "required": True, "schema": version})
    answer: dict[str, Any] = {"description": operation.summary}
    if operation.answer:
        ref = {"$ref": f"/v1/schemas/{operation.schema}"} if operation.schema else {}
        answer["content"] = {operation.answer: {"schema": ref}}
    made: dict[str, Any] = {
        "summary": operation.summary,
        "operationId": f"{method.lower()}{re.sub(r'[^a-zA-Z0-9]+', '_', path)}",
        "parameters": parameters,
        "responses": {str(operation.status): answer, **_errors()},
    }
    if operation.body:
        kind = {"type": "object"}
        made["requestBody"] = {"required": True, "content": {operation.body: {"schema": kind}}}
        if operation.body == FILES:
            raw: dict[str, Any] = {"application/octet-stream": {}, "image/*": {}, "video/*": {}}
            made["requestBody"]["content"] |= raw
    return made


def _errors() -> dict[str, Any]:
    """Every status that an error may have; which of them an operation gives, API.md says."""
    content = {"application/json": {"schema": {"$ref": "/v1/schemas/error"}}}
    codes: dict[int, list[str]] = {}
    for status, code in (*STATUS.values(), BUG):
        codes.setdefault(status, []).append(code)
    return {
        str(status): {"description": ", ".join(sorted(set(names))), "content": content}
        for status, names in sorted(codes.items())
    }


def _case_schema() -> dict[str, Any]:
    text = {"type": "string", "maxLength": TEXT_MAX}
    share = {"type": "number", "minimum": 0, "maximum": 1}
    file = {
        "name": text,
        "size_bytes": {"type": "integer", "minimum": 0},
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
    group = {"title": text, "order": {"type": "number"}}
    case = {
        "schema": {"const": CASE_SCHEMA},
        "id": {"type": "string", "pattern": "^[0-9a-f]{32}$"},
        "version": {"type": "integer", "minimum": 1},
        **dict.fromkeys(("profile", "item", "reason", "ask"), text),
        "statement": {"type": "string", "maxLength": STATEMENT_MAX},
        "groups": {"type": "object", "additionalProperties": _object(group)},
        "files": {"type": "object", "additionalProperties": _object(file)},
    }
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **_object(case)}


def _error_schema() -> dict[str, Any]:
    error = _object(
        {
            "code": {"enum": sorted({code for _, code in (*STATUS.values(), BUG)})},
            "message": {"type": "string"},
            "remedy": {"type": ["string", "null"]},
        }
    )
    error["properties"] |= {"message_id": {"type": "string"}, "values": {"type": "object"}}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": ERROR_SCHEMA,
        **_object({"error": error}),
    }


def _object(properties: dict[str, Any]) -> dict[str, Any]:
    """An object that has all of these; keys may be added, as everywhere."""
    return {"type": "object", "properties": properties, "required": list(properties)}


async def _document(request: Request) -> Response:
    return JSONResponse(document(request.app.routes))


async def _one_schema(request: Request) -> Response:
    found = schemas().get(request.path_params["name"])
    if found is None:
        raise NotFoundError("error.schema-missing", known=tuple(sorted(schemas())))
    return JSONResponse(found, media_type="application/schema+json")
