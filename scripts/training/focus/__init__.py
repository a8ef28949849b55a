"""Helpers of ``scripts/training/train_focus.py``: make training crops, train, export, measure."""
