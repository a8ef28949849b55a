"""The OpenAPI document, made from the addresses that are served and the table of operations."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from evidence_qc.profiles import profile_names
from evidence_qc.rules import RULES
from evidence_qc.serve.error_responses import BUG, STATUS, NotFoundError
from evidence_qc.serve.openapi.operations import ASKED, BYTES, FORM, OPERATIONS, PATCH, Operation
from evidence_qc.serve.openapi.options import IN_PATH, option, option_schema
from evidence_qc.serve.openapi.schemas import names, patch_schema, schemas
from evidence_qc.serve.parameters import KNOWN
from evidence_qc.version import VERSION

_ANYTHING_BINARY = {"type": "string", "contentMediaType": "application/octet-stream"}
_RETRY = {"Retry-After": {"description": "Seconds.", "schema": {"type": "integer", "minimum": 1}}}


def routes() -> list[Route]:
    """The document and the schemas."""
    return [
        Route("/v1/openapi.json", _document, methods=["GET"]),
        Route("/v1/schemas/{name}", _one_schema, methods=["GET"]),
    ]


def document(known: Sequence[BaseRoute]) -> dict[str, Any]:
    """The OpenAPI document of what is served; pages and their assets are no part of the API."""
    paths: dict[str, dict[str, Any]] = {}
    for path, method in described(known):
        operation = OPERATIONS[method, path]
        paths.setdefault(path, {})[method.lower()] = _plain(path, method, operation)
    return {
        "openapi": "3.1.0",
        "info": {"title": "evidence-qc", "version": VERSION},
        "paths": paths,
        "components": {
            "securitySchemes": {"token": {"type": "http", "scheme": "bearer"}},
            "responses": _errors(),
        },
        "security": [{}, {"token": []}],
    }


def described(known: Sequence[BaseRoute]) -> Iterator[tuple[str, str]]:
    """Path and method of every operation that is served."""
    for route in known:
        if isinstance(route, Route) and route.path != "/" and "/assets/" not in route.path:
            for method in sorted((route.methods or set()) - {"HEAD"}):
                yield re.sub(r":\w+}", "}", route.path), method


def _plain(path: str, method: str, operation: Operation) -> dict[str, Any]:
    answer: dict[str, Any] = {"description": operation.summary}
    if operation.answers:
        answer["content"] = {
            kind: {"schema": _schema_of(schema)} for kind, schema in operation.answers.items()
        }
    if operation.headers:
        text = {"schema": {"type": "string"}, "required": True}
        answer["headers"] = dict.fromkeys(operation.headers, text)
    if (method, path) == ("POST", "/v1/cases"):
        answer["links"] = dict(_links())
    errors = (403, 500) if operation.is_open else (*ASKED, *operation.errors)
    made: dict[str, Any] = {
        "summary": operation.summary,
        "operationId": _operation_id(method, path),
        "parameters": list(_parameters(path, operation)),
        "responses": {
            str(operation.status): answer,
            **{str(n): {"$ref": f"#/components/responses/{n}"} for n in sorted(set(errors))},
        },
    }
    if (method, path) == ("GET", "/v1/cases/{case}"):
        made["responses"]["304"] = {"description": "It is still of the version of If-None-Match."}
    if path == "/readyz":
        made["responses"]["503"] = {**answer, "description": "It takes no more now."}
    if operation.is_open:
        made["security"] = []
    if operation.body:
        made["requestBody"] = {"required": True, "content": _body(operation)}
    return made


def _operation_id(method: str, path: str) -> str:
    return f"{method.lower()}{re.sub(r'[^a-zA-Z0-9]+', '_', path)}"


def _parameters(path: str, operation: Operation) -> Iterator[dict[str, Any]]:
    for name in re.findall(r"{(\w+)}", path):
        yield {"name": name, "in": "path", "required": True, "schema": _in_path(path, name)}
    for name in (*KNOWN.get(operation.verb, ()), *operation.options):
        yield option(name, operation.verb)
    if operation.body == PATCH:
        version = {"type": "string", "pattern": '^"?[0-9]{1,18}"?$'}
        yield {"name": "If-Match", "in": "header", "required": True, "schema": version}
    if (path, operation.body) == ("/v1/cases/{case}", "") and operation.headers:
        yield {"name": "If-None-Match", "in": "header", "schema": {"type": "string"}}


def _in_path(path: str, name: str) -> dict[str, Any]:
    """Names that are known are told, so that a client need not guess them."""
    known = {
        "/v1/profiles/{name}": profile_names(),
        "/v1/rules/{name}": [rule.name for rule in RULES],
        "/v1/schemas/{name}": names(),
    }
    if path in known:
        return {"type": "string", "enum": list(known[path])}
    return IN_PATH.get(name, {"type": "string", "minLength": 1})


def _body(operation: Operation) -> dict[str, Any]:
    if operation.body == PATCH:
        return {PATCH: {"schema": patch_schema()}}
    if operation.body == BYTES:
        return {BYTES: {}}
    fields = {
        name: option_schema(name, operation.verb) for name in KNOWN.get(operation.verb, ())
    } or {name: option_schema(name, "") for name in ("group", "role")}
    form = {
        "type": "object",
        "properties": {"file": {"type": "array", "items": _ANYTHING_BINARY, "minItems": 1}},
        "required": ["file"],
    }
    form["properties"] |= fields  # type: ignore[operator]
    raw: dict[str, Any] = {kind: {} for kind in ("application/octet-stream", "image/*", "video/*")}
    return {FORM: {"schema": form}, **raw}


def _schema_of(name: str) -> dict[str, Any]:
    if name.startswith("["):
        return {"type": "array", "items": _schema_of(name.strip("[]"))}
    return {"$ref": f"/v1/schemas/{name}"} if name else {}


def _errors() -> dict[str, Any]:
    """Every status that an error may have, with the codes that go with it."""
    content = {"application/json": {"schema": _schema_of("error")}}
    codes: dict[int, list[str]] = {}
    for status, code in (*STATUS.values(), BUG):
        codes.setdefault(status, []).append(code)
    found: dict[str, Any] = {
        str(status): {"description": ", ".join(sorted(set(names))), "content": content}
        for status, names in sorted(codes.items())
    }
    found["503"]["headers"] = _RETRY
    return found


def _links() -> Iterator[tuple[str, dict[str, Any]]]:
    """What can be done with a new case."""
    for (method, path), operation in OPERATIONS.items():
        if re.findall(r"{(\w+)}", path) == ["case"]:
            parameters = {"case": "$response.body#/id"}
            if operation.body == PATCH:
                parameters["header.If-Match"] = "$response.header.ETag"
            name = _operation_id(method, path)
            yield name, {"operationId": name, "parameters": parameters}


async def _document(request: Request) -> Response:
    return JSONResponse(document(request.app.routes))


async def _one_schema(request: Request) -> Response:
    found = schemas().get(request.path_params["name"])
    if found is None:
        raise NotFoundError("error.schema-missing", known=tuple(names()))
    return JSONResponse(found, media_type="application/schema+json")
