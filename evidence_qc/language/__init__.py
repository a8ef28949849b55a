"""Sentences for people: what is known stays an id and values, words are put to it at the edge."""

from evidence_qc.language.catalogue import Value, Values, is_known, render

__all__ = ["Value", "Values", "is_known", "render"]
