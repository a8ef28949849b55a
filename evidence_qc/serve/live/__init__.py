"""The viewfinder of the page: a verdict while the camera is aimed."""
