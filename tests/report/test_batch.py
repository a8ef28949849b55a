"""The lines of a batch: one a dispute, whatever is in it, each as the schema says."""

from __future__ import annotations

import base64
import json

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

from evidence_qc.model.batch import BUG, CRASH
from evidence_qc.report.json import report_to_dict
from evidence_qc.report.schema import batch_schema
from tests.report.batches import READY, REPORT, checked, failed, line, result
from tests.report.reports import report

names = st.text(min_size=1) | st.binary(min_size=1).map(
    lambda raw: raw.decode("utf-8", "surrogateescape")
)


def test_the_schema_is_a_schema() -> None:
    """What ships is itself valid."""
    jsonschema.Draft202012Validator.check_schema(batch_schema())


def test_a_line_holds_the_report_of_a_scan() -> None:
    """Key by key what ``scan --format json`` writes."""
    data = checked(line(result("d1")))

    assert data["dispute"] == "d1"
    assert data["report"] == json.loads(json.dumps(report_to_dict(REPORT)))
    assert list(data["report"]) == list(report_to_dict(REPORT))


@pytest.mark.parametrize("kind", ["no-input", "usage", "missing-dependency", "cannot-write", BUG,
                                  CRASH])  # fmt: skip
def test_an_error_has_its_kind_and_says_who_met_it(kind: str) -> None:
    """Beside the same tool and profile as a report would have."""
    data = checked(line(failed(kind=kind)))
    good = checked(line(result()))["report"]

    assert data["error"] == {"kind": kind, "message": "Nothing.", "remedy": "Name another folder."}
    assert (data["tool"], data["profile"]) == (good["tool"], good["profile"])


def test_either_a_report_or_an_error() -> None:
    """The schema takes neither both nor none."""
    both = checked(line(failed())) | {"report": checked(line(result()))["report"]}
    for wrong in (both, {"schema": both["schema"], "dispute": "d"}):
        with pytest.raises(jsonschema.ValidationError):
            checked(json.dumps(wrong) + "\n")


def test_a_report_without_files_is_a_line_too() -> None:
    """Nothing between the brackets."""
    empty = report(*READY.files[:1])
    object.__setattr__(empty, "files", ())

    assert checked(line(result(report=empty)))["report"]["files"] == []


@given(names, st.text())
def test_any_name_and_message_is_one_line(name: str, message: str) -> None:
    """Line breaks, quotes and bytes that are no Unicode; the name can be had back."""
    for made in (result(name, READY), failed(name, message=message)):
        data = checked(line(made))
        raw = data.get("dispute_b64")
        back = base64.b64decode(raw) if raw else data["dispute"].encode()

        assert back in {
            name.encode("utf-8", "surrogateescape" if raw else "strict"),
            name.encode("utf-8", "surrogatepass"),
        }
