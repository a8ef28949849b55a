"""How much to ask: the reason and what can still be used say what fits; nothing is changed."""

from __future__ import annotations

import pytest

from evidence_qc.case.case_file import parse_case
from evidence_qc.case.load import load_case
from evidence_qc.case.options import CaseOptions
from evidence_qc.case.reasons import ask_note
from evidence_qc.case.write import case_toml
from evidence_qc.errors import UsageError
from evidence_qc.model import USABLE, Case, Claim, Profile, Sourced
from evidence_qc.profiles import load_profile

ONE = (Claim("hole"),)
PLAIN = Profile("p", "P")


def said(**case: object) -> str:
    given = Case(**{"claims": ONE, **case})  # type: ignore[arg-type]
    return ask_note(given, PLAIN).message_id


@pytest.mark.parametrize(
    ("case", "note"),
    [
        ({"ask": ""}, "ask.missing"),
        ({"ask": "Full refund", "reason": "missing-parts"}, "ask.all-for-a-part"),
        ({"ask": "Full refund", "reason": "missing-parts", "usable": "nothing"}, ""),
        ({"ask": "Full refund", "reason": "damaged"}, "ask.all-for-one-defect"),
        ({"ask": "Full refund", "reason": "damaged", "usable": "nothing"}, ""),
        ({"ask": "Full refund", "reason": "damaged", "usable": "part"}, "ask.all-though-usable"),
        ({"ask": "Full refund", "reason": "not-as-described", "usable": "all"},
         "ask.all-though-usable"),
        ({"ask": "Return and full refund", "reason": "damaged", "usable": "part"}, ""),
        ({"ask": "Full refund, I send it back", "reason": "damaged"}, ""),
        ({"ask": "Full refund", "reason": "counterfeit", "usable": "all"}, ""),
        ({"ask": "Full refund", "reason": "wrong-item", "usable": "all"}, ""),
        ({"ask": "30 % of the price", "reason": "damaged", "usable": "nothing"},
         "ask.part-though-useless"),
        ({"ask": "Half of the price", "usable": "nothing"}, "ask.part-though-useless"),
        ({"ask": "30% of the full price", "reason": "damaged", "usable": "part"}, ""),
        ({"ask": "A refund for the missing parts", "reason": "missing-parts"}, ""),
        ({"ask": "Repair", "reason": "wrong-item"}, "ask.repair-of-the-wrong-one"),
        ({"ask": "Refund", "reason": "damaged", "usable": "part"}, ""),
    ],
)  # fmt: skip
def test_an_ask_that_does_not_suit_gets_a_note(case: dict[str, object], note: str) -> None:
    assert said(**case) == note


def test_the_platforms_own_words_stand_behind_it() -> None:
    """Where a source has them; not behind what suits, nor where nothing is asked."""
    profile = Profile("p", "P", refunds=(Sourced("Return it for everything.", "x", "", "O"),))
    full = Case(claims=ONE, reason="damaged", ask="Full refund")

    assert ask_note(full, profile).endswith("P: Return it for everything.")
    assert ask_note(full, PLAIN) in ask_note(full, profile)
    assert ask_note(Case(claims=ONE, ask=""), profile).message_id == "ask.missing"
    for name in ("aliexpress", "ebay-return", "vinted"):
        assert all(each.source and not each.is_assumed for each in load_profile(name).refunds)


@pytest.mark.parametrize("usable", USABLE)
def test_what_can_be_used_is_said_on_the_command_line_or_in_the_case_file(usable: str) -> None:
    """And kept in the case file that a bundle writes."""
    case = load_case((), (), options=CaseOptions(usable=usable))
    again = parse_case({"usable": usable}, "case.toml")

    assert (case.usable, again.usable) == (usable, usable)
    assert f'usable = "{usable}"' in case_toml(case, {})
    assert "usable" not in case_toml(Case(), {})


def test_other_words_for_it_are_refused() -> None:
    with pytest.raises(UsageError):
        load_case((), (), options=CaseOptions(usable="some"))
    with pytest.raises(UsageError):
        parse_case({"usable": "some"}, "case.toml")
