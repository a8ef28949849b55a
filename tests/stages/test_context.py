"""What scan, check, examine and bundle hand on: read once, never changed."""

from __future__ import annotations

from dataclasses import FrozenInstanceError, replace
from pathlib import Path

import pytest

from evidence_qc.errors import ProfileError
from evidence_qc.profiles import load_profile
from evidence_qc.runtime.cache import FactsCache
from evidence_qc.runtime.progress import Silent
from evidence_qc.runtime.workers import Workers
from evidence_qc.stages.context import ScanContext
from evidence_qc.stages.resources import SharedResources, SourceRoot


class NoModel:
    """Stands where a focus model is never asked."""


def shared(workers: Workers | None) -> SharedResources:
    return SharedResources(FactsCache(None), focus=NoModel(), workers=workers)  # type: ignore[arg-type]


def test_the_profile_is_read_where_the_context_is_made() -> None:
    assert ScanContext.of("paypal").profile == load_profile("paypal")
    assert ScanContext.of(load_profile("paypal")).profile == load_profile("paypal")
    with pytest.raises(ProfileError):
        ScanContext.of("no such profile")


def test_nothing_is_said_and_nobody_is_stopped_by_default() -> None:
    context = ScanContext.of("aliexpress")

    assert isinstance(context.progress, Silent)
    assert (context.root, context.stop, context.workers) == (None, None, None)
    with pytest.raises(FrozenInstanceError):
        context.jobs = 3  # type: ignore[misc]


def test_shared_workers_decode_whatever_was_said() -> None:
    """A server's requests never start processes of their own."""
    workers, own = object.__new__(Workers), object.__new__(Workers)
    for isolation in ("thread", "process", own):
        context = replace(
            ScanContext.of("aliexpress", isolation=isolation), resources=shared(workers)
        )
        assert context.decoders is workers
        assert context.workers is workers


def test_workers_that_were_started_take_the_place_of_what_was_asked() -> None:
    started = object.__new__(Workers)
    asked = ScanContext.of("aliexpress", isolation="process")

    assert asked.workers is None, "none is running yet"
    assert asked.decoded_by(started).workers is started
    assert asked.decoded_by(None).decoders == "thread"


def test_relative_paths_are_below_the_source_root() -> None:
    context = replace(ScanContext.of("aliexpress"), source_root=SourceRoot(Path("/a")))

    assert context.root == Path("/a")
