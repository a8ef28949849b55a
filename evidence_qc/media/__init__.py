"""The only readers of files: formats, integrity, photos, videos, what a folder holds."""
