"""Rules about one photo or one frame of a video."""
