"""The goods of the blind test: real photos, what is painted into them, what the user says.

Places are shares of the photo as it is in DATA, read off by eye, so that every defect lies on the
object.
"""

from __future__ import annotations

from dataclasses import dataclass

from defects import Defect


@dataclass(frozen=True)
class Flaw:
    """One defect, and what the user calls it."""

    title: str
    defect: Defect
    title_en: str = ""
    marked: bool = True


@dataclass(frozen=True)
class Goods:
    """A case made of one photo of DATA."""

    photo: str
    item: str
    ask: str
    flaws: tuple[Flaw, ...]
    part: tuple[float, float, float, float] = (0.0, 0.0, 1.0, 1.0)
    """Left, top, right and bottom of what the whole photo shows."""
    reason: str = "damaged"
    clip: bool = False
    folders: bool = False
    """Claims are told by folders alone: no case file, no roles, no marks."""
    listed_hue: int | None = None
    """The listing shows the same goods in another colour, turned by this many of 180 steps."""
    nearest: float = 0.42
    """Width of the closest photo: below it, small sources show their pixels."""
    profile: str = "aliexpress"


BIQ = "photos/ss01_{}.jpg"
CAMERAS = "cameras/{}.jpg"

GOODS = (
    Goods(BIQ.format("0035"), "Rescue helicopter, toy, red", "Full refund", (
        Flaw("rotor blade broken off", Defect("gone", (
            (0.19, 0.245), (0.205, 0.29), (0.0, 0.345), (0.0, 0.28)), 0.006,
            shift=(0.0, -0.11), colour=(66, 66, 68), mark=(0.185, 0.265, 0.13))),
        Flaw("трещина в окне", Defect("glass", ((0.15, 0.53),), 0.30, squash=1.1, turn_deg=-50,
            inside=((0.10, 0.42), (0.20, 0.40), (0.26, 0.43), (0.26, 0.46), (0.22, 0.5),
                    (0.2, 0.66), (0.12, 0.675), (0.05, 0.65), (0.035, 0.60), (0.06, 0.5)),
            mark=(0.145, 0.535, 0.23)), "crack in the front window")), clip=True),
    Goods(BIQ.format("1991"), "Ceramic cat vase, white", "Full refund", (
        Flaw("ear broken off", Defect("gone", (
            (0.125, 0.288), (0.085, 0.36), (0.05, 0.34), (0.05, 0.27)), 0.010,
            shift=(0.0, -0.09), colour=(216, 205, 188), mark=(0.1, 0.325, 0.13))),
        Flaw("crack in the body", Defect("crack", (
            (0.53, 0.30), (0.60, 0.36), (0.66, 0.345), (0.73, 0.45)), 0.0032,
            mark=(0.63, 0.37, 0.24)), marked=False))),
    Goods(CAMERAS.format("Issue_266"), "Tablet with red case", "Full refund", (
        Flaw("screen cracked", Defect("glass", ((0.235, 0.47),), 0.21, squash=1.15, turn_deg=-15,
            inside=((0.069, 0.292), (0.313, 0.243), (0.379, 0.528), (0.151, 0.654)))),
        Flaw("crack in the white frame", Defect("crack", (
            (0.0845, 0.492), (0.096, 0.503), (0.105, 0.520), (0.1175, 0.527)), 0.0007,
            mark=(0.101, 0.511, 0.05)))),
        part=(0.0, 0.15, 0.425, 0.78), nearest=0.16),
    Goods(CAMERAS.format("Issue_266"), "Laptop, 15 inch, silver", "Replacement", (
        Flaw("lines on the screen", Defect("lines", (
            (0.371, 0.105), (0.657, 0.102), (0.692, 0.415), (0.421, 0.500)), 0.5,
            mark=(0.535, 0.29, 0.24)), marked=False),
        Flaw("scratch beside the touchpad", Defect("scratch", (
            (0.795, 0.575), (0.895, 0.535)), 0.018, mark=(0.845, 0.555, 0.13)))),
        part=(0.34, 0.03, 0.97, 0.77), reason="not-working", clip=True, nearest=0.16),
    Goods(BIQ.format("0484"), "Game controller, blue", "Half of the price", (
        Flaw("button missing", Defect("recess", ((0.776, 0.469),), 0.100, squash=0.84,
            turn_deg=8)),
        Flaw("scratches on the front", Defect("scratch", ((0.26, 0.64), (0.58, 0.705)), 0.035))),
        part=(0.0, 0.12, 1.0, 0.87), folders=True),
    Goods(BIQ.format("1963"), "Toy drum, green and violet", "Full refund", (
        Flaw("hole in the drum skin", Defect("hole", ((0.38, 0.262),), 0.15, squash=0.5)),
        Flaw("crack in the orange light", Defect("crack", (
            (0.27, 0.425), (0.31, 0.48), (0.29, 0.52), (0.345, 0.565)), 0.0045),
            marked=False),
        Flaw("царапина", Defect("scratch", ((0.27, 0.69), (0.40, 0.745)), 0.03),
            "scratch on the violet foot")),
        part=(0.0, 0.08, 0.85, 0.92), clip=True, profile="shopee"),
    Goods(BIQ.format("0646"), "Carved wooden box, round", "30 % of the price", (
        Flaw("crack through the rim", Defect("crack", (
            (0.50, 0.615), (0.515, 0.70), (0.50, 0.75), (0.53, 0.825)), 0.007)),
        Flaw("Farbfleck", Defect("stain", ((0.30, 0.53),), 0.15, squash=0.5,
            colour=(70, 110, 215)), "paint stain")),
        part=(0.0, 0.03, 1.0, 0.885), profile="ebay-return"),
    Goods(BIQ.format("0146"), "Pencil sharpener, desk, blue", "Replacement", (
        Flaw("paint chipped off the side", Defect("chipped", ((0.46, 0.33),), 0.20, squash=0.8,
            turn_deg=35, colour=(158, 152, 142))),
        Flaw("rust on the metal wheel", Defect("rust", ((0.665, 0.17),), 0.24, squash=1.25,
            turn_deg=12, inside=((0.60, 0.10), (0.64, 0.07), (0.69, 0.06), (0.73, 0.075),
                (0.71, 0.12), (0.69, 0.22), (0.72, 0.31), (0.735, 0.36), (0.70, 0.385),
                (0.64, 0.36), (0.60, 0.27), (0.592, 0.18)), mark=(0.66, 0.17, 0.19)))),
        part=(0.1, 0.0, 1.0, 0.8)),
    Goods(BIQ.format("1883"), "Two tea cups, green rim", "Replacement", (
        Flaw("blue rim instead of green", Defect("none", ((0.62, 0.33),), 0.2,
            mark=(0.625, 0.32, 0.19))),
        Flaw("rim of a cup broken", Defect("gone", (
            (0.272, 0.325), (0.345, 0.318), (0.36, 0.286), (0.262, 0.286)), 0.007,
            shift=(0.0, -0.06), colour=(236, 233, 228), mark=(0.31, 0.31, 0.12)))),
        part=(0.0, 0.1, 1.0, 0.72), reason="not-as-described", listed_hue=130),
)  # fmt: skip
