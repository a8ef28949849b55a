"""A number is found exactly or not at all."""

from __future__ import annotations

from dataclasses import replace
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evidence_qc.case.load import load_case
from evidence_qc.case.options import CaseOptions
from evidence_qc.model import Code, FileReport
from evidence_qc.plan.numbers import numbers_by_tile, stands_in, where_read
from evidence_qc.plan.plan import make_plan
from evidence_qc.plan.statement import Recognised, write_statement
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

    held = numbers_by_tile((f" {NUMBER}", "", "LP999"), given, plan)
    text = write_statement(case, plan, PROFILE, given, recognised=Recognised(held)).text
    assert f"with number {NUMBER}: photo" in text
    assert "LP999" not in text


def test_a_long_request_is_not_said_again() -> None:
    """The text has 500 characters; whoever asked knows what."""
    given = [photo("p/hole.jpg", scene="h")]
    case = load_case(["p"], given, options=CaseOptions(claims=("hole=hole.jpg",)))
    plan = make_plan(case, given, PROFILE)

    long = write_statement(case, plan, PROFILE, given, request="Show the hole again. " * 20).text
    assert long.startswith("Reply to your request.\n")
    short = write_statement(case, plan, PROFILE, given, request="Show the hole").text
    assert short.startswith('In reply to your request "Show the hole":\n')


@pytest.mark.parametrize(
    "line",
    [
        "Order 20266-11874",
        "Order No.20266-11874",
        "order20266-11874, 2026-11-07",
        "Заказ №20266 11874",
        "订单号：2026611874",
        "#20266-11874",
    ],
)
def test_print_that_says_the_number_says_it(line: str) -> None:
    """However it is grouped; programs that read leave out spaces."""
    assert stands_in("2026611874", line)
    assert stands_in("20266-11874", line)


@pytest.mark.parametrize(
    "line",
    [
        "Order 20266-11875",
        "Order 20266-18174",
        "Order 120266-11874",
        "Order 20266-118745",
        "Order 1-20266-11874",
        "AB20266-11874",
        "AB-20266-11874",
        "Order 20266-1187",
        "4071 20266 11874 9306",
        "Order 2O266-11874",
    ],
)
def test_print_that_says_another_number_does_not_say_it(line: str) -> None:
    """Not with a sign changed, left out, swapped or added, nor as a part of a longer one."""
    assert not stands_in("20266-11874", line)


@pytest.mark.parametrize("number", ["12345", "ABCDEFGH", "", "--"])
def test_what_is_too_short_or_no_number_is_not_looked_for_in_print(number: str) -> None:
    """It stands in dates and prices, or in any text."""
    assert not stands_in(number, f"No. {number}")


@given(st.text("0123456789", min_size=8, max_size=14), st.randoms(use_true_random=False))
def test_a_shuffled_number_is_never_read(number: str, random: Random) -> None:
    """Whatever it is, only itself stands there."""
    signs = list(number)
    random.shuffle(signs)
    shuffled = "".join(signs)

    assert stands_in(number, f"Order {number}")
    assert stands_in(number, f"Order {shuffled}") == (shuffled == number)


def printed_said(lines: tuple[str, ...] | None, **options: tuple[str, ...]) -> str:
    files = [photo("p/hole.jpg", scene="h"), photo("p/label.jpg", scene="l")]
    given = CaseOptions(claims=("hole=hole.jpg",), roles=("label.jpg=label",), **options)  # type: ignore[arg-type]
    case = load_case(["p"], files, options=given)
    printed = None if lines is None else {"p/label.jpg": lines}
    return where_read("20266-11874", files, make_plan(case, files, PROFILE), printed)


@pytest.mark.parametrize(
    ("lines", "options", "words"),
    [
        (("Vestra", "Order 20266 11874"), {}, "tile A, was read: it says 20266-11874"),
        (("Order 20266 11874",), {"exclude": ("label.jpg",)}, "is not submitted"),
        (("Order 2O266-1I874",), {}, "reads like 2O266-1I874, where you gave 20266-11874"),
        (("Order 20266-11875",), {}, "Neither a bar code nor print"),
        ((), {}, "Neither a bar code nor print"),
        (None, {}, "evidence-qc[text]"),
    ],
)
def test_print_that_was_read_is_said(
    lines: tuple[str, ...] | None, options: dict[str, tuple[str, ...]], words: str
) -> None:
    """Where, or what reads nearly the same, or what to do; no other number is ever named."""
    assert words in printed_said(lines, **options)


def test_a_number_that_only_print_says_stands_in_the_text() -> None:
    """With that of a code in the same photo; what is merely like it does not."""
    files = [photo("p/hole.jpg", scene="h"), label(NUMBER)]
    said = CaseOptions(claims=("hole=hole.jpg",), roles=("label.jpg=label",))
    case = load_case(["p"], files, options=said)
    plan = make_plan(case, files, PROFILE)
    read = {"p/label.jpg": ("Order 20266-11874", "No 5O123456")}
    numbers = (NUMBER, "2026611874", "50123456")
    held = numbers_by_tile(numbers, files, plan, read)
    text = write_statement(case, plan, PROFILE, files, recognised=Recognised(held)).text

    assert f"Label with number {NUMBER} / 2026611874: photo" in text
    assert "50123456" not in text
