"""Makes a case out of folders, ``case.toml``, options, or nothing but loose files."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from pathlib import Path

from evidence_qc.case.case_file import CaseFile, read_case_file
from evidence_qc.case.folders import folder_claims, folder_roles
from evidence_qc.case.grouping import group
from evidence_qc.case.lookup import FileNames, one_of
from evidence_qc.case.options import CaseOptions, parse_claim, parse_mark, parse_role
from evidence_qc.case.phrases import english_title
from evidence_qc.case.proposed import unnamed_title, without_excluded
from evidence_qc.case.reasons import known_reason
from evidence_qc.errors import UsageError
from evidence_qc.model import USABLE, Case, Claim, FileFacts, FileReport, Mark, Media, Role, Subject

RECOGNISED: Mapping[Subject, Role] = {
    Subject.LABEL: Role.LABEL,
    Subject.PACKAGING: Role.PACKAGING,
}
ROLES_OF_NO_CLAIM = frozenset({Role.OVERVIEW, Role.LABEL, Role.PACKAGING, Role.LISTING})
"""Files that show the item or the parcel as a whole, not one problem."""
AGAINST = {"pin": ("exclude",), "include": ("exclude",), "exclude": ("pin", "include")}
"""What may be said of a file, and what that contradicts."""


def load_case(
    paths: Sequence[str],
    files: Sequence[FileFacts | FileReport],
    *,
    options: CaseOptions | None = None,
    case_toml: Path | None = None,
    base: Path | None = None,
) -> Case:
    """The case that the files make.

    Strongest first: options, ``case.toml``, sub-folders (name = title; DCIM, Camera and the like
    are none), and loose files grouped by time and likeness, which become proposed claims.

    Args:
        paths: The arguments as typed; names in options and in the file are looked up below them.
        files: What was found, with paths as in the report.
        options: What the command line says.
        case_toml: A case file, or None (``case_file.find_case_file`` looks for one).
        base: The folder that relative ``paths`` are in; None: the working directory.

    Raises:
        UsageError: A name, key, role or number makes no sense; it names the nearest right one.
    """
    options = options or CaseOptions()
    facts = [f.facts if isinstance(f, FileReport) else f for f in files]
    names = FileNames(paths, [f.path for f in facts], base)
    said = read_case_file(case_toml) if case_toml else CaseFile()
    where = said.path

    roles = folder_roles(names.telling)
    marks: dict[str, tuple[Mark, ...]] = {}
    for name, entry in said.media:
        for path in names.files(name, where):
            if entry.role:
                roles[path] = entry.role
            if entry.marks:
                marks[path] = entry.marks
    for text in options.roles:
        name, role = parse_role(text)
        for path in names.files(name, "--role"):
            roles[path] = Role(one_of(role, tuple(Role), "role", "--role"))
    for text in options.marks:
        name, mark = parse_mark(text)
        path = names.file(name, "--mark")
        marks[path] = (*marks.get(path, ()), mark)
    uses = _uses(names, said, options)

    reason, usable = known_reason(options.reason or "", "--reason"), options.usable
    around = _around(facts, roles, marks)
    claims = _claims(names, facts, said, options, roles | around, frozenset(marks))
    claims = without_excluded(claims, frozenset(uses["exclude"]))
    named = {path for each in claims for path in each.media}
    recognised = frozenset(around) - named
    roles |= {path: around[path] for path in sorted(recognised)}
    return Case(
        recognised=recognised,
        claims=claims,
        item=options.item if options.item is not None else said.item,
        reason=reason or said.reason,
        ask=options.ask if options.ask is not None else said.ask,
        usable=one_of(usable, USABLE, "usable", "--usable") if usable else said.usable,
        roles=roles,
        marks=marks,
        pinned=uses["pin"],
        excluded=uses["exclude"],
        included=uses["include"],
    )


def _uses(names: FileNames, said: CaseFile, options: CaseOptions) -> dict[str, tuple[str, ...]]:
    """Paths by what is to be done with them; what an option says of one undoes what the file says.

    Raises:
        UsageError: the same file is wanted and left out by the same.
    """
    written: dict[str, list[str]] = {use: [] for use in AGAINST}
    for name, entry in said.media:
        for use in (use for use in AGAINST if getattr(entry, use)):
            written[use] += names.files(name, said.path)
    typed = {
        use: [path for name in getattr(options, use) for path in names.files(name, f"--{use}")]
        for use in AGAINST
    }
    for found, where, dashes in ((written, said.path, ""), (typed, "", "--")):
        for use in AGAINST["exclude"]:
            for path in sorted({*found[use]} & {*found["exclude"]})[:1]:
                words = {"one": dashes + use, "other": f"{dashes}exclude"}
                raise UsageError("error.use-contradicted", where=where, path=path, **words)
    undone = {use: {p for other in AGAINST[use] for p in typed[other]} for use in AGAINST}
    return {
        use: tuple(dict.fromkeys([*(p for p in written[use] if p not in undone[use]), *typed[use]]))
        for use in AGAINST
    }


def _around(
    facts: Sequence[FileFacts], roles: Mapping[str, Role], marks: Mapping[str, object]
) -> dict[str, Role]:
    """Photos recognised to show label or packaging, unless the user says what they show.

    Where nothing else was photographed the parcel is what the dispute is about.
    """
    found = {
        each.path: RECOGNISED[each.shows.what]
        for each in facts
        if each.shows is not None
        and each.shows.what in RECOGNISED
        and each.path not in roles
        and each.path not in marks
    }
    if any(f.path not in found and f.media is Media.PHOTO and not f.is_screen for f in facts):
        return found
    return {path: role for path, role in found.items() if role is not Role.PACKAGING}


def _claims(
    names: FileNames,
    facts: Sequence[FileFacts],
    said: CaseFile,
    options: CaseOptions,
    roles: dict[str, Role],
    marked: frozenset[str],
) -> tuple[Claim, ...]:
    """Claims as said, else by folder, else proposed."""
    if options.claims:
        return tuple(
            claim(title, names.listed(listed, "--claim"))
            for title, listed in map(parse_claim, options.claims)
        )
    found: list[Claim] = []
    for entry in said.claims:
        media: tuple[str, ...] = ()
        if entry.folder:
            media += names.folder(entry.folder, f"{said.path}: claim {entry.title!r}")
        for name in entry.media:
            media += names.files(name, f"{said.path}: claim {entry.title!r}")
        media = tuple(dict.fromkeys(media))
        found.append(
            claim(entry.title, media, entry.title_en)
            if entry.named
            else Claim(
                title=entry.title or unnamed_title(len(found) + 1, media),
                media=media,
                is_proposed=True,
            )
        )
    taken = {path for known in found for path in known.media}
    rest = {path: name for path, name in names.telling.items() if path not in taken}
    titles = {known.title for known in found}
    found += [
        claim(title, tuple(media))
        for title, media in folder_claims(rest).items()
        if title not in titles
    ]
    return tuple(found) if found else _proposed(facts, roles, roles.keys() | marked)


def _proposed(
    facts: Sequence[FileFacts], roles: Mapping[str, Role], spoken_of: AbstractSet[str]
) -> tuple[Claim, ...]:
    """A printed page is no problem of the goods, unless it is spoken of or all there is."""
    loose = [
        f
        for f in facts
        if roles.get(f.path) not in ROLES_OF_NO_CLAIM
        and not f.is_screen
        and not (f.companion and f.video)
    ]
    loose = [f for f in loose if f.path in spoken_of or not f.is_printed_page] or loose
    return tuple(
        _unnamed(number, tuple(f.path for f in members))
        for number, members in enumerate(group(loose), 1)
    )


def _unnamed(number: int, media: tuple[str, ...]) -> Claim:
    return Claim(title=unnamed_title(number, media), media=media, is_proposed=True)


def claim(title: str, media: tuple[str, ...], title_en: str = "") -> Claim:
    """A claim as the user names it, with English from the phrase list where it is known."""
    return Claim(title=title, title_en=title_en or english_title(title), media=media)
