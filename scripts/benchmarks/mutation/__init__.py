"""Deliberate faults: where they can be, which tests reach them, and how many are noticed."""
