"""What a kept case says, as plain JSON, and how a change to it is checked.

A change is a JSON merge patch (RFC 7396): what it does not name stays, so that two windows which
change different things lose nothing. Everything in it is checked before anything is kept.
"""

from __future__ import annotations

import copy
import re
from typing import Any

from evidence_qc.case.reasons import known_reason
from evidence_qc.errors import UsageError
from evidence_qc.model import Role
from evidence_qc.serve.parameters import shipped_profile

SCHEMA = "evidence-qc/kept-case/1"
TEXT_MAX = 300
STATEMENT_MAX = 4000
GROUPS_MAX = 200
WORDS = ("profile", "item", "reason", "ask", "order", "tracking", "statement")
USES = ("", "pin", "include", "leave-out")
"""What is done with a file: as the plan likes, surely, though it was rejected, or not at all."""

_KEY = re.compile(r"[0-9a-z]{1,32}")
_DIGEST = re.compile(r"[0-9a-f]{64}")

Document = dict[str, Any]


def empty(case_id: str) -> Document:
    """A case that holds nothing yet."""
    return {
        "schema": SCHEMA,
        "id": case_id,
        "version": 1,
        "profile": "",
        "item": "",
        "reason": "",
        "ask": "",
        "order": "",
        "tracking": "",
        "statement": "",
        "groups": {},
        "files": {},
    }


def new_file(name: str, size_bytes: int, number: int, **said: Any) -> dict[str, Any]:
    """What is known of a file when it comes; ``number`` is its place in the line."""
    return {
        "name": name,
        "size_bytes": size_bytes,
        "number": number,
        "group": "",
        "role": "",
        "mark": None,
        "use": "",
        **said,
    }


def as_kept(data: Any, case_id: str) -> Document:
    """The case of a document that was read from the disk; what a later version added is left out.

    Raises:
        LookupError, TypeError, ValueError, AttributeError, UsageError: it is damaged, or another's.
    """
    made = empty(case_id)
    if (data["schema"], data["id"]) != (SCHEMA, case_id) or not _is_count(data["version"]):
        raise ValueError("another document")
    made["version"] = data["version"]
    for key in WORDS:
        made[key] = _text(data.get(key), key, STATEMENT_MAX)
    for key, group in data["groups"].items():
        if not (_KEY.fullmatch(key) and _is_number(group["order"])):
            raise ValueError("a group")
        made["groups"][key] = {
            "title": _text(group["title"], "title", STATEMENT_MAX), "order": group["order"]
        }  # fmt: skip
    for sha256, file in data["files"].items():
        if not (_DIGEST.fullmatch(sha256) and _is_count(file["size_bytes"])):
            raise ValueError("a file")
        if not _is_number(file["number"]):
            raise ValueError("a file's place")
        said = {name: _checked(name, file.get(name)) for name in ("group", "role", "mark", "use")}
        name = _text(file["name"], "name", STATEMENT_MAX)
        made["files"][sha256] = new_file(name, file["size_bytes"], file["number"], **said)
    return made


def patched(document: Document, patch: object) -> Document:
    """The document after a merge patch, its version counted up; the given one stays as it was.

    Raises:
        UsageError: the patch names something that a case has not, or a value makes no sense.
        ProfileError: there is no such profile.
    """
    if not isinstance(patch, dict):
        raise UsageError("error.patch-form")
    made = copy.deepcopy(document)
    for key, value in patch.items():
        if key in WORDS:
            made[key] = _text(value, key, STATEMENT_MAX if key == "statement" else TEXT_MAX)
            _check_word(key, made[key])
        elif key == "groups":
            _change_groups(made["groups"], value)
        elif key == "files":
            _change_files(made["files"], value)
        else:
            raise UsageError("error.case-key", key=key, known=(*WORDS, "groups", "files"))
    made["version"] = document["version"] + 1
    return made


def _check_word(key: str, value: str) -> None:
    """What only some words are taken for is refused at once, not when the case is looked at."""
    if key == "profile" and value:
        shipped_profile(value)
    if key == "reason":
        known_reason(value, "case")


def _change_groups(groups: dict[str, Any], changes: object) -> None:
    for key, change in _table(changes, "groups").items():
        if not _KEY.fullmatch(key):
            raise UsageError("error.group-key-form", key=key)
        if change is None:
            groups.pop(key, None)
            continue
        group = groups.setdefault(key, {"title": "", "order": len(groups)})
        for name, value in _table(change, f"group {key!r}").items():
            if name == "title":
                group[name] = _text(value, "title", TEXT_MAX)
            elif name == "order" and _is_number(value):
                group[name] = value
            else:
                raise UsageError("error.group-key", name=name, value=value)
    if len(groups) > GROUPS_MAX:
        raise UsageError("error.groups-too-many", limit=GROUPS_MAX)


def _change_files(files: dict[str, Any], changes: object) -> None:
    for sha256, change in _table(changes, "files").items():
        if change is None:
            files.pop(sha256, None)
            continue
        if sha256 not in files:
            raise UsageError("error.case-file-unknown", sha256=sha256)
        for name, value in _table(change, f"file {sha256[:8]}").items():
            files[sha256][name] = _checked(name, value)


def _checked(name: str, value: object) -> object:
    if name in {"name", "group"}:
        return _text(value, name, TEXT_MAX)
    if name == "role" and value in ("", None, *Role):
        return value or ""
    if name == "use" and value in (None, *USES):
        return value or ""
    if name == "mark" and value is None:
        return None
    if name == "mark" and isinstance(value, list) and len(value) == 2:
        numbers = [float(part) for part in value if _is_number(part) and 0 <= part <= 1]
        if len(numbers) == 2:
            return numbers
    raise UsageError("error.case-file-key", name=name, value=value)


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and abs(value) < 1e9


def _is_count(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 10**18


def _table(value: object, what: str) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise UsageError("error.not-an-object", what=what)
    return value


def _text(value: object, what: str, chars_max: int) -> str:
    """One text, without signs that no file may hold; null empties it."""
    if value is None:
        return ""
    if not isinstance(value, str) or len(value) > chars_max:
        raise UsageError("error.text-too-long", what=what, limit=chars_max)
    kept = value.encode("utf-8", "replace").decode("utf-8")  # half of a surrogate pair is no text
    return "".join(sign for sign in kept if sign == "\n" or (ord(sign) >= 32 and ord(sign) != 127))
