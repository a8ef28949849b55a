"""Sentences for people: what is known stays an id and values, words are put to it at the edge."""

from evidence_qc.language.catalogue import ENGLISH, Value, Values, is_known, render

__all__ = ["ENGLISH", "Value", "Values", "is_known", "render"]
