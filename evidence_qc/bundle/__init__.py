"""Writes what is submitted: photos, clip, texts, originals, manifest and seal."""
