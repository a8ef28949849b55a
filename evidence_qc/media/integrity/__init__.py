"""What is missing or wrong inside a file that a decoder does not complain about."""
