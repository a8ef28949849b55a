"""Writes a case as ``case.toml``: what was said and what was assumed, to be edited and given back.

What the user said stands as it was said; a group that nobody named says ``named = false``, and a
role that the program recognised is only a comment, so that reading it back makes no guess the
user's word.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from evidence_qc.model import Case, Claim, Mark

HEAD = """\
# What was said and what was assumed. Correct it and give it back: evidence-qc bundle … --case FILE
# A claim with named = false is a group of photos that nobody named: write what is wrong as its
# title and take that line away, or delete the claim."""

UNLIKE = "# left out: it may show another thing. Take away the # to have it used:"


def case_toml(
    case: Case, names: Mapping[str, str], rings: Mapping[str, Mapping[str, Mark]] | None = None
) -> str:
    """The text of a case file.

    Args:
        case: As it was planned, or before groups that nothing usable shows were dropped.
        names: Path of every file → what it is called in the case file, in the files' order.
        rings: Path of a photo → what seems to lie in it → where. Nobody said so: a comment.
    """
    lines = [HEAD, ""]
    lines += [f"{key} = {quoted(getattr(case, key))}" for key in ("item", "reason", "ask")]
    lines += [f"usable = {quoted(case.usable)}"] if case.usable else []
    for claim in case.claims:
        lines += ["", *_claim(claim, names)]
    for path, name in names.items():
        said = [*_media(case, path), *_rings((rings or {}).get(path, {}), names)]
        if path in case.recognised:
            role = case.roles[path]
            said = [f'# recognised, not said: role = "{role.value}"', *said]
        if path in case.unlike:
            said = [UNLIKE, "# include = true", *said]
        if said:
            lines += ["", f"[media.{quoted(name)}]", *said]
    return "\n".join(lines) + "\n"


def quoted(text: str) -> str:
    """A basic string of TOML."""
    escaped = "".join(
        f"\\U{ord(sign):08x}" if sign in '"\\' or ord(sign) < 32 or ord(sign) == 127 else sign
        for sign in text
    )
    return f'"{escaped}"'


def _claim(claim: Claim, names: Mapping[str, str]) -> list[str]:
    media = [quoted(names[path]) for path in claim.media if path in names]
    title = "" if claim.is_proposed else claim.title  # else it might be taken for the user's words
    lines = ["[[claims]]", f"title = {quoted(title)}"]
    lines += [f"title_en = {quoted(claim.title_en)}"] if claim.title_en else []
    lines += [f"media = [{', '.join(media)}]"]
    return lines + (["named = false"] if claim.is_proposed else [])


def _media(case: Case, path: str) -> Iterator[str]:
    role = case.roles.get(path)
    if role is not None and path not in case.recognised:
        yield f'role = "{role.value}"'
    marks = case.marks.get(path, ())
    if marks:
        yield f"marks = [{', '.join(map(_mark, marks))}]"
    for key, paths in (
        ("pin", case.pinned),
        ("exclude", case.excluded),
        ("include", case.included),
    ):
        if path in paths:
            yield f"{key} = true"


def _rings(rings: Mapping[str, Mark], names: Mapping[str, str]) -> Iterator[str]:
    if rings:
        close = ", ".join(quoted(names[path]) for path in rings)
        yield f"# found, not said: {close} shows a part of it. Take away the # to have it ringed:"
        yield f"# marks = [{', '.join(map(_mark, rings.values()))}]"


def _mark(mark: Mark) -> str:
    label = f", label = {quoted(mark.label)}" if mark.label else ""
    return f"{{x = {mark.x_ratio!r}, y = {mark.y_ratio!r}, size = {mark.size_ratio!r}{label}}}"
