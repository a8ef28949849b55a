"""The rules about a clip as a whole: just past a limit, just before it."""

from dataclasses import replace
from typing import Any

import pytest

from evidence_qc.model import (
    Damage,
    DamageKind,
    FileFacts,
    Finding,
    FrameSample,
    Media,
    PictureMeasurements,
    Profile,
    Severity,
    Sourced,
    VideoFacts,
)
from evidence_qc.profiles import with_limits
from evidence_qc.rules.base import Clip, VideoRule
from evidence_qc.rules.video import (
    cut_video,
    frozen_video,
    low_frame_rate,
    mostly_unusable,
    no_video_stream,
    shaky_video,
    video_too_long,
    video_too_short,
)

VIDEO = VideoFacts(
    duration_s=20.0,
    frame_rate="30/1",
    codec="h264",
    samples=(FrameSample(1.0, 80.0, PictureMeasurements()),),
)
PROFILE = Profile(name="test", title="Test")


def judged(
    rule: VideoRule, *, usable_ratio: float = 1.0, profile: Profile = PROFILE, **video: Any
) -> Finding | None:
    facts = replace(VIDEO, **video)
    clip = Clip(
        facts=FileFacts(path="a.mp4", media=Media.VIDEO, video=facts),
        video=facts,
        passages={"too-dark": ((Severity.REJECT, (0.0, 15.0)),)},
        usable_ratio=usable_ratio,
        profile=profile,
    )
    return rule.check(clip, rule.limits_in_force(profile))


def limited(confidence: str, seconds: float = 15.0) -> Profile:
    return replace(PROFILE, video_seconds_max=Sourced(seconds, confidence=confidence))


ALL = (
    cut_video, frozen_video, low_frame_rate, mostly_unusable, shaky_video, video_too_long,
    video_too_short,
)  # fmt: skip


@pytest.mark.parametrize("module", ALL, ids=lambda m: m.__name__.rsplit(".", 1)[-1])
def test_a_plain_clip_has_no_finding(module: Any) -> None:
    """Twenty calm seconds are fine."""
    assert judged(module.RULE) is None


@pytest.mark.parametrize(("ratio", "found"), [(0.34, False), (0.32, True), (0.0, True)])
def test_mostly_unusable(ratio: float, found: bool) -> None:
    """A reject below a third, with where."""
    finding = judged(mostly_unusable.RULE, usable_ratio=ratio)

    assert (finding is not None) is found
    if finding is not None:
        assert finding.severity is Severity.REJECT
        assert finding.spans_s == ((0.0, 15.0),)


def test_a_clip_without_samples_is_not_called_unusable() -> None:
    """Where nothing could be measured, damage speaks instead."""
    assert judged(mostly_unusable.RULE, usable_ratio=0, samples=()) is None


def test_frozen_from_the_limit_on() -> None:
    """A second of standstill is let pass, two are not; short ones are not named."""
    assert judged(frozen_video.RULE, frozen_spans_s=((1.0, 2.2),)) is None
    finding = judged(frozen_video.RULE, frozen_spans_s=((1.0, 2.2), (5.0, 8.0)))

    assert finding is not None
    assert finding.spans_s == ((5.0, 8.0),)
    assert finding.message == "The picture is frozen: 0:05–0:08."


def test_shaky_where_enough_is_too_fast() -> None:
    """A third of the readings above the limit is a warning; one swing is not."""
    calm = tuple((float(t), 50.0) for t in range(20))
    swing = tuple((float(t), 900.0 if t == 7 else 50.0) for t in range(20))
    wild = tuple((float(t), 900.0 if t < 8 else 50.0) for t in range(20))

    assert judged(shaky_video.RULE, shake=calm) is None
    assert judged(shaky_video.RULE, shake=swing) is None
    finding = judged(shaky_video.RULE, shake=wild)
    assert finding is not None
    assert finding.spans_s == ((0.0, 7.5),)


@pytest.mark.parametrize(("seconds", "found"), [(2.0, False), (3.0, True)])
def test_shaky_where_it_lasts(seconds: float, found: bool) -> None:
    """A passage is enough in a clip that is calm else, though a hand stands still as it turns."""
    shake = tuple(
        (k / 30, (900.0 if k % 4 else 20.0) if 150 <= k < 150 + 30 * seconds else 20.0)
        for k in range(600)
    )
    finding = judged(shaky_video.RULE, shake=shake)

    assert (finding is not None) is found
    if finding is not None:
        assert finding.unit == "s on end move too fast"
        assert finding.spans_s is not None
        assert finding.spans_s[0] == pytest.approx((5.0, 5.0 + seconds), abs=0.3)


def test_a_passage_at_its_limit_is_found_and_named() -> None:
    """The limit as set by whoever films; the very same length is enough, for all that is told."""
    shake = tuple((k / 30, 900.0 if 150 <= k < 250 else 20.0) for k in range(600))
    named = judged(shaky_video.RULE, shake=shake)
    assert named is not None
    assert named.spans_s is not None
    start, end = named.spans_s[0]

    for seconds, spans in ((end - start, named.spans_s), (end - start + 0.001, None)):
        profile = with_limits(PROFILE, {"shaky-video.passage_s": seconds})
        said = judged(shaky_video.RULE, shake=shake, profile=profile)

        assert (said.spans_s if said else None) == spans


def test_fast_moments_apart_are_no_passage() -> None:
    """Half a second of swing every three seconds is a hand that goes on to the next thing."""
    shake = tuple((k / 30, 900.0 if k % 90 < 15 else 20.0) for k in range(600))

    assert judged(shaky_video.RULE, shake=shake) is None


def test_a_cut_is_named() -> None:
    """Where it is stands in the message and in the spans."""
    finding = judged(cut_video.RULE, cut_times_s=(4.2, 9.0))

    assert finding is not None
    assert "0:04 and 0:09" in finding.message
    assert finding.spans_s == ((4.2, 4.2), (9.0, 9.0))


@pytest.mark.parametrize(("rate", "found"), [("10/1", False), ("999/100", True), ("0/1", False)])
def test_low_frame_rate(rate: str, found: bool) -> None:
    """Below ten pictures a second; an unknown rate says nothing."""
    assert (judged(low_frame_rate.RULE, frame_rate=rate) is not None) is found


def test_too_short_by_the_rule_and_by_the_profile() -> None:
    """The larger of both counts."""
    asks = replace(PROFILE, video_seconds_min=Sourced(10.0, confidence="O"))

    assert judged(video_too_short.RULE, duration_s=3.0) is None
    assert judged(video_too_short.RULE, duration_s=2.9) is not None
    assert judged(video_too_short.RULE, duration_s=9.0, profile=asks) is not None


def test_too_long_is_a_note() -> None:
    """Unknown says nothing; an assumed limit is called so; a frame too many is no matter."""
    assert judged(video_too_long.RULE) is None
    assert judged(video_too_long.RULE, profile=limited("O", 19.99)) is None
    sourced = judged(video_too_long.RULE, profile=limited("O"))
    assumed = judged(video_too_long.RULE, profile=limited("I"))

    assert sourced is not None
    assert assumed is not None
    assert sourced.severity is Severity.NOTE
    assert "assumed" in assumed.message
    assert "assumed" not in sourced.message


def test_no_video_stream() -> None:
    """Sound alone is a reject of its own."""
    damage = Damage(DamageKind.NO_VIDEO_STREAM, "It holds sound but no picture.")
    facts = FileFacts(path="a.mp4", media=Media.VIDEO, damage=(damage,))

    finding = no_video_stream.RULE.check(facts, {})

    assert finding is not None
    assert finding.severity is Severity.REJECT
    assert no_video_stream.RULE.check(replace(facts, damage=()), {}) is None
