"""Errors say what is wrong by an id and values: no sentence stands in the code."""

import ast
import pickle
import string
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from evidence_qc.errors import EvidenceQcError, UsageError
from evidence_qc.language import is_known
from evidence_qc.language.catalogue import _catalogue
from tests.calls import calls_of, texts_in


def _below(kind: type[EvidenceQcError]) -> Iterator[str]:
    yield kind.__name__
    for each in kind.__subclasses__():
        yield from _below(each)


OWN = set(_below(EvidenceQcError))


@cache
def made() -> tuple[tuple[str, ast.Call], ...]:
    """Every call in the package that makes an error of ours, and where it stands."""
    return tuple(calls_of(OWN))


def ids(argument: ast.expr) -> Iterator[str]:
    """The texts that an argument may be, as far as they stand in the code."""
    return (str(text.value) for text in texts_in(argument) if isinstance(text, ast.Constant))


def test_no_error_is_made_with_a_sentence() -> None:
    offenders = [
        f"{where}: {text}"
        for where, call in made()
        for argument in call.args
        for text in ids(argument)
        if not is_known(text)
    ]
    glued = [
        where
        for where, call in made()
        for argument in call.args
        if isinstance(argument, ast.JoinedStr) and not ast.unparse(argument).startswith("f'error.")
    ]

    assert offenders == []
    assert glued == []
    assert len(made()) > 150


def needed(message_id: str) -> set[str]:
    """Values that a sentence and its remedy cannot do without."""
    found: set[str] = set()
    for each in (message_id, f"{message_id}-remedy"):
        template = _catalogue("en").get(each, "")
        for form in [template] if isinstance(template, str) else template.values():
            whole = "".join(part.partition("[[")[0] for part in form.split("]]"))
            found |= {name for _, name, _, _ in string.Formatter().parse(whole) if name}
    return found


def test_every_error_is_made_with_the_values_that_it_speaks_of() -> None:
    offenders = {}
    for where, call in made():
        given = {keyword.arg for keyword in call.keywords}
        if None in given or not call.args:
            continue  # ** or a message made elsewhere
        for message_id in ids(call.args[0]):
            if lacking := needed(message_id) - given:
                offenders[where] = lacking

    assert offenders == {}


def test_an_error_is_its_id_and_values_and_english_comes_last() -> None:
    error = UsageError("error.claim-form", text="x")

    assert error.message_id == "error.claim-form"
    assert error.remedy_id == "error.claim-form-remedy"
    assert error.values == {"text": "x"}
    assert str(error) == f"{error.message} {error.remedy}"
    assert "'x'" in error.message


def test_an_error_of_another_program_is_its_own_sentence() -> None:
    error = UsageError("Nothing here.", "Look there.")

    assert (error.message, error.remedy) == ("Nothing here.", "Look there.")
    assert UsageError("Nothing here.").remedy is None


def test_a_remedy_can_be_refused() -> None:
    assert UsageError("error.claim-form", "", text="x").remedy is None


def test_an_error_goes_to_another_process_whole() -> None:
    error = UsageError("error.file-unknown", "error.did-you-mean", where="a", name="b", nearest="c")

    there = pickle.loads(pickle.dumps(error))

    assert str(there) == str(error)
    assert there.values == error.values


@pytest.mark.parametrize("value", [Path("a/b"), ValueError("a/b"), "a/b"])
def test_values_are_plain(value: object) -> None:
    assert EvidenceQcError("error.path-missing", path=value).values == {"path": "a/b"}
