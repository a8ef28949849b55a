"""Pixels in, numbers out: no limits and no files."""
