"""Facts survive the way to plain values and back."""

import json

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
from evidence_qc.model.serial import from_plain, to_plain

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
