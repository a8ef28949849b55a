"""manifest.json: what every file in a bundle is, and what every output was made from."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from evidence_qc.bundle.decisions import Decisions
from evidence_qc.bundle.types import MANIFEST_SCHEMA, SourceUse
from evidence_qc.language import Sentence
from evidence_qc.model import FileReport
from evidence_qc.plan.numbers import tile_that_holds
from evidence_qc.report.text import printable_json, said

SCHEMA_FILE = Path(__file__).with_name("manifest.schema.json")


@dataclass(frozen=True, slots=True)
class Output:
    """One file that the bundle wrote."""

    path: str
    sha256: str
    size_bytes: int
    sources: tuple[SourceUse, ...] = ()
    width_px: int | None = None
    height_px: int | None = None
    duration_s: float | None = None
    encoder: tuple[tuple[str, object], ...] = ()


def manifest(
    decisions: Decisions,
    names: Mapping[str, str],
    outputs: Sequence[Output],
    weak_points: Sequence[Sentence] = (),
) -> dict[str, Any]:
    """The manifest as plain values; paths are relative to the bundle.

    Args:
        decisions: what is submitted, and of what.
        names: path as in the report → name in the bundle, of the originals that are in it.
        outputs: every file that was written.
        weak_points: of what was planned and of what was built.
    """
    tool, profile, files = decisions.report.tool, decisions.report.profile, decisions.report.files
    case, plan, earlier = decisions.case, decisions.plan, decisions.earlier
    numbering, day = earlier.numbering, decisions.day
    return {
        "schema": MANIFEST_SCHEMA,
        "tool": {"name": tool.name, "version": tool.version, **dict(tool.components)},
        "profile": {"name": profile.name, "sha256": profile.sha256},
        "date": day.isoformat() if day else None,
        "after": earlier.seal or None,
        "request": decisions.options.request or None,
        **_numbers(decisions),
        "used_before": sorted(earlier.used),
        "case": {
            "item": case.item,
            "reason": case.reason,
            "ask": case.ask,
            "claims": [
                {
                    "number": numbering.number(case, position),
                    "title": claim.title,
                    "title_en": claim.title_en,
                    "tiles": [
                        tile.label
                        for slot in plan.slots
                        for tile in slot.tiles
                        if position in tile.claims
                    ],
                    "in_video": bool(plan.video and position in plan.video.claims),
                }
                for position, claim in enumerate(case.claims, 1)
            ],
        },
        "slots": [
            {"number": slot.number, "total": slot.total, "tiles": [t.label for t in slot.tiles]}
            for slot in plan.slots
        ],
        "inputs": [
            {
                "path": names[file.facts.path],
                "given_as": file.facts.path,
                **({"given_as_b64": file.facts.path_b64} if file.facts.path_b64 else {}),
                "sha256": file.facts.sha256,
                "size_bytes": file.facts.size_bytes,
                "media": file.facts.media.value,
                "verdict": file.verdict.value,
                "captured_at": file.facts.metadata.captured_at,
            }
            for file in files
            if file.facts.path in names
        ],
        "outputs": [_output(output, names, files) for output in outputs],
        "left_out": [
            {
                "path": names.get(out.path, out.path),
                "reason": out.reason,
                "what_would_change_it": out.what_would_change_it,
                **said("reason", out.reason),
                **said("what_would_change_it", out.what_would_change_it),
            }
            for out in plan.left_out
        ],
        "notes": list(plan.notes),
        "weak_points": list(weak_points),
        **said("notes", plan.notes),
        **said("weak_points", weak_points),
    }


def _numbers(decisions: Decisions) -> dict[str, object]:
    """Where numbers that were asked about were read; nothing where none was asked about."""
    options = decisions.options
    found: dict[str, object] = {}
    for key, number in (("tracking", options.tracking.strip()), ("order", options.order.strip())):
        if number:
            tile = tile_that_holds(number, decisions.report.files, decisions.plan, options.printed)
            found[key] = {"number": number, "read_in": tile.label if tile else None}
    return found


def to_bytes(document: Mapping[str, Any]) -> bytes:
    """UTF-8 JSON, indented, keys in the order of the schema; the same document, the same bytes."""
    text = json.dumps(document, ensure_ascii=False, indent=1, allow_nan=False)
    return (printable_json(text) + "\n").encode("utf-8", "replace")


def manifest_schema() -> dict[str, Any]:
    """The JSON Schema that every manifest keeps; it ships with the package."""
    schema: dict[str, Any] = json.loads(SCHEMA_FILE.read_text(encoding="utf-8"))
    return schema


def _output(
    output: Output, names: Mapping[str, str], files: Sequence[FileReport]
) -> dict[str, Any]:
    digests = {file.facts.path: file.facts.sha256 for file in files}
    entry: dict[str, Any] = {
        "path": output.path,
        "sha256": output.sha256,
        "size_bytes": output.size_bytes,
        "sources": [
            {
                "path": names.get(source.path, source.path),
                "sha256": digests.get(source.path, ""),
                "tile": source.tile,
                "time_s": source.time_s,
                "claims": list(source.claims),
                "detail_of": source.detail_of,
                "transform": dict(source.transform),
            }
            for source in output.sources
        ],
    }
    for key in ("width_px", "height_px", "duration_s"):
        value = getattr(output, key)
        if value is not None:
            entry[key] = value
    if output.encoder:
        entry["encoder"] = dict(output.encoder)
    return entry
