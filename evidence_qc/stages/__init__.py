"""The stages, one a file: each reads like a table of contents and does nothing itself."""
