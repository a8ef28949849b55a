"""Workers, caches and progress: how work is done, whatever the work is."""
