"""A saved report as the model again: to judge it under another profile, or to draw its page."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from evidence_qc.errors import UsageError
from evidence_qc.language import Sentence, is_known
from evidence_qc.model import (
    CaseSummary,
    FileReport,
    Finding,
    Plan,
    ProfileRef,
    Report,
    Skipped,
    ToolInfo,
)
from evidence_qc.model.report import REPORT_SCHEMA
from evidence_qc.model.serial import DAMAGED, from_plain

JsonObject = Mapping[str, Any]
T = TypeVar("T")


def report_from_dict(data: JsonObject) -> Report:
    """The report that ``report_to_dict`` wrote; keys of later versions are passed over.

    A name that is not valid Unicode stays as it is shown (its bytes stand in ``path_b64``), and
    the histograms of single video frames are not kept.

    Raises:
        UsageError: this is not a report of schema ``evidence-qc/report/1``, or it is damaged.
    """
    schema = data.get("schema") if isinstance(data, Mapping) else None
    if schema != REPORT_SCHEMA:
        raise UsageError("error.report-schema", schema=schema, expected=REPORT_SCHEMA)
    try:
        return _report(data)
    except DAMAGED as error:
        raise UsageError("error.report-damaged", reason=error) from error


def _report(data: JsonObject) -> Report:
    tool = dict(data["tool"])
    own = {key: tool.pop(key) for key in ("name", "version")}
    if not isinstance(statement := data.get("statement", ""), str):
        raise TypeError("the statement is no text")
    return Report(
        tool=from_plain(ToolInfo, {**own, "components": tool}),
        profile=from_plain(ProfileRef, data["profile"]),
        files=tuple(file_from_dict(file) for file in data["files"]),
        findings=tuple(_finding(finding) for finding in data["findings"]),
        skipped=tuple(from_plain(Skipped, _with_sentences(item)) for item in data["skipped"]),
        case=_optional(CaseSummary, data["case"]),
        plan=_optional(Plan, data.get("plan")),
        statement=statement,
        statement_lines=_lines(statement, data.get("statement_messages", [])),
    )


def _optional(kind: type[T], data: JsonObject | None) -> T | None:
    return None if data is None else from_plain(kind, _with_sentences(data))


def file_from_dict(data: JsonObject) -> FileReport:
    """One entry of ``files``."""
    facts = {
        **data,
        "metadata": {**data["metadata"], "captured_at": data["captured_at"]},
        "picture": data["measurements"] or None,
        "video": _video(data) if "video" in data else None,
        "fingerprint": _fingerprint(data["fingerprint"]),
        "layout": data.get("layout_b64"),
        "heatmap": _heatmap(data["heatmap"]),
        "damage": [_in_words(each, "message") for each in data["damage"]],
    }
    findings = [_with_message_ids(finding) for finding in data["findings"]]
    return from_plain(FileReport, {**data, "facts": facts, "findings": findings})


def _finding(data: JsonObject) -> Finding:
    return from_plain(Finding, _with_message_ids(data))


def _with_message_ids(finding: JsonObject) -> JsonObject:
    """Reports of 0.1 hold sentences alone, which stand for their ids."""
    return _in_words(finding, "message", "advice")


def _in_words(data: JsonObject, *names: str) -> JsonObject:
    """With ``NAME_id`` for each name; the words themselves where no id can say them.

    So are those of a later version, whose sentences may speak of other values.
    """
    words = {f"{name}_id": data[name] for name in names}
    said = {**words, **data}
    values = said.get("values", {})
    if all(_can_be_said(said[key], values) for key in words):
        return said
    return {**data, **words, "values": {}}


def _can_be_said(message_id: Any, values: Any) -> bool:
    try:
        Sentence(message_id, **values)
    except DAMAGED:
        return False
    return True


def _with_sentences(data: Any) -> Any:
    """Texts replaced by their messages (``NAME_message``), where the catalogues hold these."""
    if isinstance(data, list):
        return [_with_sentences(each) for each in data]
    if not isinstance(data, Mapping):
        return data
    found = {name: _with_sentences(value) for name, value in data.items()}
    for name, value in data.items():
        if isinstance(text := data.get(f"{name}_messages"), list):
            found[name] = [_known(m, t) for m, t in zip(text, value, strict=True)]
        elif f"{name}_message" in data:
            found[name] = _known(data[f"{name}_message"], value)
    return found


def _lines(text: str, messages: list[JsonObject | None]) -> tuple[Sentence, ...]:
    """The lines of a statement; none where they are not told one by one."""
    lines = text.rstrip("\n").split("\n")
    if len(lines) != len(messages):
        return ()
    return tuple(Sentence.of(_known(m, t)) for m, t in zip(messages, lines, strict=True))


def _known(message: JsonObject | None, text: str) -> Any:
    if message is None or not is_known(message["message_id"]):
        return text
    return message if _can_be_said(message["message_id"], message["values"]) else text


def _video(data: JsonObject) -> JsonObject:
    return {
        **data["video"],
        "duration_s": data["duration_s"],
        "frame_rate": data["frame_rate"],
        "samples": _samples(data["video"]["samples"]),
        "best_frames": [
            {**_with_sentences(frame), "fingerprint": _fingerprint(frame["fingerprint"])}
            for frame in data["best_frames"]
        ],
    }


def _samples(columns: JsonObject) -> list[JsonObject]:
    names = [name for name in columns if name not in {"time_s", "score"}]
    return [
        {
            "time_s": time_s,
            "score": columns["score"][index],
            "picture": {name: columns[name][index] for name in names},
        }
        for index, time_s in enumerate(columns["time_s"])
    ]


def _fingerprint(words: list[str] | None) -> tuple[int, ...] | None:
    return None if words is None else tuple(int(word, 16) for word in words)


def _heatmap(data: JsonObject | None) -> JsonObject | None:
    return None if data is None else {**data, "cells": data["cells_b64"]}
