"""The phrase list: six languages to the English that adjudicators read."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evidence_qc.case.phrases import english_title


@pytest.mark.parametrize(
    ("title", "english"),
    [
        ("дыра на левом рукаве", "hole, left sleeve"),
        ("Шов разошёлся", "broken seam"),
        ("не включается", "does not switch on"),
        ("не тот размер", "wrong size"),
        ("упаковка помята", "crushed packaging"),
        ("agujero en la manga izquierda", "hole, left sleeve"),
        ("costura rota", "broken seam"),
        ("falta una pieza", "missing part"),
        ("Loch im linken Ärmel", "hole, left sleeve"),
        ("funktioniert nicht", "does not work"),
        ("trou dans la manche gauche", "hole, left sleeve"),
        ("ne fonctionne pas", "does not work"),
        ("mancha na manga", "stain, sleeve"),
        ("não funciona", "does not work"),
        ("左袖有破洞", "hole, left sleeve"),
        ("屏幕裂纹", "crack, screen"),
    ],
)
def test_common_phrases_are_known(title: str, english: str) -> None:
    """What buyers write most."""
    assert english_title(title) == english


@pytest.mark.parametrize("title", ["hole in the sleeve", "Stain on pocket", "broken", "", "123"])
def test_english_needs_no_english(title: str) -> None:
    """Nothing is put beside a title that is English already."""
    assert not english_title(title)


@pytest.mark.parametrize("title", ["нет дыры", "без царапин", "sin manchas", "没有划痕"])
def test_a_negation_is_never_turned_into_its_opposite(title: str) -> None:
    """Better no English than a wrong one."""
    assert not english_title(title)


@given(st.text())
def test_any_text_is_answered(title: str) -> None:
    """No text breaks it, and the answer is plain ASCII."""
    assert english_title(title).isascii()
