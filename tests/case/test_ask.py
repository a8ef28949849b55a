"""At most five questions, each skippable, none about what is known."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from evidence_qc.case.ask import QUESTIONS_MAX, Question, complete, questions
from evidence_qc.case.load import load_case
from evidence_qc.case.options import CaseOptions
from evidence_qc.model import Role
from tests.case.factory import clip, photo

FILES = [photo(f"p/{n}.jpg", scene=n // 2, at_s=n // 2 * 500 + n) for n in range(6)]
LOOSE = load_case(["p"], FILES)


def test_loose_photos_are_asked_about() -> None:
    """What is wrong first; never more than five."""
    asked = questions(LOOSE, FILES)

    assert [q.key for q in asked] == ["claims", "item", "reason", "ask", "whole"]
    assert len(asked) <= QUESTIONS_MAX
    assert len(asked[0].groups) == 3


def test_the_example_is_the_first_photo_that_is_shown() -> None:
    """No clip, for it cannot show a whole item; and no photo that is not there."""
    files = [clip("p/a.mp4"), *FILES[:2]]
    (whole,) = (q for q in questions(load_case(["p"], files), files) if q.key == "whole")

    assert whole.hint == f"such as: {FILES[0].facts.path}"
    assert "whole" not in [q.key for q in questions(load_case(["p"], files[:2]), files[:2])]


def test_what_is_known_is_not_asked() -> None:
    """A case that says everything has no questions."""
    said = CaseOptions(
        claims=("hole=0.jpg",), item="x", reason="damaged", ask="y", roles=("1.jpg=overview",)
    )

    assert questions(load_case(["p"], FILES, options=said), FILES) == ()


def test_skipping_everything_changes_nothing() -> None:
    """Five empty answers leave the case as it was."""
    assert complete(LOOSE, FILES, lambda question: "") == LOOSE


def test_answers_arrive() -> None:
    """Groups get titles or roles; the rest its place."""
    answers = {
        "claims": "hole; whole item; hole",
        "item": "Coat",
        "reason": "Damaged",
        "ask": "Half",
        "whole": "2.jpg",
    }
    case = complete(LOOSE, FILES, lambda question: answers[question.key])

    assert [(c.title, len(c.media), c.is_proposed) for c in case.claims] == [("hole", 4, False)]
    assert case.roles["p/2.jpg"] is Role.OVERVIEW
    assert (case.item, case.reason, case.ask) == ("Coat", "damaged", "Half")


def test_nonsense_counts_as_skipped() -> None:
    """A reason that does not exist, a file that is not there."""
    case = complete(LOOSE, FILES, lambda question: "nonsense.xyz" if question.choices else "")

    assert case.reason == ""


@given(st.text())
def test_any_answer_is_taken(text: str) -> None:
    """Nothing that is typed breaks it."""

    def answer(question: Question) -> str:
        return text

    complete(LOOSE, FILES, answer)


def test_the_whole_is_asked_for_where_there_is_a_choice() -> None:
    """One photo is what it is; of two one may show it all; a role that was said needs no asking."""
    for count, is_asked in ((0, False), (1, False), (2, True)):
        keys = [question.key for question in questions(LOOSE, FILES[:count])]
        assert ("whole" in keys) is is_asked
