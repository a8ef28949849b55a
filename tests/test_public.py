"""What the package shows: all of it can be loaded, and none of it asks for what is not shown."""

from __future__ import annotations

import dataclasses
import inspect
import re

import pytest

import evidence_qc

FUNCTIONS = [name for name in evidence_qc.__all__ if inspect.isfunction(getattr(evidence_qc, name))]


@pytest.mark.parametrize("name", evidence_qc.__all__)
def test_it_is_there_and_says_what_it_is(name: str) -> None:
    displayed = getattr(evidence_qc, name)

    assert name in {"RULES", "__version__"} or (displayed.__doc__ or "").strip()


@pytest.mark.parametrize("name", FUNCTIONS)
def test_a_function_speaks_of_public_types_only(name: str) -> None:
    """Whoever calls it can make each argument, and can name what comes back."""
    other = {"Paths", "Subject", "Any", "Answer", "Thumbnails", "PathLike", "Path", "Sequence",
             "None", "Iterator", "Iterable", "Generator", "Mapping", "NDArray", "Image", "Resume",
             "Literal", "Isolation"}  # fmt: skip
    signature = inspect.signature(getattr(evidence_qc, name))
    said = [str(p.annotation) for p in signature.parameters.values()]
    named = set(re.findall(r"\b[A-Z]\w+", " ".join([*said, str(signature.return_annotation)])))

    assert named - other - set(evidence_qc.__all__) == set()
    assert not {"resources", "source_root", "tools"} & set(signature.parameters)


def test_what_has_to_be_given_can_be_made() -> None:
    """Each set of options has a default for everything."""
    for options in (evidence_qc.CaseOptions, evidence_qc.BundleOptions):
        assert dataclasses.is_dataclass(options())
