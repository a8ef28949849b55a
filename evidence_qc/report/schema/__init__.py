"""The JSON Schemas of the report and of a batch, as data that ships with the package."""

from __future__ import annotations

import json
from importlib.resources import files
from typing import Any


def report_schema() -> dict[str, Any]:
    """JSON Schema (draft 2020-12) of ``evidence-qc/report/1``; ``$defs/file`` is a jsonl line."""
    return _schema("report")


def batch_schema() -> dict[str, Any]:
    """JSON Schema of a line of ``evidence-qc/batch/1``; refers to ``report.schema.json``."""
    return _schema("batch")


def _schema(name: str) -> dict[str, Any]:
    text = files(__package__).joinpath(f"{name}.schema.json").read_text(encoding="utf-8")
    schema: dict[str, Any] = json.loads(text)
    return schema
