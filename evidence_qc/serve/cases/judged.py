"""The verdicts on a kept case, and how its files fall into groups."""

from __future__ import annotations

import io
import json
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from evidence_qc.language.catalogue import ENGLISH
from evidence_qc.model import Case, Profile, Report
from evidence_qc.profiles import DEFAULT_PROFILE
from evidence_qc.report.html import ThumbnailCache
from evidence_qc.report.localise import json_in_language
from evidence_qc.report.phrases import standing
from evidence_qc.report.write import write_report
from evidence_qc.serve.cases.document import Document
from evidence_qc.serve.cases.staged import Staged, stage
from evidence_qc.serve.cases.store import CaseStore
from evidence_qc.serve.jobs import Watch
from evidence_qc.serve.parameters import shipped_profile
from evidence_qc.serve.state import AppState
from evidence_qc.serve.work import context_for, keep_pictures, said_without
from evidence_qc.stages.context import CaseInput
from evidence_qc.stages.page import write_page
from evidence_qc.stages.scan import scan_case


@dataclass(frozen=True, slots=True)
class Judged:
    """A case with its verdicts, while its files stand below the folder of the request."""

    staged: Staged
    profile: Profile
    report: Report
    case: Case


def judge(
    app_state: AppState,
    store: CaseStore,
    document: Document,
    folder: Path,
    watch: Watch,
    thumbnail_cache: ThumbnailCache | None = None,
) -> Judged:
    """Scan a case below an empty folder; what was measured before is not measured again.

    Raises:
        NoInputError: there is no photo or video in it.
        ProfileError, UsageError: the profile, a role or a reason makes no sense.
    """
    staged = stage(store, document, folder)
    profile = shipped_profile(document["profile"] or DEFAULT_PROFILE)
    context = context_for(app_state, watch, profile, staged.source_root)
    context = replace(context, thumbnails=thumbnail_cache)
    report, case = scan_case(".", context, CaseInput(file=staged.case_file))
    claims = tuple(
        replace(claim, is_proposed=claim.is_proposed or claim.title in staged.unnamed)
        for claim in case.claims
    )
    return Judged(staged, profile, report, replace(case, claims=claims))


def report_answer(
    app_state: AppState,
    store: CaseStore,
    document: Document,
    watch: Watch,
    *,
    form: str,
    language: str = ENGLISH,
) -> bytes:
    """The report of a case: as a page, or as JSON with its groups."""
    cache = app_state.thumbnail_cache
    with store.work(document["id"]) as folder, said_without(folder, len(document["files"])):
        judged = judge(app_state, store, document, folder, watch, cache)
        root = judged.staged.source_root.root
        stream = io.StringIO()
        if form == "html":
            jobs = app_state.settings.jobs
            write_page(
                judged.report,
                stream,
                jobs=jobs,
                thumbnail_cache=cache,
                root=root,
                workers=app_state.resources.workers,
                language=language,
            )
            return stream.getvalue().encode("utf-8")
        keep_pictures(judged.report, root, cache, watch, app_state.resources.workers)
    write_report(judged.report, stream, form="json")
    answer = {
        "version": document["version"],
        "headline": standing(judged.report).in_language(language),
        "groups": groups_of(judged),
        "names": dict(judged.staged.names),
        "report": json_in_language(json.loads(stream.getvalue()), language),
    }
    return as_bytes(answer)


def groups_of(judged: Judged) -> list[dict[str, Any]]:
    """Claims in order with the digests of their files; those that nobody made have no key."""
    keys = {title: key for key, title in judged.staged.groups}
    names = judged.staged.names
    return [
        {
            "key": keys.get(claim.title, ""),
            "title": "" if claim.is_proposed else claim.title,
            "is_proposed": claim.is_proposed,
            "files": [names[path] for path in claim.media if path in names],
        }
        for claim in judged.case.claims
    ]


def as_bytes(value: object) -> bytes:
    """JSON as it goes to the client."""
    return (json.dumps(value, ensure_ascii=False, separators=(",", ":")) + "\n").encode("utf-8")
