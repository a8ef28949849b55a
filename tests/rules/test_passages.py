"""Findings of frames joined into passages of play time."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evidence_qc.language.durations import clock, joined, spans_words
from evidence_qc.model import Finding, FrameSample, PictureMeasurements, Severity, VideoFacts
from evidence_qc.rules.video.passages import passages_of, usable_ratio_of

SEVERITIES = {"r": Severity.REJECT, "w": Severity.WARN, "n": Severity.NOTE}


def clip(duration_s: float) -> VideoFacts:
    return VideoFacts(duration_s=duration_s, frame_rate="30/1", codec="h264")


def frames(pattern: str, step_s: float = 1.0) -> list[tuple[FrameSample, list[Finding]]]:
    """One sample a step; ``r``, ``w`` and ``n`` are findings of the rule too-dark."""
    found = []
    for index, letter in enumerate(pattern):
        sample = FrameSample((index + 0.5) * step_s, 50.0, PictureMeasurements())
        findings = (
            [Finding("too-dark", SEVERITIES[letter], "It is too dark.", "Light.", measured=index)]
            if letter in SEVERITIES
            else []
        )
        found.append((sample, findings))
    return found


def spans(pattern: str, step_s: float = 1.0) -> tuple[tuple[Severity, tuple[float, float]], ...]:
    found = passages_of(frames(pattern, step_s), clip(len(pattern) * step_s))
    return found.by_rule.get("too-dark", ())


def test_a_passage_reaches_halfway_to_its_neighbours() -> None:
    """Two bad samples stand for two steps."""
    assert spans("..rr......") == ((Severity.REJECT, (2.0, 4.0)),)


def test_a_reject_becomes_a_warning() -> None:
    """In a video a frame's reject warns, says when, and keeps its advice."""
    (finding,) = passages_of(frames("..rr......"), clip(10)).findings

    assert finding.severity is Severity.WARN
    assert finding.spans_s == ((2.0, 4.0),)
    assert finding.message == "It is too dark: 0:02–0:04."
    assert finding.advice == "Light."


def test_a_fault_all_through_is_said_so() -> None:
    """No times where there is no good moment."""
    (finding,) = passages_of(frames("wwwwww"), clip(6)).findings

    assert finding.message == "It is too dark: all through."


def test_a_short_good_moment_is_bridged() -> None:
    """Half a second of light does not split a dark passage."""
    assert spans("rrrr.rrrr", 0.5) == ((Severity.REJECT, (0.0, 4.5)),)
    assert len(spans("rrrr....rrrr", 0.5)) == 2


def test_blinks_and_trifles_are_left_out() -> None:
    """A flash, or a short soft moment in a long clip, is no finding."""
    assert spans("..........r.........", 0.2) == ()
    assert spans("." * 30 + "w" + "." * 30) == ()


def test_worse_parts_stand_out() -> None:
    """A reject inside a longer warning is told apart from it."""
    assert spans(".wwrrww.") == (
        (Severity.REJECT, (3.0, 5.0)),
        (Severity.WARN, (1.0, 3.0)),
        (Severity.WARN, (5.0, 7.0)),
    )


def test_usable_is_what_no_reject_covers() -> None:
    """Warnings leave a clip usable."""
    video = clip(10)

    assert usable_ratio_of(passages_of(frames("..rr......"), video), video) == pytest.approx(0.8)
    assert usable_ratio_of(passages_of(frames("wwwwwwwwww"), video), video) == 1
    assert usable_ratio_of(passages_of([], video), video) == 1


@given(st.text(alphabet="rwn.", max_size=30), st.floats(0.1, 3))
def test_passages_lie_inside_and_apart(pattern: str, step_s: float) -> None:
    """Whatever the samples: in the clip, not overlapping, the usable share between 0 and 1."""
    video = clip(len(pattern) * step_s)
    found = passages_of(frames(pattern, step_s), video)
    for rule_spans in found.by_rule.values():
        ordered = sorted(span for _, span in rule_spans)
        for start, end in ordered:
            assert 0 <= start < end <= video.duration_s + 2e-3
        for (_, first_end), (second_start, _) in pairwise(ordered):
            assert first_end <= second_start

    assert 0 <= usable_ratio_of(found, video) <= 1
    assert all(finding.severity is not Severity.REJECT for finding in found.findings)


@pytest.mark.parametrize(
    ("seconds", "words"), [(0, "0:00"), (59.6, "1:00"), (67, "1:07"), (3725, "1:02:05")]
)
def test_clock(seconds: float, words: str) -> None:
    """Minutes and seconds, hours where there are some."""
    assert clock(seconds) == words


def test_words_of_passages() -> None:
    """One, two, three, and more than are named."""
    pieces = [(i * 10.0, i * 10.0 + 5) for i in range(5)]

    assert spans_words(pieces[:1]) == "0:00–0:05"
    assert spans_words(pieces[:3]) == "0:00–0:05, 0:10–0:15 and 0:20–0:25"
    assert spans_words(pieces) == "0:00–0:05, 0:10–0:15, 0:20–0:25 and 2 more"
    assert spans_words([(4, 4.2)]) == "0:04"


@given(st.lists(st.tuples(st.floats(0, 100), st.floats(0, 20))))
def test_joining_keeps_what_is_covered(rows: list[tuple[float, float]]) -> None:
    """Joined passages are in order and apart."""
    found = joined([(start, start + length) for start, length in rows])

    assert all(a[1] < b[0] for a, b in pairwise(found))
