"""Facts survive the way to plain values and back."""

import copy
import json
import math
from functools import reduce
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evidence_qc.model import (
    BestFrame,
    CaptureMetadata,
    Damage,
    DamageKind,
    FileFacts,
    FrameSample,
    Heatmap,
    Media,
    PictureMeasurements,
    VideoFacts,
)
from evidence_qc.model.serial import DAMAGED, from_plain, to_plain

ratios = st.none() | st.floats(0, 1)
pictures = st.builds(
    PictureMeasurements,
    blur_permille=ratios,
    luma_mean_ratio=ratios,
    luma_histogram=st.lists(st.integers(0, 255), max_size=3).map(tuple),
)
videos = st.builds(
    VideoFacts,
    duration_s=st.floats(0, 100),
    frame_rate=st.just("30000/1001"),
    codec=st.text(max_size=4),
    samples=st.lists(
        st.builds(
            FrameSample, time_s=ratios.map(lambda r: r or 0.0), score=st.just(1.5), picture=pictures
        ),
        max_size=2,
    ).map(tuple),
    cut_times_s=st.lists(st.floats(0, 9), max_size=2).map(tuple),
    frozen_spans_s=st.just(((0.0, 1.0),)),
    best_frames=st.just((BestFrame(1.0, 50.0, "sharp", (1, 2, 3, 2**64 - 1)),)),
)
facts = st.builds(
    FileFacts,
    path=st.text(max_size=8),
    media=st.sampled_from(Media),
    damage=st.just((Damage(DamageKind.TRUNCATED, "It breaks off.", 0.5),)),
    metadata=st.builds(CaptureMetadata, iso_speed=st.none() | st.integers(1, 99999)),
    picture=st.none() | pictures,
    video=st.none() | videos,
    heatmap=st.just(Heatmap(1, 2, b"\x00\xff")),
    fingerprint=st.none() | st.just((0, 1, 2, 2**64 - 1)),
)


@given(facts)
def test_facts_come_back_as_they_went(original: FileFacts) -> None:
    """Through JSON text and back, nothing changes."""
    text = json.dumps(to_plain(original))

    assert from_plain(FileFacts, json.loads(text)) == original


def test_defaults_are_left_out() -> None:
    """What is as it is by default costs no space."""
    assert to_plain(FileFacts(path="a", media=Media.PHOTO)) == {"path": "a", "media": "photo"}


def test_unknown_keys_are_ignored() -> None:
    """A later version's extra field does not break an older reader."""
    plain = {"path": "a", "media": "photo", "from_the_future": 1}

    assert from_plain(FileFacts, plain).path == "a"


WHOLE = to_plain(
    FileFacts(
        path="a",
        media=Media.VIDEO,
        picture=PictureMeasurements(blur_permille=0.5, luma_histogram=(1, 2)),
        video=VideoFacts(1.0, "30/1", "h264", frozen_spans_s=((0.0, 1.0),)),
        damage=(Damage(DamageKind.TRUNCATED, "It breaks off.", 0.5, {"part": 0.5}),),
    )
)


@pytest.mark.parametrize(
    ("place", "value"),
    [
        (("path",), None), (("path",), 3), (("size_bytes",), "3"), (("size_bytes",), 0.5),
        (("size_bytes",), True), (("media",), "song"), (("media",), []), (("width_px",), "1"),
        (("expected_extensions",), "jpg"), (("expected_extensions",), {"jpg": 1}),
        (("expected_extensions",), [1]), (("picture",), []), (("picture",), "x"),
        (("picture", "blur_permille"), "0.5"), (("picture", "blur_permille"), math.inf),
        (("picture", "blur_permille"), math.nan), (("picture", "blur_permille"), 10**400),
        (("picture", "blur_permille"), False), (("picture", "luma_histogram"), [0.5]),
        (("picture", "luma_histogram"), None), (("video", "frozen_spans_s"), [[0.0]]),
        (("video", "frozen_spans_s"), [0.0]), (("video", "duration_s"), None),
        (("damage",), [None]), (("damage", 0, "values"), []),
        (("damage", 0, "values"), {"a": math.nan}),
        (("heatmap",), {"rows": 1, "columns": 1, "cells": 3}), (("metadata",), None),
        (("layout",), [1]),
    ],
)  # fmt: skip
def test_what_does_not_fit_its_field_is_refused(place: tuple[Any, ...], value: object) -> None:
    """Whatever the kind of field: nothing of a wrong type goes on to where it would be a bug."""
    assert from_plain(FileFacts, WHOLE)
    spoilt = copy.deepcopy(WHOLE)
    *way, last = place
    reduce(lambda table, key: table[key], way, spoilt)[last] = value

    with pytest.raises(DAMAGED):
        from_plain(FileFacts, spoilt)


@pytest.mark.parametrize("value", [None, [], "x", 3])
def test_what_is_no_table_is_refused(value: Any) -> None:
    with pytest.raises(TypeError, match="FileFacts"):
        from_plain(FileFacts, value)


def test_a_whole_number_does_for_any() -> None:
    """Another program writes 1 for 1.0; it is told again as it was."""
    assert to_plain(from_plain(PictureMeasurements, {"noise_dn": 1})) == {"noise_dn": 1}
