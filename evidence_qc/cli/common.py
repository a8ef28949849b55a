"""Options that several commands share, and how their output is written."""

from __future__ import annotations

import codecs
import os
import sys
from collections.abc import Callable, Iterable, Mapping
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, TextIO, TypeVar, cast

import click

from evidence_qc.cli.paths import named_path
from evidence_qc.errors import CannotWriteError, NoInputError, UsageError
from evidence_qc.language import Sentence
from evidence_qc.language.languages import LANGUAGES, language_of

if TYPE_CHECKING:
    from evidence_qc.case.options import CaseOptions
    from evidence_qc.model import Profile
    from evidence_qc.runtime.progress import Bar, Silent
    from evidence_qc.runtime.workers import Workers

F = TypeVar("F", bound=Callable[..., Any])

_LANGUAGE = "evidence_qc.language"
"""Key in the context's ``meta``, which all commands of one call share."""


def watching_options(function: F) -> F:
    """Options of every command that works for long."""
    options = (
        click.option("--no-progress", is_flag=True, help="No progress bar."),
        click.option("--quiet", "-q", is_flag=True, help="Only errors."),
    )
    return _with(options, function)


def judging_options(function: F) -> F:
    """Options of every command that measures and judges, and tells a person."""
    verbose = click.option("--verbose", "-v", is_flag=True, help="Also say what is fine.")
    return _with((measuring_options, verbose, language_option), function)


def measuring_options(function: F) -> F:
    """Options of every command that measures and judges."""
    options = (
        profile_option,
        click.option(
            "--set",
            "settings",
            multiple=True,
            metavar="RULE.LIMIT=VALUE",
            help="Change one limit, e.g. too-dark.warn_ratio=0.2.",
        ),
        click.option(
            "--rules",
            "release",
            metavar="YYYY-MM",
            help="Keep the limits of that release, e.g. 2026-11; --set and the profile come first.",
        ),
        click.option(
            "--jobs",
            "-j",
            type=click.IntRange(1, 256),
            metavar="N",
            help="Workers; by default one a processor.",
        ),
        click.option("--no-cache", is_flag=True, help="Measure everything anew."),
        watching_options,
    )
    return _with(options, function)


def case_options(function: F) -> F:
    """Options that say what the dispute is about."""
    options = (
        click.option("--item", help='What was bought, e.g. "Down jacket, size M".'),
        click.option("--reason", help="damaged, not-as-described, not-working, missing, …"),
        click.option("--ask", help='What you want, e.g. "Full refund".'),
        click.option("--usable", help="How much of it can still be used: all, part or nothing."),
        click.option(
            "--claim",
            "claims",
            multiple=True,
            metavar="TITLE=FILE,…",
            help="One thing that is wrong, and the files that show it.",
        ),
        click.option(
            "--mark",
            "marks",
            multiple=True,
            metavar="FILE:X,Y[,SIZE]",
            help="Where the defect is, as shares of the upright picture, e.g. a.jpg:0.4,0.6.",
        ),
        click.option(
            "--role",
            "roles",
            multiple=True,
            metavar="FILE=ROLE",
            help="overview, close-up, label, packaging, ruler, listing, unboxing or failure.",
        ),
        click.option("--pin", multiple=True, metavar="FILE", help="Use it in any case."),
        click.option("--include", multiple=True, metavar="FILE", help="Use it even if rejected."),
        click.option("--exclude", multiple=True, metavar="FILE", help="Leave it out."),
        click.option(
            "--case", "case_file", type=named_path, metavar="PATH", help="A case.toml to read."
        ),
    )
    return _with(options, function)


def language_option(function: F) -> F:
    """``--lang``, of a command or before all; :func:`their_language` says what was chosen."""

    def remember(context: click.Context, _: click.Parameter, value: str | None) -> None:
        if value is not None:
            context.meta[_LANGUAGE] = language_of(os.environ) if value == "auto" else value

    return click.option(
        "--lang",
        type=click.Choice((*LANGUAGES, "auto")),
        expose_value=False,
        callback=remember,
        help="Language of what people read; auto, the locale's, unless said.",
    )(function)


def format_option(*choices: str) -> Callable[[F], F]:
    """``--format`` with these choices; the first is the default."""
    return click.option(
        "--format",
        "form",
        type=click.Choice(choices),
        default=choices[0],
        show_default=True,
        help="What to write.",
    )


def profile_option(function: F) -> F:
    """``--profile``."""
    return click.option(
        "--profile",
        "profile_name",
        default="aliexpress",
        show_default=True,
        metavar="NAME|FILE",
        help="What the platform accepts.",
    )(function)


def _with(options: Iterable[Callable[[Any], Any]], function: F) -> F:
    for option in reversed(tuple(options)):
        function = option(function)
    return function


def case_options_of(options: Mapping[str, Any]) -> CaseOptions:
    """The options of ``case_options`` as the case reader takes them."""
    from evidence_qc.case.options import CaseOptions

    return CaseOptions(
        claims=options["claims"],
        item=options["item"],
        reason=options["reason"],
        ask=options["ask"],
        usable=options["usable"],
        marks=options["marks"],
        roles=options["roles"],
        include=options["include"],
        exclude=options["exclude"],
        pin=options["pin"],
    )


def resolve_profile(name: str, settings: Iterable[str] = (), release: str | None = None) -> Profile:
    """The profile that the options name, with its limits changed as they say."""
    from evidence_qc.profiles import load_profile

    return load_profile(name, tuple(settings), release)


def watcher(*, no_progress: bool, quiet: bool) -> Bar | Silent:
    """A bar on a terminal's stderr, else silence."""
    from evidence_qc.runtime.progress import Bar, Silent

    if no_progress or quiet or not sys.stderr.isatty():
        return Silent()
    return Bar(their_language())


def start_workers(jobs: int | None) -> Workers:
    """Worker processes that get ready while this one loads the rest; a context manager."""
    from evidence_qc.examine.start import start_workers as started
    from evidence_qc.runtime.executor import default_jobs

    return started(jobs or default_jobs())


def keep_originals(output: str | None) -> None:
    """See, before any work, that what ``--output`` names is no photo and no video.

    Raises:
        CannotWriteError: it is one.
    """
    from evidence_qc.media.files.originals import refuse_media

    if output is not None and output != "-":
        refuse_media(Path(output))


def open_output(path: str | None) -> AbstractContextManager[TextIO]:
    """A text stream: the named file, which is there once all of it is written, or stdout.

    Raises:
        CannotWriteError: the file cannot be written.
    """
    from evidence_qc.report.whole_file import whole_text

    if path is None or path == "-":
        return nullcontext(sys.stdout)
    return whole_text(Path(path))


def open_log(path: str | None, *, append: bool = False) -> AbstractContextManager[TextIO]:
    """A text stream whose lines count one by one: the named file, or stdout left open.

    Raises:
        CannotWriteError: the file cannot be created.
    """
    if path is None or path == "-":
        return nullcontext(sys.stdout)
    try:
        mode = "a" if append else "w"
        log = Path(path).open(mode, encoding="utf-8", newline="", errors="replace")  # noqa: SIM115
        return cast("TextIO", log)
    except OSError as error:
        raise CannotWriteError(
            "error.output-not-written", path=path, reason=error.strerror or error
        ) from error


def read_file_list(stream: IO[bytes], *, null_separated: bool) -> list[str]:
    """File names from a stream, one a line or separated by NUL; any bytes but those.

    What Windows puts before a text to say that it is UTF-8 belongs to no name.
    """
    separator = b"\0" if null_separated else b"\n"
    listed = stream.read()
    names = (listed if null_separated else listed.removeprefix(codecs.BOM_UTF8)).split(separator)
    if not null_separated:
        names = [name.rstrip(b"\r") for name in names]
    return [os.fsdecode(name) for name in names if name]


def expand_stdin(paths: tuple[str, ...], *, null_separated: bool = False) -> tuple[str, ...]:
    """Replace the argument ``-`` by the file list on stdin."""
    if "-" not in paths:
        return paths
    if sys.stdin.isatty():
        raise UsageError("error.stdin-is-terminal")
    listed = read_file_list(sys.stdin.buffer, null_separated=null_separated)
    found: list[str] = []
    for path in paths:
        found += listed if path == "-" else [path]
    if not found:
        raise NoInputError("error.list-empty")
    return tuple(found)


def say(text: str, *, err: bool = False) -> None:
    """Text for a person on stdout or stderr, in their language: nothing in it steers a terminal.

    A sentence is one line, whatever line breaks the names in it hold.
    """
    from evidence_qc.report.text import printable, printable_lines

    clean = printable if isinstance(text, Sentence) else printable_lines
    click.echo(clean(in_their_language(text)), err=err)


def in_their_language(text: str) -> str:
    """A sentence as the person who typed the command reads it; other text as it stands."""
    return text.in_language(their_language()) if isinstance(text, Sentence) else text


def their_language() -> str:
    """What ``--lang`` said, of the command or before it; else the locale's."""
    context = click.get_current_context(silent=True)
    said = context.meta.get(_LANGUAGE) if context else None
    return str(said or language_of(os.environ))


def wants_colour(stream: Any) -> bool:
    """Colour only on a terminal, and never against NO_COLOR (no-color.org)."""
    return bool(stream.isatty()) and not os.environ.get("NO_COLOR")
