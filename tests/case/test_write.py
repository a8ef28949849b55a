"""A case is written as a file that makes the same case when it is given back."""

from __future__ import annotations

import tomllib
from dataclasses import replace
from pathlib import Path

import pytest

from evidence_qc.case.case_file import parse_case
from evidence_qc.case.load import load_case
from evidence_qc.case.options import CaseOptions
from evidence_qc.case.write import case_toml
from evidence_qc.errors import UsageError
from evidence_qc.model import Case, FileReport, Role, Shows, Subject
from tests.case.factory import photo

NAMES = ("a b.jpg", "hole “x”.jpg", "[1] *.jpg", "日本.jpg", 'q"uote.jpg')
FILES = [photo(f"p/{name}", scene=name) for name in NAMES]
OPTIONS = CaseOptions(
    item='Jacket "M"\\',
    reason="damaged",
    ask="Full refund",
    claims=("hole=hole “x”.jpg", "stain=日本.jpg"),
    roles=("a b.jpg=overview",),
    marks=("hole “x”.jpg:0.25,0.5,0.125",),
    pin=("日本.jpg",),
    exclude=("a b.jpg",),
    include=("hole “x”.jpg",),
)


def back(case: Case, files: list[FileReport], tmp_path: Path) -> Case:
    names = {f.facts.path: f.facts.path.removeprefix("p/") for f in files}
    written = tmp_path / "made.toml"
    written.write_text(case_toml(case, names), encoding="utf-8")
    return load_case(["p"], files, case_toml=written)


def test_what_was_said_comes_back(tmp_path: Path) -> None:
    """Every key that a case file has, with names that need escaping."""
    case = load_case(["p"], FILES, options=OPTIONS)
    marks = {path: tuple(replace(m, label='"torn"') for m in m_) for path, m_ in case.marks.items()}
    case = replace(case, marks=marks)

    assert marks
    assert case.pinned
    assert back(case, FILES, tmp_path) == case


def test_what_was_assumed_comes_back_as_assumed(tmp_path: Path) -> None:
    """A group that nobody named is no problem of the user's after a round trip."""
    case = load_case(["p"], FILES)
    again = back(case, FILES, tmp_path)

    assert again == case
    assert all(claim.is_proposed for claim in again.claims)


def test_a_recognised_role_stays_a_guess(tmp_path: Path) -> None:
    """Only a comment in the file; recognised anew when it is read."""
    label = Shows(Subject.LABEL, 0.95, "shows.bar-code")
    files = [replace(FILES[0], facts=replace(FILES[0].facts, shows=label)), *FILES[1:]]
    case = load_case(["p"], files)
    path = files[0].facts.path

    assert path in case.recognised
    assert "role =" not in "".join(
        line for line in case_toml(case, {path: "a b.jpg"}).splitlines() if line[:1] != "#"
    )
    assert back(case, files, tmp_path).recognised == case.recognised


def test_naming_one_group_names_it_alone(tmp_path: Path) -> None:
    """The others stay groups that nobody named; one that lost only its mark has no title."""
    case = load_case(["p"], FILES)
    names = {f.facts.path: f.facts.path.removeprefix("p/") for f in FILES}
    text = case_toml(case, names).replace("named = false\n", "", 1)
    with pytest.raises(UsageError, match="no title"):
        parse_case(tomllib.loads(text), "made.toml")
    text = text.replace('title = ""', 'title = "hole"', 1)
    (tmp_path / "made.toml").write_text(text, encoding="utf-8")
    again = load_case(["p"], FILES, case_toml=tmp_path / "made.toml")

    assert again.claims[0].title == "hole"
    assert [claim.is_proposed for claim in again.claims] == [False] + [True] * (
        len(case.claims) - 1
    )
    assert [claim.media for claim in again.claims] == [claim.media for claim in case.claims]


@pytest.mark.parametrize("text", ["\x00", "\x7f", '"""', "\\", "\n", "é漢"])
def test_any_text_is_valid_toml(text: str) -> None:
    """Control characters, quotes and backslashes of names and titles."""
    case = replace(Case(item=text), roles={text: Role.LABEL})
    document = tomllib.loads(case_toml(case, {text: text}))

    assert document["item"] == text
    assert document["media"] == {text: {"role": "label"}}
