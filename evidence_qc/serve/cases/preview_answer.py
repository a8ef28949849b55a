"""What a preview tells of itself: which file stands where, and why the others do not."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from evidence_qc.bundle.types import STATEMENT, SUBMIT
from evidence_qc.case.phrases import english_title, is_foreign
from evidence_qc.case.text_checks import needs_english
from evidence_qc.errors import EvidenceQcError
from evidence_qc.language import Sentence
from evidence_qc.model import Plan
from evidence_qc.plan.opening import FIRST_LINE_MAX
from evidence_qc.plan.statement import CHARS_MAX, LINES_MAX
from evidence_qc.report.text import said
from evidence_qc.serve.cases.judged import Judged
from evidence_qc.stages.strangers import Compared

POSTER_PX = 720


@dataclass(frozen=True, slots=True)
class Preview:
    """A bundle, or only its pictures."""

    plan: Plan
    statement: str
    weak_points: tuple[Sentence, ...]
    advice: tuple[Sentence, ...]
    files: tuple[str, ...]
    """Relative, as in the bundle."""
    lines: tuple[Sentence, ...] = ()
    """What the statement was made of; empty for the user's own words."""
    seal: str = ""
    """Empty while there is no bundle."""


def write_poster(judged: Judged, plan: Plan, target: Path) -> bool:
    """The first frame of the clip as it is submitted; False where there is none to see."""
    from evidence_qc.media.video.still import decode_frame
    from evidence_qc.report.html.pictures import encode

    clip = plan.video
    if clip is None:
        return False
    source = judged.staged.source_root.root / clip.path
    try:
        picture = encode(decode_frame(str(source), clip.start_s), POSTER_PX)
    except EvidenceQcError:
        return False
    (target / "poster.webp").write_bytes(picture.data)
    return True


def preview_answer(
    judged: Judged,
    preview: Preview,
    likeness: Compared,
    key: str,
    numbers: tuple[Sentence, ...],
    *,
    has_poster: bool,
) -> dict[str, Any]:
    """The preview as the page hears of it; files by their digests."""
    names = judged.staged.names
    submitted = [Path(name).name for name in preview.files if name.startswith(f"{SUBMIT}/")]
    plan = preview.plan
    advice = tuple(note for note in preview.advice if "--" not in note)
    return {
        "key": key,
        "slots": [
            {
                "name": f"{slot.number}.jpg",
                "tiles": [
                    {
                        "label": tile.label,
                        "file": names[tile.path],
                        "caption": tile.caption_en or tile.caption,
                        "is_weak": tile.is_weak,
                    }
                    for tile in slot.tiles
                ],
            }
            for slot in plan.slots
        ],
        "clip": {
            "file": names[plan.video.path],
            "name": next((name for name in submitted if name.startswith("video.")), ""),
            "has_poster": has_poster,
            "reason": plan.video.reason,
            **said("reason", plan.video.reason),
        }
        if plan.video
        else None,
        "left_out": [
            {
                "file": names[each.path],
                "reason": _named(each.reason),
                **said("reason", each.reason),
            }
            for each in plan.left_out
        ],
        "unlike": [names[path] for path in names if path in likeness.alone],
        "things": [[names[path] for path in thing] for thing in likeness.things],
        "numbers": list(numbers),
        **said("numbers", numbers),
        "words": list(_words(judged)),
        "statement": preview.statement,
        "statement_lines": list(preview.lines),
        **said("statement_lines", preview.lines),
        "limits": _limits(judged),
        "submit": [name for name in submitted if name != Path(STATEMENT).name],
        "ready": not preview.weak_points,
        "weak_points": list(preview.weak_points),
        **said("weak_points", preview.weak_points),
        "advice": list(advice),
        **said("advice", advice),
        "seal": preview.seal,
        "is_draft": not preview.seal,
    }


def _words(judged: Judged) -> Iterator[dict[str, Any]]:
    """How the text takes what was typed: its English where it is known, whether it asks for it."""
    alphabet = judged.profile.statement_alphabet.value or ""
    case, keys = judged.case, {title: key for key, title in judged.staged.groups}
    typed = [("item", case.item, ""), ("ask", case.ask, "")]
    typed += [
        (keys.get(c.title, ""), c.title, c.title_en) for c in case.claims if not c.is_proposed
    ]
    for field, words, english in typed:
        if not (field and words):
            continue
        is_title = field not in {"item", "ask"}
        if not is_title and needs_english(words, alphabet):
            yield {"field": field, "english": english_title(words), "in_english": "no"}
            continue
        said = "yes" if english else "perhaps" if is_title and is_foreign(words) else "yes"
        said = "no" if needs_english(english or words, alphabet) else said
        yield {"field": field, "english": english, "in_english": said}


def _named(reason: str) -> str:
    return reason.replace("./", "")


def _limits(judged: Judged) -> dict[str, int]:
    most = judged.profile.statement_chars_max.value or CHARS_MAX
    return {"chars": min(CHARS_MAX, most), "first_line": FIRST_LINE_MAX, "lines": LINES_MAX}
