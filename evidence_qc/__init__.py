"""evidence-qc: checks, chooses and bundles photos and videos for a marketplace dispute."""
