"""Covers a process that a test started, under the name of the test."""

import os

if os.environ.get("EVIDENCE_REACH_TEST"):
    import atexit
    from pathlib import Path

    import coverage

    _covered = coverage.Coverage(
        data_file=str(Path(os.environ["EVIDENCE_REACH"]) / "part"),
        data_suffix=True,
        source=[os.environ["EVIDENCE_REACH_PACKAGE"]],
        config_file=False,
        messages=False,
        context=os.environ["EVIDENCE_REACH_TEST"],
    )
    _covered.start()

    def _end() -> None:
        _covered.stop()
        _covered.save()

    atexit.register(_end)
