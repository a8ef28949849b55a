"""Sentences come from their ids and values, every id that the code speaks of is in a catalogue."""

import re
import string
import tomllib
from collections import Counter
from pathlib import Path

import pytest

import evidence_qc
from evidence_qc.language import is_known, render
from evidence_qc.language.catalogue import Template, _catalogue, flat
from evidence_qc.language.template import SENTENCES, SPECIFICATIONS, TEXTS
from evidence_qc.profiles.texts import shipped_texts

PACKAGE = Path(evidence_qc.__file__).parent
ROOMS = {message_id.split(".")[0] for message_id in _catalogue("en")}
_ID = re.compile(
    rf'"((?:{"|".join(sorted(ROOMS))})\.(?!(?:json|mp4|toml|css|html)")[a-z0-9-]*[a-z0-9])"'
)
"""An id as it stands in the code; ``case.toml`` is a file."""
SPOKEN_IN = (".py", ".js", ".html")
"""Modules, the scripts of the pages, and their templates."""
WHOLE = {"demand", "fault", "word"}
"""Parts that are handed on as they are."""


def code() -> dict[str, str]:
    """Everything that speaks, by its name in the package."""
    return {
        path.relative_to(PACKAGE).as_posix(): path.read_text(encoding="utf-8")
        for path in PACKAGE.rglob("*")
        if path.suffix in SPOKEN_IN
    }


def test_every_id_in_the_code_is_in_a_catalogue() -> None:
    spoken = {
        (name, message_id) for name, text in code().items() for message_id in _ID.findall(text)
    }

    assert {each for each in spoken if not is_known(each[1])} == set()
    assert len(spoken) > 60


def test_every_sentence_is_spoken_somewhere() -> None:
    """A catalogue holds nothing that no code speaks of; ids are also made from parts.

    What to do goes with what is wrong, so it is spoken where that is.
    """
    every = "\n".join(code().values())
    quoted = set(re.findall(r'"[a-z0-9.-]+"', every))
    # Beginnings that a code joins with something: of an f-string, a template of JavaScript or HTML.
    begun = re.findall(r'"([a-z0-9.-]+)(?:\{|" ~)|`([a-z0-9.-]+)\$\{', every)
    beginnings = {plain or script for plain, script in begun}
    stale = []
    for message_id in _catalogue("en"):
        if message_id.endswith("-remedy") and is_known(message_id.removesuffix("-remedy")):
            continue
        room, _, name = message_id.partition(".")
        whole = f'"{message_id}"' in quoted or room in WHOLE
        made = any(f"{room}.{name[:n]}" in beginnings for n in range(room == "error", len(name)))
        by_rule = name in {"reject", "warn", "advice"} and f'name="{room}"' in every
        if not (whole or made or by_rule):
            stale.append(message_id)

    assert stale == []


def test_an_id_stands_in_one_file() -> None:
    """Of two, whichever is read last would be said in both places."""
    files = [path.read_text("utf-8") for path in (PACKAGE / "language" / "en").glob("*.toml")]
    ids = Counter(each for text in files for each, _ in flat("", tomllib.loads(text)))

    assert [each for each, count in ids.items() if count > 1] == []


def placeholders(template: str) -> list[tuple[str, str]]:
    """The values that a sentence speaks of, each with its specification."""
    return [
        (name, specification or "")
        for _, name, specification, _ in string.Formatter().parse(template)
        if name is not None
    ]


def forms(template: Template) -> list[str]:
    """The sentence; of one with a plural all its forms."""
    return [template] if isinstance(template, str) else list(template.values())


SPANS, LIST = [[0.0, 3.0]], ["jpeg"]
LISTS = ("upper_list", "list", "and_list", "n_list", "n_two", "n_and_list")
EXAMPLES = {
    "spans": SPANS,
    **dict.fromkeys(LISTS, LIST),
    **{name: ["word", {"message_id": "damage.empty", "values": {}}] for name in SENTENCES},
    "message": "format.raw",
    "sentence": {"message_id": "damage.empty", "values": {}},
}
"""A value that a specification can put into words; 2.5e6 does for the others."""


@pytest.mark.parametrize("room", sorted(ROOMS))
def test_every_sentence_can_be_said(room: str) -> None:
    """Its placeholders and specifications are ones that can be filled."""
    for message_id in (each for each in _catalogue("en") if each.startswith(f"{room}.")):
        values: dict[str, object] = {}
        for template in forms(_catalogue("en")[message_id]):
            for name, specification in placeholders(template):
                assert specification in {*SPECIFICATIONS, *SENTENCES, *TEXTS} or re.fullmatch(
                    r"message|sentence|,|[,g]|\.\d+f|", specification
                ), message_id
                values[name] = EXAMPLES.get(
                    specification, 2.5e6 if specification not in {"upper", "", *TEXTS} else "word"
                )

        said = render(message_id, values)  # type: ignore[arg-type]

        assert said, message_id
        assert "[[" not in re.sub(r"\[\[\w+\]\]", "", said), f"{message_id}: a table of TOML?"
        assert not any("{" + name in said for name in values), message_id


def test_a_sentence_agrees_with_its_number() -> None:
    """One file is told of in the singular, none and many in the plural; a list counts its names."""
    said = [render("error.upload-without-media", {"files": files}) for files in (0, 1, 2)]

    assert [sentence.split()[0] for sentence in said] == ["None", "The", "None"]
    assert " 2 files" in said[2]
    lacks = [render("error.server-packages", {"packages": names}) for names in (["a"], ["a", "b"])]
    assert [" is not " in each for each in lacks] == [True, False]
    assert "a, b" in lacks[1]


def test_a_sentence_with_a_plural_names_its_number_once() -> None:
    """``other`` holds the number that it agrees with: that is how the form is chosen."""
    plural = {key: each for key, each in _catalogue("en").items() if not isinstance(each, str)}

    assert plural
    for message_id, template in plural.items():
        counted = [spec for _, spec in placeholders(template["other"]) if spec.startswith("n")]
        assert len(counted) == 1, message_id


def test_a_sentence_is_passed_on_as_it_stands() -> None:
    assert render("50 % of {it} is [[gone]].", {"it": 1}) == "50 % of {it} is [[gone]]."


def test_what_is_not_known_is_left_out() -> None:
    assert render("edited-picture.message", {"program": ""}) == (
        "It was saved by an editing program."
    )
    assert "(GIMP)" in render("edited-picture.message", {"program": "GIMP"})


def test_brackets_around_no_value_are_words() -> None:
    """A table of TOML is written so."""
    said = render("error.case-claims-form", {"path": "case.toml"})

    assert "[[claims]]" in said


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
    assert set(theirs) - set(english) == (set() if language == "en" else set(shipped_texts()))
    for message_id, template in theirs.items():
        if message_id not in english:
            continue
        spoken, known = (
            {name for form in forms(each) for name, _ in placeholders(form)}
            for each in (template, english[message_id])
        )
        assert spoken <= known, message_id
