"""What a worker answers is checked: a file that took it over costs that file, no other."""

from __future__ import annotations

from pathlib import Path
from typing import Any, cast

import pytest

from evidence_qc.examine import isolated
from evidence_qc.media.files.discover import discover
from evidence_qc.model import DamageKind
from evidence_qc.runtime.budget import PixelBudget
from evidence_qc.runtime.messages import Message
from evidence_qc.runtime.workers import Workers
from tests.pictures import jpeg, scene


@pytest.mark.parametrize(
    "facts",
    [
        None, [], {}, {"path": 3, "media": "photo"}, {"path": "a", "media": "song"},
        {"path": "a", "media": "photo", "size_bytes": "1"},
        {"path": "a", "media": "photo", "picture": {"noise_dn": float("inf")}},
    ],
)  # fmt: skip
def test_facts_that_are_none_are_that_files_damage(
    facts: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a.jpg").write_bytes(jpeg(scene(48, 32)))
    (found,) = discover([str(tmp_path)]).files
    answer = Message({"facts": facts, "log": [], "shape": None})
    monkeypatch.setattr(isolated, "_call", lambda *_, **__: answer)

    told = isolated.examine_isolated(cast("Workers", None), found, budget=PixelBudget(1))

    assert told.path == found.path
    assert [each.kind for each in told.damage] == [DamageKind.CRASH]
