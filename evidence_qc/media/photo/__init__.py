"""Photos: decoded once, upright, with what is wrong with the file."""
