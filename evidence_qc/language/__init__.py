"""Sentences for people: what is known stays an id and values, words are put to it at the edge."""

from evidence_qc.language.catalogue import ENGLISH, Value, Values, is_known, render
from evidence_qc.language.sentence import NOTHING, Sentence, plain

__all__ = ["ENGLISH", "NOTHING", "Sentence", "Value", "Values", "is_known", "plain", "render"]
