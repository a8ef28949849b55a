"""What a file is, and what its headers, boxes and metadata say."""
