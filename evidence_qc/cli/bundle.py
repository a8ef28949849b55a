"""``evidence-qc bundle``: the folder to submit."""

from __future__ import annotations

import os
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from evidence_qc.cli.common import (
    case_options,
    case_options_of,
    expand_stdin,
    in_their_language,
    judging_options,
    resolve_profile,
    say,
    start_workers,
    their_language,
    watcher,
)
from evidence_qc.cli.paths import named_path
from evidence_qc.cli.questions import ask, can_ask
from evidence_qc.errors import ExitCode
from evidence_qc.language import NOTHING, Sentence

if TYPE_CHECKING:
    from evidence_qc.bundle.types import BundleResult


class _Day(click.ParamType):  # type: ignore[type-arg]  # generic in newer clicks alone
    """A day as 2026-11-14 or, as much of the world writes it, 14.11.2026."""

    name = "day"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> datetime:
        """The day, at midnight."""
        if isinstance(value, datetime):
            return value
        for form in ("%Y-%m-%d", "%d.%m.%Y"):
            try:
                return datetime.strptime(str(value).strip(), form)
            except ValueError:
                continue
        raise click.BadParameter(
            f"{value!r} is no day: write it as 2026-11-14 (year-month-day).", ctx, param
        )


DAY = _Day()


@click.command("bundle")
@click.argument("paths", nargs=-1, required=True, metavar="PATH…")
@click.option(
    "--output",
    "-o",
    required=True,
    type=named_path,
    metavar="OUT",
    help="Folder (or .zip) to make.",
)
@click.option("--zip", "as_zip", is_flag=True, help="One archive; it holds the originals too.")
@click.option("--pdf", "as_pdf", is_flag=True, help="Also one PDF of the text and the photos.")
@click.option("--force", is_flag=True, help="Replace an earlier bundle of that name.")
@click.option(
    "--date",
    "day",
    type=DAY,
    metavar="YYYY-MM-DD",
    help="Date in the bundle; by default the newest photo's.",
)
@click.option(
    "--received", type=DAY, metavar="YYYY-MM-DD", help="When the parcel came: shows the last days."
)
@click.option(
    "--when",
    "events",
    multiple=True,
    metavar="EVENT=YYYY-MM-DD",
    help="When something else happened: dispatch, sale, opened, requested, escalated, decided.",
)
@click.option(
    "--after", type=named_path, metavar="OUT1", help="An earlier bundle: this is the second round."
)
@click.option("--tracking", default="", metavar="NUMBER", help="Say in which photo it can be read.")
@click.option("--order", default="", metavar="NUMBER", help="Likewise, of the order's number.")
@click.option(
    "--request",
    default="",
    help="What the platform asked for, in its words; UPLOAD.txt checks it off.",
)
@click.option(
    "--photos", "slots", type=click.IntRange(1), metavar="N", help="Use fewer photos than allowed."
)
@click.option(
    "--cut", metavar="FROM-TO", help="Submit only this part of the video, seconds, e.g. 12-40."
)
@click.option("--no-questions", is_flag=True, help="Ask nothing, not even on a terminal.")
@judging_options
@case_options
def command(paths: tuple[str, ...], output: str, **options: Any) -> int:
    """Choose, lay out and write what to submit, and seal it.

    OUT/submit holds the photos, the video and the statement; OUT/UPLOAD.txt says how to use
    them. Your files are copied, never changed. Exits 1 when the bundle has weak points; they
    are named.
    """
    silent = options["no_questions"] or options["quiet"] or not can_ask()
    with (
        start_workers(options["jobs"]) as workers,
        watcher(no_progress=options["no_progress"], quiet=options["quiet"]) as progress,
    ):
        from evidence_qc.bundle.types import BundleOptions
        from evidence_qc.plan.cut import parse_cut
        from evidence_qc.plan.deadlines import parse_events
        from evidence_qc.stages.bundle import build_bundle

        result = build_bundle(
            expand_stdin(paths),
            output,
            profile=resolve_profile(
                options["profile_name"], options["settings"], options["release"]
            ),
            case_options=case_options_of(options),
            case_file=options["case_file"],
            options=BundleOptions(
                force=options["force"],
                as_zip=options["as_zip"] or output.lower().endswith(".zip"),
                as_pdf=options["as_pdf"],
                day=_date(options["day"]),
                received=_date(options["received"]),
                events=parse_events(options["events"], "--when"),
                after=Path(options["after"]) if options["after"] else None,
                request=options["request"],
                tracking=options["tracking"],
                order=options["order"],
                slots=options["slots"],
                cut_s=parse_cut(options["cut"], "--cut") if options["cut"] else None,
                language=their_language(),
            ),
            jobs=options["jobs"],
            use_cache=not options["no_cache"],
            progress=progress,
            answer=None if silent else ask,
            isolation=workers,
        )
    if not options["quiet"]:
        say(_format_result(result))  # first: the seal of what stands there, whatever fails now
    kept = _keep_case(result, given=options["case_file"], force=options["force"])
    if kept is not None and not options["quiet"]:
        from evidence_qc.case.lookup import typed

        path, earlier = kept
        sentence = Sentence("made.case-file", path=path, name=typed(str(path)), earlier=earlier)
        say(f"\n{in_their_language(sentence)}")
    return int(ExitCode.OK if result.is_ready else ExitCode.FINDINGS)


def _keep_case(
    result: BundleResult, *, given: str | None, force: bool
) -> tuple[Path, Path | str] | None:
    """Write the case beside the bundle, for what is in it is sealed; what the user wrote stays.

    Another one that stands there may hold what the user corrected: it is moved to the second path.
    """
    target = result.path.with_name(f"{result.path.name.removesuffix('.zip')}.case.toml")
    stands = os.path.lexists(target)  # no where pathlib raises
    if not result.case_toml or (
        stands and (not force or (given and Path(given).resolve() == target.resolve()))
    ):
        return None
    from evidence_qc.report.whole_file import cannot_write, whole_text

    earlier: Path | str = ""
    try:
        if stands and target.read_bytes() != result.case_toml.encode():
            earlier = target.replace(target.with_suffix(".old.toml"))
    except OSError as error:
        raise cannot_write(target, error) from error
    with whole_text(target) as stream:
        stream.write(result.case_toml)
    return target, earlier


def _format_result(result: BundleResult) -> str:
    """What was made and what is weak, for a person."""
    out = len(result.plan.left_out)
    left_out = Sentence("made.left-out", files=out) if out else NOTHING
    say_it = in_their_language
    lines: list[str] = [
        say_it(Sentence("made.ready" if result.is_ready else "made.weak", left_out=left_out)),
        *(f" - {say_it(point)}" for point in result.weak_points),
    ]
    if result.retake_first:
        lines += ["", say_it(Sentence("made.better" if result.is_ready else "made.retake"))]
        lines += [f" {n}. {say_it(shot)}" for n, shot in enumerate(result.retake_first, start=1)]
    if result.advice:
        lines += ["", say_it(Sentence("made.good-to-know"))]
        lines += [f" - {say_it(each)}" for each in result.advice]
    is_archive = result.path.suffix.lower() == ".zip"
    lines += [
        "",
        say_it(
            Sentence("made.upload-archive", path=result.path)
            if is_archive
            else Sentence("made.upload", path=result.path / "submit")
        ),
        "",
        *(f"    {line}" for line in result.statement.strip().splitlines()),
        "",
        say_it(Sentence("made.seal", seal=result.seal)),
        say_it(Sentence("made.keep-seal")),
    ]
    return "\n".join(lines)


def _date(moment: datetime | None) -> Any:
    return None if moment is None else moment.date()
