"""One way to write a part of a video, on the command line and over HTTP."""

from math import inf

import pytest

from evidence_qc.errors import UsageError
from evidence_qc.plan.cut import parse_cut
from evidence_qc.serve.parameters import RequestParameters

RIGHT = {
    "12-40": (12.0, 40.0),
    "0.5-1.25": (0.5, 1.25),
    "1:05-1:20": (65.0, 80.0),
    " 1:05 - 80 ": (65.0, 80.0),
    "0:59-1:00:01.5": (59.0, 3601.5),
    "0-inf": (0.0, inf),
}
WRONG = ("9-3", "5-5", "12", "12-", "-12", "a-b", "1-2-3", "nan-5", "0-nan", "1:2:3:4-inf", ":-5",
         f"{'9' * 400}:00-inf", f"0-{'9' * 400}:00:00")  # fmt: skip


@pytest.mark.parametrize("text", RIGHT)
def test_both_doors_read_the_same(text: str) -> None:
    over_http = RequestParameters.of("bundle", {"cut": [text]}).bundle_options().cut_s

    assert parse_cut(text, "--cut") == over_http == RIGHT[text]


@pytest.mark.parametrize("text", WRONG)
def test_both_doors_refuse_the_same(text: str) -> None:
    with pytest.raises(UsageError, match="--cut"):
        parse_cut(text, "--cut")
    with pytest.raises(UsageError, match=r"^cut .* FROM-TO"):
        RequestParameters.of("bundle", {"cut": [text]}).bundle_options()
