"""What the server does for a request: as many workers as were asked for, pictures where asked."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from evidence_qc.model import ProfileRef, Report, ToolInfo, VideoFacts
from evidence_qc.runtime.executor import default_jobs
from evidence_qc.serve import work
from evidence_qc.serve.settings import Settings
from evidence_qc.serve.state import open_app_state
from tests.case.factory import clip


@pytest.mark.parametrize("jobs", [None, 1, 3])
def test_as_many_workers_as_were_asked_for(
    jobs: int | None, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """One a processor where nobody said."""
    asked: list[int] = []

    @contextmanager
    def started(size: int, *, spare: int) -> Iterator[None]:
        asked.append(size)
        yield

    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    monkeypatch.setattr("evidence_qc.serve.state.start_workers", started)
    with open_app_state(Settings(jobs=jobs)):
        assert asked == [jobs or default_jobs()]


@pytest.mark.parametrize(
    ("form", "asked", "kept"),
    [("json", None, False), ("json", "1", True), ("csv", "", True), ("html", None, True)],
)
def test_small_pictures_are_made_only_where_they_are_wanted(
    form: str, asked: str | None, kept: bool, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """By the page, or by who asks for them; whatever is asked for with what value."""
    given: list[object] = []
    report = Report(ToolInfo("evidence-qc", "0"), ProfileRef("x", "0" * 64), ())

    def reported(*_: object, thumbnail_cache: object, verb: str) -> Report:
        given.append(thumbnail_cache)
        return report

    monkeypatch.setattr(work, "_report", reported)
    monkeypatch.setattr(work, "keep_pictures", lambda *_: given.append("kept"))
    monkeypatch.setattr(work, "write_page", lambda *_, **__: None)
    app_state: Any = SimpleNamespace(
        thumbnail_cache="cache",
        settings=Settings(jobs=1),
        resources=SimpleNamespace(workers=None),
    )
    upload: Any = SimpleNamespace(root=tmp_path, digests={})
    parameters: Any = SimpleNamespace(one=lambda _: asked, language=lambda: "en")
    watch: Any = None

    work.report_on(app_state, upload, parameters, watch, verb="scan", form=form)

    assert given == (["cache"] if kept else [None]) + ["kept"] * (kept and form != "html")


@pytest.mark.parametrize("frames", [(), ((2.0, 75.0), (8.0, 70.0))])
def test_the_picture_of_a_clip_is_one_of_its_frames(
    frames: tuple[tuple[float, float], ...], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Its best, or one from the middle where none was judged."""
    times: list[float] = []
    monkeypatch.setattr(work, "decode_frame", lambda _, time_s: times.append(time_s))
    monkeypatch.setattr(work, "source_path", lambda facts, root: str(root / facts.path))
    cache: Any = SimpleNamespace(put=lambda *_: None)
    for duration_s in (0.04, 12.0, 3600.0):
        facts = clip("v.mp4", frames=frames).facts
        assert isinstance(facts.video, VideoFacts)
        facts = replace(facts, video=replace(facts.video, duration_s=duration_s))
        work._keep_frame(facts, tmp_path, cache)

    assert times == ([2.0] * 3 if frames else [0.02, 6.0, 1800.0])
