"""The Model Context Protocol: check, frames, collage and bundle as tools of an assistant."""
