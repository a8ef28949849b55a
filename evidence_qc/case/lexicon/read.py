"""Reads the word lists: which words of a language mean which part, fault or place."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources

from evidence_qc.case.lexicon.arabic import folded
from evidence_qc.case.lexicon.groups import with_groups

FAULTS = ("noun", "verb", "adj", "whole")
"""Kinds of fault, by the grammar of their English: a hole · does not work · torn · wrong size."""
SAID = (*FAULTS, "state")
"""What can be said of a thing: a fault, or that it is fine."""
KINDS = (*SAID, "place", "item", "side", "size", "colour")

_SMELLS = frozenset({"smell", "bad smell", "strong smell"})
"""Each of them may be of something: a strong smell of smoke."""
_BARE = str.maketrans({"ł": "l", "ß": "ss"})
_TWO = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})
"""German without its letters."""

Pattern = tuple[re.Pattern[str], ...]
"""Words that must all stand in a clause, in any order."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One English expression and one way to say it."""

    kind: str
    english: str
    pattern: Pattern
    text: str
    """As in the file."""
    beside: re.Pattern[str] | None = None
    """A word that has two meanings is this one beside such a word: a pocket beside a jacket."""


@dataclass(frozen=True, slots=True)
class Lexicon:
    """One language."""

    name: str
    entries: tuple[Entry, ...]
    fillers: re.Pattern[str]
    """Words that say nothing by themselves: articles, prepositions."""
    joins: re.Pattern[str]
    """And."""
    negations: re.Pattern[str]
    """Not, without."""
    buts: re.Pattern[str]
    """But, whereas."""
    instead: re.Pattern[str]
    """Instead of."""
    out_of: re.Pattern[str]
    """In a count: "2 of 6"."""
    placing: re.Pattern[str]
    """Prepositions that say where on a thing something is."""
    near: re.Pattern[str]
    """Beside, not far from; of several words, too. Chinese says it behind."""
    at: re.Pattern[str]
    """Near a part; but of an item: "у ручки", "у чашки"."""
    onto: re.Pattern[str]
    """Before what a thing does not fit."""
    within: re.Pattern[str]
    """Of what is in a box, or not: "charger missing in the box"; Chinese says it behind."""
    aside: re.Pattern[str]
    """Where on a thing something lies, not which of two: "on the left"."""
    ones: re.Pattern[str]
    """Of the fillers those that are "one" where no thing follows: "plates chipped, one broken"."""
    verbs: re.Pattern[str]
    """Of the fillers those that say of a thing that it is there, or came; never a thing alone."""
    arrived: re.Pattern[str]
    """Of the verbs those that say it came: so it was on arrival."""
    lacking: re.Pattern[str]
    """They are missing, not it is."""
    no_longer: re.Pattern[str]
    """Beside what it does not do: it did it once."""
    nominative: re.Pattern[str]
    """Sides in the case of the first of two nouns: "ножка стола левая" is a left leg."""
    agreement: Mapping[str, re.Pattern[str]]
    """Words by gender and number, where adjectives stand behind their noun."""

    @property
    def has_spaces(self) -> bool:
        """False for Chinese, whose words are not parted."""
        return self.name != "zh"


@lru_cache(maxsize=1)
def lexicons() -> tuple[Lexicon, ...]:
    """All languages, by name."""
    folder = resources.files(__package__ or "")
    files = sorted((f for f in folder.iterdir() if f.name.endswith(".toml")), key=lambda f: f.name)
    return tuple(
        _lexicon(file.name.removesuffix(".toml"), tomllib.loads(file.read_text(encoding="utf-8")))
        for file in files
    )


@lru_cache(maxsize=1)
def english_words() -> frozenset[str]:
    """What English titles are made of: to tell that one is English, not what it says."""
    file = resources.files(__package__ or "").joinpath("english.txt")
    known = {word for each in lexicons() for e in each.entries for word in e.english.split()}
    return frozenset(file.read_text(encoding="utf-8").split()) | known


@lru_cache(maxsize=1)
def english_says() -> frozenset[str]:
    """Words that say in English what is wrong, and that none of the other languages has.

    A thing may be called anything: display, motor and model are in every language.
    """
    file = resources.files(__package__ or "").joinpath("english_says.txt")
    return frozenset(file.read_text(encoding="utf-8").split())


def _lexicon(name: str, data: Mapping[str, object]) -> Lexicon:
    entries = []
    for kind in KINDS:
        table = data.get(kind, {})
        if isinstance(table, Mapping):
            entries += [
                _entry(kind, english, with_groups(text, data))
                for english, texts in table.items()
                for text in _texts(texts)
            ]
    entries += _smells_of(entries, data.get("scent", {}))
    entries.sort(key=lambda entry: -len(entry.pattern))
    return Lexicon(
        name,
        tuple(entries),
        fillers=_typed(str(data["fillers"])),
        joins=_compiled(str(data["joins"])),
        negations=_typed(str(data["negations"])),
        buts=_between(str(data.get("buts", ""))),
        instead=_between(str(data.get("instead", ""))),
        out_of=_compiled(str(data.get("out_of", ""))),
        placing=_compiled(folded(str(data.get("placing", "")))),
        near=_typed(str(data["near"])),
        at=_typed(str(data.get("at") or "(?!)")),
        onto=_typed(str(data.get("onto") or "(?!)")),
        within=_compiled(folded(str(data.get("within", "")))),
        aside=_compiled(folded(str(data.get("aside", "")))),
        ones=_typed(str(data.get("ones") or "(?!)")),
        verbs=_typed(str(data["verbs"])),
        arrived=_typed(str(data["arrived"])),
        lacking=_typed(str(data.get("lacking") or "(?!)")),
        no_longer=_typed(str(data["no_longer"])),
        nominative=_compiled(str(data.get("nominative", ""))),
        agreement=_agreement(data.get("agreement", {})),
    )


def _entry(kind: str, english: str, written: str) -> Entry:
    """``a + b`` are two words that both stand there; ``a ~ b`` is a where b stands, too.

    The b may be a group of things, ``<cloth>``: see groups.py.
    """
    text, _, beside = written.partition(" ~ ")
    pattern = tuple(map(_typed, text.split(" + ")))
    return Entry(kind, english, pattern, text, _typed(beside) if beside else None)


def _smells_of(entries: Sequence[Entry], scents: object) -> list[Entry]:
    """Every way to name a smell with every way to name what of."""
    table = scents if isinstance(scents, Mapping) else {}
    return [
        Entry("noun", f"{smell.english} of {scent}", (*smell.pattern, _typed(text)), smell.text)
        for smell in entries
        if smell.kind == "noun" and smell.english in _SMELLS
        for scent, texts in table.items()
        for text in _texts(texts)
    ]


def _agreement(table: object) -> Mapping[str, re.Pattern[str]]:
    named = table if isinstance(table, Mapping) else {}
    return {str(name): _compiled(folded(str(text))) for name, text in named.items()}


def _texts(texts: object) -> Sequence[str]:
    return [str(text) for text in texts] if isinstance(texts, list) else []


def _typed(text: str) -> re.Pattern[str]:
    """Also as people type it: botao, reissverschluss, pekniety; "не крутиться" for "крутится"."""
    text = folded(text.replace("тся", "ть?ся"))
    bare = "".join(c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c))
    return _compiled("|".join(dict.fromkeys((text, bare.translate(_BARE), text.translate(_TWO)))))


def _between(text: str) -> re.Pattern[str]:
    """Between two parts of a title; a language that has no such words is never parted there."""
    return re.compile(rf"\s(?:{text})\s" if text else r"(?!)")


def _compiled(text: str) -> re.Pattern[str]:
    return re.compile(f"(?:{text})")
