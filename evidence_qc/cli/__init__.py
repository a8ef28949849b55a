"""The command line: one file per command; errors become exit codes here and nowhere else."""

from evidence_qc.cli.main import main

__all__ = ["main"]
