"""Rules about one file of any kind."""
