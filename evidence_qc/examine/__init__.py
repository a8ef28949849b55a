"""One file in, its facts out: decoded once, measured, never judged."""
