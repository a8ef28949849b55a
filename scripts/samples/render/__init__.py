"""Blender: materials, sets, lamps and shots."""
