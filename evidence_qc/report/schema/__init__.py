"""The JSON Schema of the report, as data that ships with the package."""

from __future__ import annotations

import json
from importlib.resources import files
from typing import Any


def report_schema() -> dict[str, Any]:
    """JSON Schema (draft 2020-12) of ``evidence-qc/report/1``; ``$defs/file`` is a jsonl line."""
    text = files(__package__).joinpath("report.schema.json").read_text(encoding="utf-8")
    schema: dict[str, Any] = json.loads(text)
    return schema
