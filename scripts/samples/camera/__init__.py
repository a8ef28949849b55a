"""The phone: lens, sensor, hand and the files that it writes."""
