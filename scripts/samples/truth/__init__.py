"""Pictures and clips with a known fault of a known size."""
