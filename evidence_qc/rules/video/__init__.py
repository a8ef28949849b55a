"""Rules about one video as a whole."""
