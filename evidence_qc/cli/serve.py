"""``evidence-qc serve``: the local page, and the HTTP API for other programs."""

from __future__ import annotations

import ipaddress
import re
import sys
from contextlib import suppress
from pathlib import Path
from typing import Any

import click

from evidence_qc.cli.common import say
from evidence_qc.cli.paths import named_path
from evidence_qc.errors import MissingDependencyError, UsageError
from evidence_qc.language import Sentence

NEEDED = ("starlette", "uvicorn", "python_multipart", "segno")


@click.command("serve")
@click.option("--host", help="Address to listen on.  [default: 127.0.0.1]")
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=8470,
    show_default=True,
    metavar="N",
    help="Port to listen on; 0: any that is free.",
)
@click.option(
    "--token",
    default="",
    envvar="EVIDENCE_QC_TOKEN",
    metavar="TOKEN",
    help="What requests must carry; off this computer there is always one, by default a new one.",
)
@click.option(
    "--phone",
    "is_for_phone",
    is_flag=True,
    help="Let a phone in this network join: prints the address with its token, and a code to scan.",
)
@click.option(
    "--tls",
    "is_encrypted",
    is_flag=True,
    help="Encrypt, with a certificate made here: browsers ask once, then let the camera be used.",
)
@click.option("--open", "open_browser", is_flag=True, help="Show the page in your browser.")
@click.option(
    "--allow-host",
    "allow_hosts",
    multiple=True,
    metavar="NAME",
    help="Another name by which browsers may reach it.",
)
@click.option(
    "--allow-origin",
    "allow_origins",
    multiple=True,
    metavar="ORIGIN",
    help="Web pages that may use it, e.g. https://shop.example.",
)
@click.option(
    "--max-mb",
    type=click.IntRange(1),
    default=2000,
    show_default=True,
    metavar="MB",
    help="Most megabytes a request may upload.",
)
@click.option(
    "--max-files",
    type=click.IntRange(1),
    default=500,
    show_default=True,
    metavar="N",
    help="Most files a request may upload.",
)
@click.option(
    "--at-once",
    type=click.IntRange(1, 64),
    default=2,
    show_default=True,
    metavar="N",
    help="Requests worked on at the same time; others wait.",
)
@click.option(
    "--queue",
    type=click.IntRange(0, 10_000),
    default=256,
    show_default=True,
    metavar="N",
    help="Further requests that may wait; others are told to come back.",
)
@click.option(
    "--jobs",
    "-j",
    type=click.IntRange(1, 256),
    metavar="N",
    help="Workers; by default one a processor.",
)
@click.option(
    "--keep",
    type=named_path,
    metavar="DIR",
    help="Keep the page's case here, to be found again; by default it goes with the server.",
)
@click.option("--log", "is_logged", is_flag=True, help="A JSON line a request on stderr.")
@click.option("--quiet", "-q", is_flag=True, help="Only errors.")
def command(
    quiet: bool,
    open_browser: bool,
    is_for_phone: bool,
    is_encrypted: bool,
    is_logged: bool,
    **options: Any,
) -> None:
    """Show a page to drop photos on, and answer other programs over HTTP.

    By default only this computer can reach it, and nothing leaves it. With --host or --phone others
    can, who need its token. The page's case is kept until "Clear" or the end of the server, with
    --keep longer; other requests are looked at and forgotten. Prints its addresses. Ctrl-C ends it.
    The API is told in evidence_qc/serve/API.md.
    """
    _check_installed()
    if is_logged:
        _log_to_stderr()
    from evidence_qc.serve.phone import code_for_terminal, for_phone
    from evidence_qc.serve.run import run
    from evidence_qc.serve.settings import DEFAULT_HOST, MEGABYTE, Settings
    from evidence_qc.serve.tls.store import certificate_for, names_of

    token = _checked(options["token"])
    allow_hosts = tuple(map(_host, options["allow_hosts"]))
    allow_origins = tuple(map(_origin, options["allow_origins"]))
    host = options["host"] or ("0.0.0.0" if is_for_phone else DEFAULT_HOST)
    tls = certificate_for(names_of(host, allow_hosts)) if is_encrypted else None

    def ready(addresses: tuple[str, ...], is_open: bool) -> None:
        for address in addresses:
            say(address)
        if tls:
            say(Sentence("server.certificate", fingerprint=tls.fingerprint), err=True)
        if is_open:
            say(Sentence("server.is-open-encrypted" if tls else "server.is-open"), err=True)
        if is_for_phone and sys.stderr.isatty():  # in a log it says nothing
            click.echo(code_for_terminal(for_phone(addresses)), err=True)
            say(Sentence("server.scan-code"), err=True)
        if not quiet:
            say(Sentence("server.open-address"), err=True)

    run(
        Settings(
            host=host,
            port=options["port"],
            token=token,
            allow_hosts=allow_hosts,
            allow_origins=allow_origins,
            upload_bytes_max=options["max_mb"] * MEGABYTE,
            upload_files_max=options["max_files"],
            at_once=options["at_once"],
            waiting_max=options["queue"],
            jobs=options["jobs"],
            keep=Path(options["keep"]) if options["keep"] else None,
            tls=tls,
        ),
        ready=ready,
        open_browser=open_browser,
    )


def _log_to_stderr() -> None:
    import logging

    handler = logging.StreamHandler()
    handler.setFormatter(logging.Formatter("%(message)s"))
    log = logging.getLogger("evidence_qc.serve.requests")
    log.addHandler(handler)
    log.setLevel(logging.INFO)
    log.propagate = False


def _checked(token: str) -> str:
    """A token as it can stand in a header, a cookie and an address."""
    if token and not re.fullmatch(r"[A-Za-z0-9._~-]{8,200}", token):
        raise UsageError("error.token-form")
    return token


def _host(text: str) -> str:
    """A name as browsers say it in the Host header, where a port is not compared."""
    with suppress(ValueError):
        return str(ipaddress.ip_address(text.strip("[]")))
    if not re.fullmatch(r"[^\s/:@?#*\[\]]+", text):
        raise UsageError("error.allow-host-form", text=text)
    return text


def _origin(text: str) -> str:
    """An origin as browsers write it (RFC 6454): else it would match none, and nobody knew why."""
    if not re.fullmatch(r"null|https?://[^\s/@?#*]+/?", text, re.IGNORECASE):
        raise UsageError("error.allow-origin-form", text=text)
    return text.rstrip("/").lower()


def _check_installed() -> None:
    from importlib.util import find_spec

    missing = [name for name in NEEDED if find_spec(name) is None]
    if missing:
        raise MissingDependencyError(
            "error.server-packages",
            packages=[name.replace("_", "-") for name in missing],
        )
