"""The group of commands, and the one place where exceptions turn into exit codes."""

from __future__ import annotations

import errno
import importlib
import io
import os
import sys
import warnings
from collections.abc import Sequence
from difflib import get_close_matches

import click

from evidence_qc.cli.common import in_their_language, language_option, say, their_language
from evidence_qc.errors import EvidenceQcError, ExitCode, UsageError
from evidence_qc.language import Sentence
from evidence_qc.version import VERSION

COMMANDS = (
    "scan", "check", "frames", "collage", "bundle", "verify", "compare", "rules", "profiles",
    "batch", "serve", "mcp",
)  # fmt: skip


_NO_ROOM = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO, errno.EROFS}
"""What a disk says that takes no more; whatever else the system refuses is our own to handle."""


class _Commands(click.Group):
    """Loads a command's file only when it is asked for, so that start-up stays quick."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """In the order of the user's work, not of the alphabet."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of that name; its file holds ``command``."""
        if cmd_name not in COMMANDS:
            near = get_close_matches(cmd_name, COMMANDS, n=1, cutoff=0.6)
            hint = "error.did-you-mean-command" if near else "error.command-missing-remedy"
            raise UsageError("error.command-missing", hint, name=cmd_name, nearest="".join(near))
        module = importlib.import_module(f"evidence_qc.cli.{cmd_name}")
        command: click.Command = module.command
        return command

    def invoke(self, ctx: click.Context) -> object:
        """Run the command; with ``--debug`` an error's reason code and values are told, too."""
        try:
            return super().invoke(ctx)
        except EvidenceQcError as error:
            import logging

            logging.getLogger(__name__).debug("%s %s", error.message_id, dict(error.values))
            return _failed(error)  # while the context still knows the language


@click.group(
    cls=_Commands,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog="Start with: evidence-qc scan FOLDER",
)
@click.version_option(VERSION, prog_name="evidence-qc")
@click.option("--debug", is_flag=True, help="Say on stderr what is opened, how, and how long.")
@language_option
def group(debug: bool) -> None:
    """Check, choose and bundle photos and videos for a marketplace dispute.

    Finds what an adjudicator will not be able to see, says how to retake it, and makes
    everything fit: 3 photos, 1 video, nothing lost.
    """
    if debug:
        _say_everything()


def _say_everything() -> None:
    """The package's loggers speak to stderr; only here, for a library configures no logging."""
    import logging

    handler = logging.StreamHandler()
    handler.setFormatter(
        logging.Formatter("%(relativeCreated)7.0f ms  %(threadName)s  %(name)s: %(message)s")
    )
    logger = logging.getLogger("evidence_qc")
    logger.addHandler(handler)
    logger.setLevel(logging.DEBUG)

    def be_silent() -> None:
        logger.removeHandler(handler)
        logger.setLevel(logging.NOTSET)

    click.get_current_context().call_on_close(be_silent)


def run(arguments: Sequence[str]) -> int:
    """Run one command line and return its exit code; messages go to stderr."""
    try:
        outcome = group.main(list(arguments), prog_name="evidence-qc", standalone_mode=False)
        sys.stdout.flush()  # what a full disk does not take is said here, not at exit
        return int(outcome or 0)
    except EvidenceQcError as error:
        return _failed(error)
    except click.ClickException as error:
        _show_usage(error)
        return int(ExitCode.USAGE)
    except (KeyboardInterrupt, click.Abort):
        _say(Sentence("main.interrupted"))
        return int(ExitCode.INTERRUPTED)
    except BrokenPipeError:
        # The reader (head, less) has seen enough: not an error. What is still buffered goes
        # nowhere, so that the flush at exit does not complain.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return int(ExitCode.OK)
    except OSError as error:
        if error.errno not in _NO_ROOM:
            return _is_bug()
        # What is still buffered has no room either: it must not complain at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        _say(Sentence("main.no-room", reason=error.strerror))
        return int(ExitCode.CANNOT_WRITE)
    except Exception:  # the last door: a bug must not look like a finding
        return _is_bug()


def _failed(error: EvidenceQcError) -> int:
    _say(error.in_language(their_language()))
    return int(error.exit_code)


def _is_bug() -> int:
    """Say so, with where it is; inside ``except``."""
    import traceback

    say(traceback.format_exc(), err=True)
    _say(Sentence("main.bug"))
    return int(ExitCode.BUG)


def main() -> None:
    """Entry point of the ``evidence-qc`` program."""
    _open_streams()
    # What Pillow has to say of a broken file is in the report already.
    warnings.filterwarnings("ignore", module=r"PIL\b")
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace", newline="\n")
    sys.exit(run(sys.argv[1:]))


def _open_streams() -> None:
    """A standard stream that whoever started this had closed leads nowhere.

    Else the next file that is opened gets its number, and what a library prints is written there.
    """
    for number, name in enumerate(("stdin", "stdout", "stderr")):
        try:
            os.fstat(number)
        except OSError:
            os.set_inheritable(os.open(os.devnull, os.O_RDWR), True)  # the lowest that is free
            mode = "w" if number else "r"
            setattr(sys, name, os.fdopen(number, mode, encoding="utf-8", closefd=False))


def _say(message: str) -> None:
    say(f"evidence-qc: {in_their_language(message)}", err=True)


def _show_usage(error: click.ClickException) -> None:
    """Usage in click's own words, which repeat what was typed."""
    words = io.StringIO()
    error.show(words)
    say(words.getvalue().rstrip("\n"), err=True)
