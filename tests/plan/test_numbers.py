"""A number is found exactly or not at all."""

from __future__ import annotations

from dataclasses import replace

import pytest

from evidence_qc.case.load import load_case
from evidence_qc.case.options import CaseOptions
from evidence_qc.model import Code, FileReport
from evidence_qc.plan.numbers import where_read
from evidence_qc.plan.plan import make_plan
from evidence_qc.plan.statement import write_statement
from tests.case.factory import photo
from tests.plan.test_plan import PROFILE

NUMBER = "LP00123456789012"


def label(text: str, path: str = "p/label.jpg") -> FileReport:
    file = photo(path, scene="l")
    return replace(file, facts=replace(file.facts, codes=(Code("Code 128", text, 0.4),)))


def said(number: str, *files: FileReport, **options: tuple[str, ...]) -> str:
    given = [photo("p/hole.jpg", scene="h"), *files]
    case = load_case(["p"], given, options=CaseOptions(claims=("hole=hole.jpg",), **options))  # type: ignore[arg-type]
    return where_read(number, given, make_plan(case, given, PROFILE))


@pytest.mark.parametrize("text", [NUMBER, f"4201234{NUMBER}", f"https://x.org/?n={NUMBER}&a=1"])
@pytest.mark.parametrize("typed", [NUMBER, NUMBER.lower(), "LP 0012-3456 7890-12"])
def test_the_photo_and_its_tile_are_named(text: str, typed: str) -> None:
    """However it is typed; carriers put a postcode before it."""
    assert "p/label.jpg, tile" in said(typed, label(text))


@pytest.mark.parametrize("text", ["LP00123456789013", "LP0012345678901", "LP00213456789012", ""])
def test_a_number_that_differs_in_one_sign_is_not_it(text: str) -> None:
    """Neither shuffled nor cut: what to do is said, and no other number."""
    sentence = said(NUMBER, label(text))

    assert "No bar code" in sentence
    assert text == "" or text not in sentence.replace(NUMBER, "")


def test_a_short_number_must_be_all_of_the_code() -> None:
    """Three digits stand in every code."""
    assert "No bar code" in said("123", label(NUMBER))
    assert "tile" in said("123", label("123"))


def test_a_photo_that_is_not_submitted_is_said_so() -> None:
    assert "is not submitted" in said(NUMBER, label(NUMBER), exclude=("label.jpg",))


def test_codes_nobody_asked_for_and_no_codes_give_what_to_do() -> None:
    assert "daylight" in said(NUMBER)


def test_the_statement_names_a_number_only_where_it_was_read() -> None:
    """Beside the label that holds it; a number that nobody read is not claimed."""
    given = [photo("p/hole.jpg", scene="h"), label(NUMBER)]
    options = CaseOptions(claims=("hole=hole.jpg",), roles=("label.jpg=label",))
    case = load_case(["p"], given, options=options)
    plan = make_plan(case, given, PROFILE)

    text = write_statement(case, plan, PROFILE, given, tracking=f" {NUMBER}").text
    assert f"with number {NUMBER}: photo" in text
    assert "LP999" not in write_statement(case, plan, PROFILE, given, tracking="LP999").text


def test_a_long_request_is_not_said_again() -> None:
    """The text has 500 characters; whoever asked knows what."""
    given = [photo("p/hole.jpg", scene="h")]
    case = load_case(["p"], given, options=CaseOptions(claims=("hole=hole.jpg",)))
    plan = make_plan(case, given, PROFILE)

    long = write_statement(case, plan, PROFILE, given, request="Show the hole again. " * 20).text
    assert long.startswith("Reply to your request.\n")
    short = write_statement(case, plan, PROFILE, given, request="Show the hole").text
    assert short.startswith("Reply to: Show the hole\n")
