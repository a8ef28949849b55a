"""Helpers of ``scripts/train_focus.py``: make training crops, train, export, measure."""
