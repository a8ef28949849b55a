"""Going on with a file of JSON Lines that an interrupted batch left behind."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterable, Mapping
from pathlib import Path
from typing import Any, BinaryIO

from evidence_qc.errors import CannotWriteError, UsageError
from evidence_qc.model import (
    CaseSummary,
    DisputeError,
    DisputeResult,
    FileReport,
    ProfileRef,
    ToolInfo,
)
from evidence_qc.model.batch import BATCH_SCHEMA
from evidence_qc.model.serial import DAMAGED, from_plain
from evidence_qc.report.batch import iter_line, name_to_dict
from evidence_qc.report.decode import file_from_dict
from evidence_qc.report.encode import profile_to_dict, tool_to_dict
from evidence_qc.report.tally import Tally
from evidence_qc.report.whole_file import whole_bytes

Where = Mapping[str, object]
"""The line and the path of the file, as the errors name them."""


OnFiles = Callable[[str, Iterable[FileReport]], None]
"""Takes the name and the files of a dispute, which are read as they are asked for."""


def _ignore(name: str, files: Iterable[FileReport]) -> None:
    pass


def keep_lines(
    path: Path,
    disputes: Iterable[str],
    *,
    tool: ToolInfo,
    profile: ProfileRef,
    tally: Tally,
    on_files: OnFiles = _ignore,
) -> None:
    """Check that the file begins as this run would have begun, and cut off a torn last line.

    Every line that is whole is added to ``tally``, whose number of disputes then says where to go
    on. A file that does not exist is one without lines.

    Args:
        path: what an earlier run wrote.
        disputes: the names of this run, in order.
        tool: what makes this run's lines.
        profile: by which it judges.
        tally: takes what is kept.
        on_files: is given the name and the files of every dispute that is kept with a report.

    Raises:
        UsageError: a line is of another dispute, tool or profile, or of no batch at all; the file
            is as it was then.
        CannotWriteError: the file cannot be opened.
    """
    try:
        with path.open("r+b") as stream:
            end = _checked(stream, path, disputes, tool, profile, tally, on_files)
            stream.truncate(end)
    except FileNotFoundError:
        return
    except OSError as error:
        raise CannotWriteError(
            "error.batch-not-opened", path=path, reason=error.strerror or error
        ) from error


def error_places(path: Path) -> list[int]:
    """Which of the lines that ``keep_lines`` kept say why there is no report; none: no file."""
    try:
        with path.open("rb") as stream:
            return [
                line_index for line_index, line in enumerate(stream) if "error" in json.loads(line)
            ]
    except FileNotFoundError:
        return []


def replace_lines(path: Path, places: Collection[int], results: Iterable[DisputeResult]) -> None:
    """Put the lines of ``results`` at ``places``; until all of them are there, nothing changes.

    Raises:
        CannotWriteError: the file cannot be written.
    """
    wanted, following = set(places), iter(results)
    with whole_bytes(path) as new, path.open("rb") as old:
        for line_index, line in enumerate(old):
            if line_index in wanted:
                new.write("".join(iter_line(next(following))).encode("utf-8", "replace"))
            else:
                new.write(line)


def _checked(
    stream: BinaryIO,
    path: Path,
    disputes: Iterable[str],
    tool: ToolInfo,
    profile: ProfileRef,
    tally: Tally,
    on_files: OnFiles,
) -> int:
    """Where the last whole line ends."""
    expected = {"tool": tool_to_dict(tool), "profile": profile_to_dict(profile)}
    end = 0
    names = iter(disputes)
    for number, line in enumerate(stream, start=1):
        if not line.endswith(b"\n"):
            break
        where = {"line": number, "path": path}
        data = _parsed(line, where)
        name = next(names, None)
        try:
            _compare(data, name, expected, where)
            _count(data, name or "", tally)
            files = data["report"]["files"] if "report" in data else []
            on_files(name or "", map(file_from_dict, files))
        except DAMAGED as error:
            raise _unfit("error.line-damaged", where, reason=error) from error
        end += len(line)
    return end


def _parsed(line: bytes, where: Where) -> dict[str, Any]:
    try:
        data = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise _unfit("error.line-syntax", where) from error
    if not isinstance(data, dict) or data.get("schema") != BATCH_SCHEMA:
        raise _unfit("error.line-schema", where, expected=BATCH_SCHEMA)
    return data


def _compare(
    data: dict[str, Any], name: str | None, expected: dict[str, Any], where: Where
) -> None:
    there = {key: data[key] for key in ("dispute", "dispute_b64") if key in data}
    if name is None:
        raise _unfit("error.line-too-many", where, dispute=there.get("dispute"))
    if there != name_to_dict(name):
        raise _unfit("error.line-other", where, dispute=there.get("dispute"), expected=name)
    made = data.get("report", data)
    for what, ours in expected.items():
        theirs = made.get(what)
        if theirs != ours:
            reason, values = _unlike(theirs, ours)
            raise _unfit(f"error.line-{what}-{reason}", where, **values)


def _unfit(message: str, where: Where, **values: object) -> UsageError:
    return UsageError(message, "error.line-remedy", **where, **values)


def _unlike(theirs: Any, ours: dict[str, Any]) -> tuple[str, dict[str, object]]:
    """The first thing that differs: the last word of the message's id, and values."""
    if not isinstance(theirs, dict):
        return "none", {}
    for key in [*ours, *theirs]:
        if theirs.get(key) != ours.get(key):
            return "differs", {"key": key, "theirs": theirs.get(key), "ours": ours.get(key)}
    return "order", {}


def _count(data: dict[str, Any], name: str, tally: Tally) -> None:
    if "error" in data:
        tally.count(name, None, 0, from_plain(DisputeError, data["error"]))
        return
    report = data["report"]
    case = from_plain(CaseSummary, report["case"]) if report["case"] else None
    tally.count(name, case, int(report["summary"]["reject"]), None)
