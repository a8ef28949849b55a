"""UPLOAD.txt: what to do now, in order, in plain text."""

from __future__ import annotations

import math
import textwrap
from collections.abc import Sequence
from datetime import date, timedelta

from evidence_qc.bundle.types import ORIGINALS, SUBMIT
from evidence_qc.language import NOTHING, Sentence, is_known
from evidence_qc.model import DisputeWindow, Plan, Profile, SlotPlan
from evidence_qc.report.text import printable_lines

WIDTH = 78


def upload_text(
    plan: Plan,
    profile: Profile,
    statement: str,
    *,
    outputs: Sequence[str],
    received: date | None = None,
    weak_points: Sequence[str] = (),
    advice: Sequence[str] = (),
    retake_first: Sequence[str] = (),
    asked: Sequence[str] = (),
) -> str:
    """The page: what is weak, files in order, text to paste, last days, what to keep.

    Args:
        plan: What each file shows.
        profile: Windows and advice.
        statement: The text to paste.
        outputs: Names below ``submit/`` in the order of upload.
        received: When the parcel came; gives dates instead of numbers of days.
        weak_points: What was found when the built files were looked at again.
        advice: About the words.
        retake_first: What would make it stronger.
        asked: The platform's request, point by point.
    """
    heading = Sentence("upload.heading", platform=profile.title)
    pieces = [heading, "=" * min(WIDTH, len(heading)), ""]
    if weak_points:
        pieces += [Sentence("upload.weak-points"), "", *_list(weak_points, "   "), ""]
    if retake_first:
        pieces += [Sentence("upload.retake"), "", *_list(retake_first, "   "), ""]
    if asked:
        pieces += [Sentence("upload.asked"), "", *(_wrapped(line, "   ") for line in asked), ""]
    pieces += [Sentence("upload.files", folder=SUBMIT), ""]
    pieces += [_wrapped(f"{name}  {_shows(name, plan)}", "   ") for name in outputs]
    pieces += ["", Sentence("upload.text"), ""]
    pieces += [f"   {line}" for line in statement.rstrip("\n").split("\n")]
    if advice:
        pieces += ["", f"   {Sentence('upload.about-text')}", *_list(advice, "   ")]
    windows = [_window(w, received) for w in profile.windows if w.is_deadline]
    after = [_window(w, received) for w in profile.windows if not w.is_deadline]
    if windows:
        pieces += ["", Sentence("upload.last-days"), "", *_list(windows, "   ")]
    pieces += ["", Sentence("upload.keep", number=4 if windows else 3), ""]
    pieces += _list(
        [
            Sentence("upload.keep-goods"),
            Sentence("upload.keep-originals", folder=ORIGINALS),
            Sentence("upload.keep-seal"),
        ],
        "   ",
    )
    if after:
        pieces += ["", Sentence("upload.rest"), "", *_list(after, "   ")]
    tips = [tip for tip in profile.advice if not tip.lower().startswith("keep the parcel")]
    if tips:
        pieces += ["", Sentence("upload.good-to-know"), "", *_list(tips, "   ")]
    return printable_lines("\n".join(pieces)) + "\n"


def _shows(name: str, plan: Plan) -> str:
    for slot in plan.slots:
        if name == f"{slot.number}.jpg":
            return _slot(slot)
    if plan.video is not None and name.startswith("video"):
        return Sentence("upload.video", reason=plan.video.reason)
    if name.endswith(".pdf"):
        return Sentence("upload.document")
    return Sentence("upload.statement") if name.endswith(".txt") else NOTHING


def _slot(slot: SlotPlan) -> str:
    tiles = [
        f"{tile.label} {tile.caption_en or tile.caption}".strip()
        for tile in slot.tiles
        if tile.label
    ]
    return "; ".join(tiles)


def _window(window: DisputeWindow, received: date | None) -> Sentence:
    days = Sentence("upload.days", days=window.days)
    what = _sentence(window.description)
    if received is not None and window.starts == "receipt":
        last = received + timedelta(days=math.floor(window.days))
        return Sentence(
            "upload.last-day",
            window=window.name,
            date=last.isoformat(),
            days=days,
            received=received.isoformat(),
            what=what,
        )
    event = f"event.{window.starts}"
    start = Sentence(event) if is_known(event) else window.starts
    return Sentence("upload.window", window=window.name, days=days, start=start, what=what)


def _sentence(text: str) -> str:
    text = text[:1].upper() + text[1:]
    return text if text.endswith((".", "!", "?")) else f"{text}."


def _list(items: Sequence[str], indent: str = "") -> list[str]:
    return [_wrapped(f"- {item}", indent) for item in items]


def _wrapped(text: str, indent: str) -> str:
    return textwrap.fill(
        text,
        WIDTH,
        initial_indent=indent,
        subsequent_indent=indent + "  ",
        break_long_words=False,
        break_on_hyphens=False,
    )
