"""Files on disk and in stores: found, named, hashed, opened."""
