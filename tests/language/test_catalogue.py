"""Sentences come from their ids and values, every id that the code speaks of is in a catalogue."""

import re
from pathlib import Path

import pytest

import evidence_qc
from evidence_qc.language import is_known, render
from evidence_qc.language.catalogue import _catalogue
from evidence_qc.language.template import SPECIFICATIONS

PACKAGE = Path(evidence_qc.__file__).parent
ROOMS = {message_id.split(".")[0] for message_id in _catalogue("en")}
_ID = re.compile(rf'"((?:{"|".join(sorted(ROOMS))})\.[a-z0-9-]+)"')
"""An id as it stands in the code."""


def test_every_id_in_the_code_is_in_a_catalogue() -> None:
    spoken = {
        (path.relative_to(PACKAGE).as_posix(), message_id)
        for path in PACKAGE.rglob("*.py")
        for message_id in _ID.findall(path.read_text(encoding="utf-8"))
    }

    assert {each for each in spoken if not is_known(each[1])} == set()
    assert len(spoken) > 60


def test_every_sentence_is_spoken_somewhere() -> None:
    """A catalogue holds nothing that no code speaks of; ids are also made from parts."""
    code = "\n".join(path.read_text(encoding="utf-8") for path in PACKAGE.rglob("*.py"))
    stale = []
    for message_id in _catalogue("en"):
        room, _, name = message_id.partition(".")
        whole = f'"{message_id}"' in code
        made = any(f'"{room}.{name[:n]}{{' in code for n in range(len(name)))
        by_rule = name in {"reject", "warn", "advice"} and f'name="{room}"' in code
        if not (whole or made or by_rule):
            stale.append(message_id)

    assert stale == []


@pytest.mark.parametrize("message_id", sorted(_catalogue("en")))
def test_every_sentence_can_be_said(message_id: str) -> None:
    """Its placeholders and specifications are ones that can be filled."""
    template = _catalogue("en")[message_id]
    values: dict[str, object] = {}
    for name, specification in re.findall(r"\{(\w+):?([^}]*)\}", template):
        assert specification in SPECIFICATIONS or re.fullmatch(r"message|,|\.\df|", specification)
        values[name] = (
            [[0.0, 3.0]]
            if specification == "spans"
            else ["jpeg"]
            if specification == "upper_list"
            else "format.raw"
            if specification == "message"
            else 2.5e6
            if specification not in {"upper", ""}
            else "word"
        )

    said = render(message_id, values)  # type: ignore[arg-type]

    assert said
    assert not re.search(r"[{}\[\]]", said)


def test_a_sentence_is_passed_on_as_it_stands() -> None:
    assert render("50 % of {it} is [[gone]].", {"it": 1}) == "50 % of {it} is [[gone]]."


def test_what_is_not_known_is_left_out() -> None:
    assert render("edited-picture.message", {"program": ""}) == (
        "It was saved by an editing program."
    )
    assert "(GIMP)" in render("edited-picture.message", {"program": "GIMP"})


def test_a_language_that_is_not_there_is_english() -> None:
    assert render("damage.empty", language="tlh") == render("damage.empty")


def test_a_value_that_is_needed_is_missed() -> None:
    with pytest.raises(KeyError, match="reason"):
        render("damage.cannot-open")


@pytest.mark.parametrize("language", sorted(p.name for p in (PACKAGE / "language").iterdir()
                                            if p.is_dir() and p.name != "__pycache__"))  # fmt: skip
def test_a_language_says_what_english_says(language: str) -> None:
    """No id of its own, and no value that English does not speak of."""
    english, theirs = _catalogue("en"), _catalogue(language)

    assert theirs
    assert set(theirs) - set(english) == set()
    for message_id, template in theirs.items():
        spoken, known = (
            set(re.findall(r"\{(\w+)", each)) for each in (template, english[message_id])
        )
        assert spoken <= known, message_id
