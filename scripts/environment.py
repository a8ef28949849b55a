"""The project's own environment: made once in the checkout, kept up to date, never activated."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
ENVIRONMENT = ROOT / ".venv"
OLDEST_PYTHON = (3, 11)


def python() -> Path:
    """The interpreter inside the environment."""
    return ENVIRONMENT / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def prepare(extra: str = "") -> Path:
    """Make or update ``.venv`` with the project (and an extra) installed; return its Python.

    Exits with a sentence when this Python is too old or the installation fails.
    """
    if sys.version_info < OLDEST_PYTHON:
        sys.exit(
            f"Python {'.'.join(map(str, OLDEST_PYTHON))} or newer is needed; "
            f"this is {sys.version.split()[0]}. Run the script with a newer python3."
        )
    target = f".[{extra}]" if extra else "."
    stamp = ENVIRONMENT / f"installed-{extra or 'project'}"
    wanted = hashlib.sha256((ROOT / "pyproject.toml").read_bytes()).hexdigest()
    if python().exists() and stamp.exists() and stamp.read_text() == wanted:
        return python()
    if not python().exists():
        say(f"Making {ENVIRONMENT.relative_to(ROOT)} …")
        venv.create(ENVIRONMENT, with_pip=True)
    say("Installing evidence-qc and what it needs (a minute or two the first time) …")
    command = [str(python()), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    result = subprocess.run([*command, "--editable", target], cwd=ROOT, check=False)
    if result.returncode:
        sys.exit("The installation failed; the lines above say why. Is there a network connection?")
    stamp.write_text(wanted)
    return python()


def say(message: str) -> None:
    """Tell the person what is going on, beside the data."""
    print(message, file=sys.stderr, flush=True)
