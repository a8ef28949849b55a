"""Hooks for schemathesis: every second request is about files and cases that are there.

Made-up ids and bytes end at 404 and 422; with these what lies behind is reached, too. Loaded by
schemathesis (``SCHEMATHESIS_HOOKS``), started by ``api_contract.py``.
"""

from __future__ import annotations

import json
import os
import random
from pathlib import Path
from typing import Any
from urllib.request import Request, urlopen

import schemathesis

_known: dict[str, Any] = json.loads(Path(os.environ["API_CONTRACT"]).read_text(encoding="utf-8"))
_photos = [Path(path).read_bytes() for path in _known["photos"]]
_ALWAYS_FINE = ("profile", "rules", "format", "thumbnails", "draft", "ticket", "item", "photos")
_chance = random.Random(_known["seed"])


@schemathesis.hook
def before_call(context: Any, case: Any, kwargs: Any) -> None:
    """Put in what is there."""
    if "DELETE" in {case.method.upper(), case.operation.method.upper()}:
        if (case.path_parameters or {}).get("case") == _known["case"]:
            case.path_parameters["case"] = "0" * 32  # the one that is there is needed
        return
    if _chance.random() < 0.5:
        return
    for name in ("case", "sha256", "key"):
        if case.path_parameters and name in case.path_parameters:
            case.path_parameters[name] = _known[name]
    if "made" in case.operation.path:
        case.path_parameters["name"] = _chance.choice(_known["names"])
    if "thumbnail" in case.operation.path or "picture" in case.operation.path:
        return
    if case.method.upper() == "PATCH":
        url = f"{_known['address']}v1/cases/{_known['case']}"
        with urlopen(Request(url, headers=_known["headers"])) as answer:
            case.headers["If-Match"] = answer.headers["etag"]
        return
    if case.query and _chance.random() < 0.7:  # what speaks of files seldom speaks of these
        case.query = {key: value for key, value in case.query.items() if key in _ALWAYS_FINE}
    if case.method.upper() != "POST":
        return
    if str(case.media_type) == "multipart/form-data" and isinstance(case.body, dict):
        some = _chance.sample(_photos, _chance.randint(1, 2))
        case.body = {"file": some} if _chance.random() < 0.7 else {**case.body, "file": some}
    elif case.media_type == "application/octet-stream":
        case.body = _chance.choice(_photos)
