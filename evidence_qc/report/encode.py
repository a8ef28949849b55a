"""A report as plain dictionaries: the shape that the JSON Schema describes.

Every format is made from these; nothing is said anywhere that is not in here.
"""

from __future__ import annotations

import base64
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import fields
from typing import Any, cast

from evidence_qc.language import Sentence, is_known
from evidence_qc.model import (
    CaptureMetadata,
    CaseSummary,
    Damage,
    FileReport,
    Finding,
    FrameSample,
    Heatmap,
    PictureMeasurements,
    Plan,
    ProfileRef,
    Report,
    Skipped,
    Span,
    ToolInfo,
    Verdict,
    VideoFacts,
)
from evidence_qc.model.digits import rounded
from evidence_qc.model.measurements import FIRST_WITNESS
from evidence_qc.model.report import REPORT_SCHEMA
from evidence_qc.report.fields import field_names, fields_to_dict
from evidence_qc.report.text import (
    message_to_dict,
    raw_base64,
    said,
    to_unicode,
    values_to_dict,
)

JsonObject = dict[str, Any]

_TOP_LEVEL_VIDEO = {"duration_s", "frame_rate", "best_frames"}
"""Fields of a video that stand beside its path; the others stand under ``video``."""

_FACTS_WRITTEN = {
    "path", "path_b64", "media", "format", "size_bytes", "sha256", "width_px", "height_px",
    "metadata", "damage", "picture", "video", "orientation", "expected_extensions", "companion",
    "fingerprint", "layout", "heatmap", "shows", "text", "codes", "decoder",
}  # fmt: skip
"""Facts that ``file_to_dict`` places by hand; a field added to the model later is copied."""

_DRAWN_ONLY = "luma_histogram"
"""Drawn for photos, judged by no rule: left out of the samples of a video."""


def report_to_dict(report: Report) -> JsonObject:
    """The whole report, keys in the order of the schema; deterministic for equal reports."""
    return {**head(report), "files": [file_to_dict(file) for file in report.files], **tail(report)}


def head(report: Report) -> JsonObject:
    """What stands before the files."""
    return {
        "schema": REPORT_SCHEMA,
        "tool": tool_to_dict(report.tool),
        "profile": profile_to_dict(report.profile),
        "summary": {
            "files": len(report.files),
            **{verdict.value: report.count(verdict) for verdict in Verdict},
        },
    }


def tail(report: Report) -> JsonObject:
    """What stands after the files."""
    return {
        "findings": [finding_to_dict(finding) for finding in report.findings],
        "skipped": [_skipped(item) for item in report.skipped],
        "case": _case(report.case),
        "plan": None if report.plan is None else _plan(report.plan),
        "statement": to_unicode(report.statement),
        **said("statement", report.statement_lines),
    }


def file_to_dict(file: FileReport) -> JsonObject:
    """One entry of ``files``; videos have a few keys more."""
    facts = file.facts
    result: JsonObject = {
        **_identity(facts.path, facts.path_b64),
        "media": facts.media.value,
        "format": facts.format,
        "verdict": file.verdict.value,
        "score": rounded("score", file.score),
        "sha256": facts.sha256,
        "size_bytes": facts.size_bytes,
        "width_px": facts.width_px,
        "height_px": facts.height_px,
        "captured_at": _text(facts.metadata.captured_at),
        "measurements": measurements_to_dict(facts.picture),
        "findings": [finding_to_dict(finding) for finding in file.findings],
        "metadata": _metadata(facts.metadata),
        "damage": [_damage(damage) for damage in facts.damage],
        "orientation": facts.orientation,
        "expected_extensions": list(facts.expected_extensions),
        "companion": _text(facts.companion),
        "fingerprint": _fingerprint(facts.fingerprint),
        "heatmap": _heatmap(facts.heatmap),
    }
    if facts.layout is not None:
        result["layout_b64"] = base64.b64encode(facts.layout).decode("ascii")
    if facts.decoder:  # older reports do not tell it
        result["decoder"] = facts.decoder
    if facts.video is not None:
        result |= _video(facts.video)
    if facts.shows is not None:
        result["shows"] = {"reason": facts.shows.reason, **fields_to_dict(facts.shows)}
    if facts.text is not None:
        result["text"] = fields_to_dict(facts.text)
    if facts.codes:
        result["codes"] = [fields_to_dict(code) for code in facts.codes]
    result |= fields_to_dict(facts, leave_out=_FACTS_WRITTEN)
    return result


def _metadata(metadata: CaptureMetadata) -> JsonObject:
    """What was added since the first reports stands there only where it is so: they are kept."""
    added = set() if metadata.is_messenger_copy else {"is_messenger_copy"}
    return fields_to_dict(metadata, leave_out={"captured_at"} | added)


def tool_to_dict(tool: ToolInfo) -> JsonObject:
    """Name and version first, then those of the components."""
    own = {"name": tool.name, "version": tool.version}
    return own | {key: value for key, value in tool.components.items() if key not in own}


def profile_to_dict(profile: ProfileRef) -> JsonObject:
    """Which profile it was."""
    return {"name": to_unicode(profile.name), "sha256": profile.sha256}


def finding_to_dict(finding: Finding) -> JsonObject:
    """One finding; ``spans_s`` is null for everything but passages of a video."""
    return {
        "rule": finding.rule,
        "severity": finding.severity.value,
        "message": to_unicode(finding.message),
        "advice": to_unicode(finding.advice),
        "measured": _number_or_text(finding.measured),
        "limit": _number_or_text(finding.limit),
        "unit": finding.unit,
        "spans_s": None if finding.spans_s is None else _spans(finding.spans_s),
        "related": [to_unicode(path) for path in finding.related],
        **_message_ids(finding),
    }


def _damage(damage: Damage) -> JsonObject:
    return {
        "kind": damage.kind.value,
        "message": to_unicode(damage.message),
        "lost_ratio": rounded("lost_ratio", damage.lost_ratio),
        **message_to_dict(damage.message_id, damage.values),
    }


def _message_ids(finding: Finding) -> JsonObject:
    """What programs and translations go by, where it is no sentence of its own."""
    if not is_known(finding.message_id):
        return {}
    return {
        "message_id": finding.message_id,
        "advice_id": to_unicode(finding.advice_id),
        "values": values_to_dict(finding.values),
    }


def measurements_to_dict(picture: PictureMeasurements | None) -> JsonObject:
    """All measurements, null where one could not be made; empty where nothing was measured.

    Witnesses that were added later are left out where they were not made: an old report that is
    read and written again stays what it is.
    """
    if picture is None:
        return {}
    names = field_names(cast(Hashable, type(picture)))
    later = names[names.index(FIRST_WITNESS) :]
    unmade = {name for name in later if getattr(picture, name) is None}
    return fields_to_dict(picture, leave_out=unmade)


def _skipped(item: Skipped) -> JsonObject:
    return {
        **_identity(item.path, item.path_b64),
        "reason": to_unicode(item.reason),
        **said("reason", item.reason),
    }


def _identity(path: str, path_b64: str | None) -> JsonObject:
    raw = path_b64 or raw_base64(path)
    return {"path": to_unicode(path), **({"path_b64": raw} if raw else {})}


def _case(case: CaseSummary | None) -> JsonObject | None:
    if case is None:
        return None
    return {
        "ready": case.ready,
        **_texts("retake_first", case.retake_first),
        **_texts("missing", case.missing),
        "claims": [fields_to_dict(claim) for claim in case.claims],
        **{
            name: [to_unicode(text) for text in texts]
            for name in ("not_found", "not_shown", "blocked_by", "warned_by")
            if (texts := getattr(case, name))
        },
    }


def _texts(name: str, texts: tuple[Sentence, ...]) -> JsonObject:
    return {name: [to_unicode(text) for text in texts], **said(name, texts)}


def _plan(plan: Plan) -> JsonObject:
    result = fields_to_dict(plan)
    if plan.video is not None:
        result["video"]["is_whole"] = plan.video.is_whole
    return result


def _video(video: VideoFacts) -> JsonObject:
    rest = fields_to_dict(video, leave_out=_TOP_LEVEL_VIDEO | {"samples"})
    return {
        "duration_s": rounded("s", video.duration_s),
        "frame_rate": video.frame_rate,
        "best_frames": [
            {**fields_to_dict(frame), "fingerprint": _fingerprint(frame.fingerprint)}
            for frame in video.best_frames
        ],
        "video": {**rest, "samples": _samples(video.samples)},
    }


def _samples(samples: Sequence[FrameSample]) -> JsonObject:
    """The samples by column: one list a measurement, as long as ``time_s``."""
    columns: JsonObject = {
        "time_s": [rounded("s", sample.time_s) for sample in samples],
        "score": [rounded("score", sample.score) for sample in samples],
    }
    for item in fields(PictureMeasurements):
        column = [rounded(item.name, getattr(sample.picture, item.name)) for sample in samples]
        if item.name != _DRAWN_ONLY and any(value is not None for value in column):
            columns[item.name] = column
    return columns


def _heatmap(heatmap: Heatmap | None) -> JsonObject | None:
    if heatmap is None:
        return None
    cells = base64.b64encode(heatmap.cells).decode("ascii")
    return {"rows": heatmap.rows, "columns": heatmap.columns, "cells_b64": cells}


def _fingerprint(fingerprint: tuple[int, ...] | None) -> list[str] | None:
    """Hexadecimal, because JSON readers keep only 53 bits of a number."""
    return None if fingerprint is None else [f"{word:016x}" for word in fingerprint]


def _spans(spans: Iterable[Span]) -> list[list[float | None]]:
    return [[rounded("s", start), rounded("s", end)] for start, end in spans]


def _number_or_text(value: float | str | None) -> float | str | None:
    if isinstance(value, str):
        return to_unicode(value)
    return None if value is None else rounded("", value)


def _text(value: str | None) -> str | None:
    return None if value is None else to_unicode(value)
