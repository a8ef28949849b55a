"""A carrier's number is told by its check digit; what stands on goods is none."""

from __future__ import annotations

import pytest

from evidence_qc.examine.carriers import is_parcel_number

NUMBERS = (
    "RB123456785GB",
    "RB473124829US",
    "1Z879E930346834440",
    "1Z5R89390357567127",
    "00340434161094042557",
    "(00)106141412345678908",
    "9400111201080805483016",
    "420221539101026837331000039521",
)
OTHERS = ("", "4006381333931", "SN0012345678", "C02XK0VXJG5H", "LP00123456789012", "000000")


@pytest.mark.parametrize("number", NUMBERS)
def test_a_number_of_a_carrier_is_known_and_no_neighbour_of_it(number: str) -> None:
    digit = next(n for n, sign in reversed(list(enumerate(number))) if sign.isdigit())
    wrong = {number[:digit] + d + number[digit + 1 :] for d in "0123456789"} - {number}

    assert is_parcel_number(number)
    assert not any(is_parcel_number(each) for each in wrong)


@pytest.mark.parametrize("number", OTHERS)
def test_numbers_of_goods_are_none(number: str) -> None:
    assert not is_parcel_number(number)
