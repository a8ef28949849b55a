"""Videos: ffmpeg, streams and packets, frames with their times."""
