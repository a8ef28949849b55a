"""UPLOAD.txt: what to do now, in order, in plain text."""

from __future__ import annotations

import math
import textwrap
from collections.abc import Sequence
from datetime import date, timedelta

from evidence_qc.bundle.types import ORIGINALS, SUBMIT
from evidence_qc.model import DisputeWindow, Plan, Profile, SlotPlan
from evidence_qc.report.text import printable_lines

WIDTH = 78
KEEP = "Keep the item, the parcel and its label until the money is back."


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
    """
    pieces = [f"Dispute on {profile.title}", "=" * min(WIDTH, len(profile.title) + 11), ""]
    if weak_points:
        pieces += ["WEAK POINTS", "", *_list(weak_points, "   "), ""]
    if retake_first:
        pieces += ["RETAKE FIRST, WHILE YOU HOLD THE GOODS", "", *_list(retake_first, "   "), ""]
    pieces += [f"1. UPLOAD THESE, IN THIS ORDER (folder {SUBMIT}/)", ""]
    pieces += [_wrapped(f"{name}  {_shows(name, plan)}", "   ") for name in outputs]
    pieces += ["", "2. PASTE THIS TEXT", ""]
    pieces += [f"   {line}" for line in statement.rstrip("\n").split("\n")]
    if advice:
        pieces += ["", "   About the text:", *_list(advice, "   ")]
    windows = [_window(w, received) for w in profile.windows if w.is_deadline]
    after = [_window(w, received) for w in profile.windows if not w.is_deadline]
    if windows:
        pieces += ["", "3. LAST DAYS", "", *_list(windows, "   ")]
    pieces += ["", f"{4 if windows else 3}. KEEP", ""]
    pieces += _list(
        [
            KEEP,
            f"Do not upload the folder {ORIGINALS}/: it holds your photos as they are, with place, "
            "time and camera in them. Keep it as it is: the seal covers it.",
            "Note the seal that was shown when this folder was made (the SHA-256 of SHA256SUMS), "
            "or send it to yourself: with it anyone can check later that everything here is "
            "unchanged since sealing.",
        ],
        "   ",
    )
    if after:
        pieces += ["", "HOW LONG THE REST TAKES", "", *_list(after, "   ")]
    tips = [tip for tip in profile.advice if not tip.lower().startswith("keep the parcel")]
    if tips:
        pieces += ["", "GOOD TO KNOW", "", *_list(tips, "   ")]
    return printable_lines("\n".join(pieces)) + "\n"


def _shows(name: str, plan: Plan) -> str:
    for slot in plan.slots:
        if name == f"{slot.number}.jpg":
            return _slot(slot)
    if plan.video is not None and name.startswith("video"):
        return f"the video: {plan.video.reason}" if plan.video.reason else "the video"
    if name.endswith(".pdf"):
        return "the text and the photos in one file: upload it where one document is asked for"
    return "the text of part 2" if name.endswith(".txt") else ""


def _slot(slot: SlotPlan) -> str:
    tiles = [
        f"{tile.label} {tile.caption_en or tile.caption}".strip()
        for tile in slot.tiles
        if tile.label
    ]
    return "; ".join(tiles)


def _window(window: DisputeWindow, received: date | None) -> str:
    days = f"{window.days:g} day{'s' if window.days != 1 else ''}"
    counted = received is not None and window.starts == "receipt"
    if counted and received is not None:
        last = received + timedelta(days=math.floor(window.days))
        return f"{window.name}: {last.isoformat()} ({days} after {received.isoformat()}). " + (
            _sentence(window.description)
        )
    return f"{window.name}: {days} from {_event(window.starts)}. {_sentence(window.description)}"


def _event(name: str) -> str:
    return {
        "receipt": "the day you received it",
        "opened": "the day you open the dispute",
        "requested": "the day you are asked",
        "escalated": "the day it goes to the platform",
        "decided": "the decision",
    }.get(name, name)


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
