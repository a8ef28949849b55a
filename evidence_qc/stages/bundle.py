"""Bundle: scan, plan, write, look again, seal; and verify what was sealed."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from itertools import groupby
from pathlib import Path

from evidence_qc.bundle.build import build_bundle as build
from evidence_qc.bundle.staging import check_target, tidy
from evidence_qc.bundle.tools import default_tools
from evidence_qc.bundle.types import BundleOptions, BundleResult, MediaTools
from evidence_qc.case.ask import Answer
from evidence_qc.case.lookup import FileNames
from evidence_qc.case.options import CaseOptions
from evidence_qc.case.write import case_toml
from evidence_qc.examine.isolated import Isolation, workers_of
from evidence_qc.media.files.digest import sha256_file
from evidence_qc.model import Profile, Report
from evidence_qc.plan.numbers import where_read
from evidence_qc.runtime.executor import default_jobs
from evidence_qc.runtime.progress import Progress, Silent
from evidence_qc.stages.closeups import beside_rings, closeup_rings, ring_advice
from evidence_qc.stages.context import CaseInput, ScanContext
from evidence_qc.stages.page import write_bundle_reports
from evidence_qc.stages.printed import printed_numbers
from evidence_qc.stages.resources import SourceRoot
from evidence_qc.stages.scan import Paths, as_arguments, scan_case
from evidence_qc.stages.strangers import put_forward, things_note


def build_bundle(
    paths: Paths,
    out: str | os.PathLike[str],
    *,
    profile: str | Profile = "aliexpress",
    case_options: CaseOptions | None = None,
    case_file: str | os.PathLike[str] | None = None,
    options: BundleOptions | None = None,
    jobs: int | None = None,
    use_cache: bool = True,
    progress: Progress | None = None,
    answer: Answer | None = None,
    isolation: Isolation = "thread",
) -> BundleResult:
    """Scan and write the folder (or archive) to submit.

    Args:
        paths: files, folders or patterns.
        out: the folder or archive to make; an archive gets ``.zip`` where its name lacks it.
        profile: name, path of a TOML file, or a loaded profile.
        case_options: what the user says about the dispute.
        case_file: a ``case.toml``; by default the one in the folder, if any.
        options: everything about the bundle itself.
        jobs: workers.
        use_cache: take the facts of unchanged files from the user's cache; originals are hashed
            anew in any case.
        progress: is told how far the work is.
        answer: is asked what would make the bundle better, at most five questions; None: nobody.
        isolation: as in ``scan``; photos are decoded there for their tiles, too.

    Raises:
        NoInputError: nothing there can be shown.
        CannotWriteError: ``out`` stands there already, or cannot be written.
        ProfileError, UsageError: the profile, an option or the case file makes no sense.
    """
    context = ScanContext.of(
        profile, jobs=jobs, use_cache=use_cache, progress=progress, isolation=isolation
    )
    given = CaseInput(case_options, Path(case_file) if case_file else None, answer)
    return bundle_case(paths, out, context, given, options=options)


def bundle_case(
    paths: Paths,
    out: str | os.PathLike[str],
    context: ScanContext,
    given: CaseInput | None = None,
    *,
    options: BundleOptions | None = None,
) -> BundleResult:
    """The same as ``build_bundle``."""
    options = options or BundleOptions()
    target = Path(out)
    if options.as_zip and target.suffix.lower() != ".zip":
        target = target.with_name(f"{target.name}.zip")
    tidy(target)
    check_target(target, force=options.force)
    with workers_of(context.decoders, context.jobs or default_jobs()) as workers:
        context = context.decoded_by(workers)
        report, case = scan_case(paths, context, given)
        forward = put_forward(report, case, context)
        case = forward.case
        is_guessed = any(claim.is_proposed for claim in case.claims) or bool(
            case.recognised | case.unlike
        )
        numbers = [each for each in (options.tracking, options.order) if each.strip()]
        if numbers:
            options = replace(options, printed=printed_numbers(numbers, report, case, context))
        options = replace(options, moments_s=forward.moments_s)
        result = build(
            report,
            forward.submitted,
            context.profile,
            target,
            tools=bundle_tools(report, context),
            options=options,
            progress=context.progress,
        )
        rings = closeup_rings(report, case, result.plan, context)
        assumed = case_toml(case, _names(paths, report), rings) if is_guessed or rings else ""
        said = beside_rings(result.advice, rings, forward.submitted, result.plan, context.profile)
        found = [*ring_advice(rings), *things_note(forward.likeness)]
        found += [where_read(n, report.files, result.plan, options.printed) for n in numbers]
        return replace(result, case_toml=assumed, advice=(*said, *found))


def _names(paths: Paths, report: Report) -> dict[str, str]:
    """Path → the shortest name that a case file can call it by."""
    relative = FileNames(as_arguments(paths), [f.facts.path for f in report.files]).relative
    count = Counter(relative.values())
    return {
        path: path if count[name] > 1 or "\\" in name else name for path, name in relative.items()
    }


def bundle_tools(report: Report, context: ScanContext) -> MediaTools:
    """What a bundle of a scan is made with."""
    return default_tools(
        report,
        rescan=partial(_rescan, context=context),
        write_reports=partial(
            write_bundle_reports,
            workers=context.workers,
            thumbnail_cache=context.resources.pictures if context.resources else None,
        ),
        root=context.root,
        workers=context.workers,
        stop=context.stop,
    )


def _rescan(paths: Sequence[Path], *, context: ScanContext) -> Report:
    """Of what was built, which lies elsewhere: nobody is told of it.

    The user's cache remembers nothing of it; whoever builds again and again (``resources``) has
    what came out the same as before, a clip above all, looked at once.
    """
    anew = replace(context, use_cache=False, progress=Silent(), thumbnails=None, source_root=None)
    if context.resources is None:
        return scan_case([str(path) for path in paths], anew)[0]
    reports = []
    for folder, group in groupby(sorted(paths), key=lambda path: path.parent):
        digests = {path.name: sha256_file(str(path)) for path in group}
        root = SourceRoot(folder, digests)
        reports.append(scan_case(list(digests), replace(anew, use_cache=True, source_root=root))[0])
    return replace(reports[0], files=tuple(file for each in reports for file in each.files))
