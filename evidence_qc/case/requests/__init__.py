"""Requests of platforms: what they ask to be shown."""
