"""Rules about all files together."""
