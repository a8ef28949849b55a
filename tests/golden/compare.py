"""Is what is written today what was written then?

On a machine like the one that made the corpus, byte for byte (JSON: key for key and digit for
digit), but for what names the versions and for keys that were added since.
Elsewhere decoders, encoders and the arithmetic of OpenCV and NumPy give slightly other pixels, and
so other numbers and other digests of drawn pictures: then the same has to be said in the same
places, with numbers that are close.
"""

from __future__ import annotations

import csv
import io
import json
import math
import platform
import re
from collections.abc import Iterator, Mapping
from importlib.metadata import version
from typing import Any

import cv2
import numpy as np

from evidence_qc import check

REL_TOLERANCE = 0.05
ABS_TOLERANCE = 0.5
"""For small numbers: half a code value, half a point of a score."""
SHARE_TOLERANCE = 0.01
"""For shares: a hundredth of the picture."""

_TOOL = re.compile(rb'"tool": \{[^{}]*\}')
_SEAL = re.compile(rb"\b[0-9a-f]{64}\b")
_SIGNED = re.compile(
    rb'("path": "(?:UPLOAD\.txt|report\.html|report\.json|submit/\d+\.jpg)",'
    rb'\s+"sha256": ")[0-9a-f]+(",\s+"size_bytes": )\d+'
)
"""Files that name the version of the program inside, or were reworded: their digests change."""
_NUMBER = re.compile(r"\d+(?:\.\d+)?")
_JUMPY = {
    "fingerprint", "cells_b64", "luma_histogram", "motion_angle_deg", "motion_ratio",
    "time_s", "best_frames_s", "samples", "shake", "box_px", "scale",
}  # fmt: skip
"""What jumps when a pixel changes by one: bits of a hash, a direction without a length, the frames
that are looked at, the best of many that are as good; and places that depend on the height of
letters. On a machine like the maker's they are compared with all the other bytes."""
_DRAWN = re.compile(r"submit/\d+\.jpg|UPLOAD\.txt")
"""Depend on encoders, or tell sizes of what does."""


WITNESSES = {
    "centre_sharpest_permille", "centre_blurred_ratio", "print_ratio", "flat_colour_ratio",
    "white_frame_ratio", "surround_median_ratio", "surround_dark_ratio", "dark_hue_ratio",
    "centre_red_ratio", "centre_blue_ratio", "ground_red_ratio", "ground_blue_ratio",
    "enlarged_ratio", "clipped_channel_ratio", "clipped_colour_ratio", "clipped_on_white_ratio",
    "detail_crispest_permille", "detail_sharpest_permille", "middle_soft_ratio", "grain_dn",
    "grain_halved_ratio",
}  # fmt: skip
"""Measurements since; columns of CSV, too."""
ADDED = {
    "message_id", "advice_id", "values", "shows", "not_found", "not_shown", "blocked_by",
    "warned_by", "foreign", "proven", "decoder", "text", "layout_b64",
} | WITNESSES  # fmt: skip
"""Keys that JSON has gained since: a schema may grow, so they are looked past, and no others."""


_MESSAGE = re.compile(r"_messages?$")
"""Ids and values beside a sentence, likewise."""


REWORDED = (
    (
        "Keep it: it proves that nothing was changed.",
        "Keep it as it is: the seal covers it.",
    ),
    (
        "it shows later that nothing has changed since.",
        "with it anyone can check later that everything here is unchanged since sealing.",
    ),
    (
        "- Claim 3 seems not to be in English, which whoever decides reads: add title_en, or write"
        " it in English.",
        "- The item is not in English, and whoever decides reads English: write it in English."
        " - The ask is not in English, and whoever decides reads English: write it in English."
        " - Claim 3 is not in English, and whoever decides reads English: add title_en, or write"
        " it in English.",
    ),
)
"""Sentences of the bundles that are kept, and what says it now: only a seal proves; other letters
are surely no English, those of the item and the ask as well."""


def this_machine() -> dict[str, Any]:
    """What has to be equal for bytes to be: libraries, and what the processor offers them.

    The version of the program is not in it: that is what the comparison is about.
    """
    tool = check(np.zeros((8, 8, 3), np.uint8)).report.tool
    return {
        **tool.components,
        "rich": version("rich"),
        "system": f"{platform.system()} {platform.machine()}",
        "processor": cv2.getCPUFeaturesLine(),
    }


def masked(data: bytes, name: str) -> bytes:
    """Without what differs between two versions of the program that write the same."""
    data = _without_versions(data, name)
    if name.endswith("UPLOAD.txt"):
        data = _parsed(data.decode(), name).encode()
    if name.endswith((".json", ".jsonl")):
        data = json.dumps(_parsed(data.decode(), name), indent=1).encode()
    if name.endswith(".csv"):
        data = _without_columns(data.decode()).encode()
    return data


def _without_versions(data: bytes, name: str) -> bytes:
    data = _TOOL.sub(b'"tool": {}', data)
    if name.startswith("bundle-"):
        data = _SEAL.sub(b"SEAL", data)  # it covers the report and the page, which name the version
    if name.endswith("manifest.json"):
        data = _SIGNED.sub(rb"\1\g<2>0", data)
    return data


def unlike(old: bytes, new: bytes, name: str) -> list[str]:
    """Where two files of one kind say something else, pixels apart; empty when nowhere."""
    before, after = (
        _parsed(_without_versions(each, name).decode("utf-8-sig"), name) for each in (old, new)
    )
    return list(_differences(before, after, name))


def _parsed(text: str, name: str) -> Any:
    if name.endswith(".jsonl"):
        return [json.loads(line, object_pairs_hook=_without_added) for line in text.splitlines()]
    if name.endswith(".json"):
        return json.loads(text, object_pairs_hook=_without_added)
    if name.endswith(".csv"):
        return [
            {key: _cell(value) for key, value in row.items() if key not in ADDED}
            for row in csv.DictReader(io.StringIO(text, newline=""))
        ]
    text = " ".join(text.split())
    for old, new in REWORDED:
        text = text.replace(old, new)
    return text  # a longer number may break the lines elsewhere


def _without_columns(text: str) -> str:
    rows = list(csv.reader(io.StringIO(text, newline="")))
    kept = [position for position, name in enumerate(rows[0]) if name not in ADDED]
    out = io.StringIO(newline="")
    csv.writer(out).writerows([row[position] for position in kept] for row in rows)
    return out.getvalue()


def _without_added(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    return {key: value for key, value in pairs if key not in ADDED and not _MESSAGE.search(key)}


def _cell(text: str) -> float | str:
    try:
        return float(text)
    except ValueError:
        return text


def _differences(old: Any, new: Any, where: str, key: str = "") -> Iterator[str]:
    if key in _JUMPY:
        if type(old) is not type(new):
            yield f"{where}: {old!r}, now {new!r}"
    elif isinstance(old, Mapping) and isinstance(new, Mapping):
        if list(old) != list(new):
            yield f"{where}: keys {list(old)}, now {list(new)}"
            return
        drawn = _DRAWN.fullmatch(str(old.get("path")))
        for each in old:
            if not (drawn and each in {"sha256", "size_bytes", "encoder"}):
                yield from _differences(old[each], new[each], f"{where}.{each}", each)
    elif isinstance(old, list) and isinstance(new, list):
        if len(old) != len(new):
            yield f"{where}: {len(old)} items, now {len(new)}"
            return
        for number, (before, after) in enumerate(zip(old, new, strict=True)):
            yield from _differences(before, after, f"{where}[{number}]", key)
    elif isinstance(old, float) and isinstance(new, float | int):
        if not math.isclose(old, new, rel_tol=REL_TOLERANCE, abs_tol=_slack(key)):
            yield f"{where}: {old}, now {new}"
    elif isinstance(old, str) and isinstance(new, str):
        if _NUMBER.sub("#", old) != _NUMBER.sub("#", new):
            yield f"{where}: {old!r}, now {new!r}"
    elif old != new:
        yield f"{where}: {old!r}, now {new!r}"


def _slack(key: str) -> float:
    return SHARE_TOLERANCE if key.endswith("_ratio") else ABS_TOLERANCE
