"""The final score: in the band of its verdict, in the order of the opinion."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from evidence_qc.examine.photo import examine_array
from evidence_qc.focus import FocusModel
from evidence_qc.measures.predicted_mos import predicted_mos
from evidence_qc.model import (
    FileFacts,
    FrameSample,
    Media,
    PictureMeasurements,
    Verdict,
    VideoFacts,
)
from evidence_qc.profiles import load_profile
from evidence_qc.rules.judge import Judge
from evidence_qc.rules.scoring import banded, final_score
from tests.focus.conftest import defocused, leaves

OPINIONS = st.floats(0, 100)


@given(OPINIONS, st.sampled_from(Verdict))
def test_reject_is_below_fifty_and_nothing_else_is(predicted: float, verdict: Verdict) -> None:
    """The bands never overlap, and the score has one decimal."""
    score = banded(predicted, verdict)

    assert (score < 50) is (verdict is Verdict.REJECT)
    assert 0 <= score <= 100
    assert score == round(score, 1)


@given(OPINIONS, OPINIONS, st.sampled_from(Verdict))
def test_within_a_verdict_the_better_opinion_is_never_scored_lower(
    one: float, other: float, verdict: Verdict
) -> None:
    """Bending keeps the order."""
    low, high = sorted((one, other))

    assert banded(low, verdict) <= banded(high, verdict)


@given(OPINIONS)
def test_a_borderline_and_a_good_photo_of_one_opinion_score_alike(predicted: float) -> None:
    """Only the reject line splits the scale."""
    assert banded(predicted, Verdict.GOOD) == banded(predicted, Verdict.BORDERLINE)


def test_a_photo_is_scored_by_its_opinion() -> None:
    """Away from the border the score is the opinion."""
    picture = PictureMeasurements(blur_permille=0.5)
    facts = FileFacts(path="a.jpg", media=Media.PHOTO, picture=picture)

    assert final_score(facts, Verdict.GOOD) == pytest.approx(predicted_mos(picture), abs=0.05)


def test_a_video_is_scored_by_its_middle_frame() -> None:
    """Half of the sampled frames are at least as good."""
    samples = tuple(
        FrameSample(time_s=float(index), score=score, picture=PictureMeasurements())
        for index, score in enumerate((90.0, 20.0, 80.0))
    )
    video = VideoFacts(duration_s=3.0, frame_rate="30/1", codec="h264", samples=samples)
    facts = FileFacts(path="a.mp4", media=Media.VIDEO, video=video)

    assert final_score(facts, Verdict.GOOD) == 80.0


def test_what_was_not_measured_has_no_score() -> None:
    """An unreadable file is not scored nought; it is not scored."""
    assert final_score(FileFacts(path="a.jpg", media=Media.PHOTO), Verdict.REJECT) is None


@pytest.mark.parametrize("seed", [5, 9])
@pytest.mark.parametrize("fault", ["dark", "blur"])
def test_more_of_a_fault_never_scores_higher_on_the_same_photo(fault: str, seed: int) -> None:
    """The same scene, step by step darker or further out of focus, by known amounts."""
    scene, focus = leaves(384, 512, seed), FocusModel()
    judge = Judge.for_profile(load_profile("generic"))
    steps = {
        "dark": [(scene * share).astype(np.uint8) for share in (1.0, 0.7, 0.45, 0.25, 0.12, 0.05)],
        "blur": [scene, *(defocused(scene, sigma) for sigma in (0.8, 1.4, 2.2, 3.2))],
    }[fault]
    scores = [judge.file(examine_array(step, focus)).score for step in steps]

    assert all(score is not None for score in scores)
    for before, after in pairwise(scores):
        assert after <= before + 0.5  # type: ignore[operator]
    assert scores[-1] < scores[0] - 15  # type: ignore[operator]
