"""The buyer's photos, one row each: which light, how the phone took it, what is wrong with it.

The truth is written here, from how the picture is made, never from what a tool says of it.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from .camera.phones import BOARD, LAMP, LANDING
from .camera.photo_files import Shutter
from .camera.sensor import Phone

DAY = "2026:11:14 "
HOLE, SEAM, STAIN, BOX = (
    "hole in the left sleeve",
    "seam come apart",
    "stains and rusty buttons",
    "crushed parcel",
)


@dataclass(frozen=True, slots=True)
class Photo:
    """One file of the album.

    ``view`` is (centre x, centre y, light px a picture px, turn in degrees); ``shake_px`` the
    extent of the hand's path, ``defocus_px`` a disc's deviation, both in picture pixels.
    ``marks`` are (spot, size as a share of the long side, label).
    """

    path: str
    light: str
    shutter: Shutter | None
    phone: Phone
    size: tuple[int, int] | None = None
    view: tuple[float, float, float, float] = (0.5, 0.5, 1.0, 0.0)
    shake_px: float = 0.0
    defocus_px: float = 0.0
    shrink_to: int | None = None
    quality: int = 88
    keep: float = 1.0
    role: str = "close-up"
    marks: tuple[tuple[str, float, str], ...] = ()
    verdict: str = "good"
    accept: tuple[str, ...] = ()
    faults: tuple[str, ...] = ()
    may_also: tuple[str, ...] = ()
    note: str = ""
    facts: dict[str, object] = field(default_factory=dict)


def at(time: str, **more) -> Shutter:
    return Shutter(DAY + time, **more)


DULL = (
    "heavy-noise",
    "low-contrast",
    "out-of-focus",
    "motion-blur",
    "focus-unclear",
    "blank-picture",
)

PHOTOS = (
    Photo(
        "IMG_2018.jpg",
        "over",
        at("18:02:11"),
        LAMP.with_(seed=18, exposure_ev=-0.2),
        role="overview",
        marks=(("hole", 0.05, "hole"), ("seam", 0.06, "open seam"), ("stain", 0.08, "stains")),
        may_also=("focus-unclear",),
        note="the whole jacket from above",
    ),
    Photo(
        "IMG_2019.jpg",
        "angle",
        at("18:02:40"),
        LAMP.with_(seed=19, exposure_ev=-0.3),
        role="overview",
        marks=(("hole", 0.05, "hole"), ("seam", 0.06, "open seam")),
        note="the jacket from its hem",
    ),
    Photo(
        f"{HOLE}/IMG_2031.jpg",
        "hole",
        at("18:10:05"),
        LAMP.with_(seed=31),
        (1600, 1200),
        (0.500, 0.500, 1.0, 0.0),
        marks=(("hole", 0.20, "hole"),),
        note="first of a burst of three",
        may_also=("near-duplicate",),
    ),
    Photo(
        f"{HOLE}/IMG_2032.jpg",
        "hole",
        at("18:10:06"),
        LAMP.with_(seed=32),
        (1600, 1200),
        (0.511, 0.491, 1.0, 0.7),
        defocus_px=0.6,
        marks=(("hole", 0.20, "hole"),),
        note="second of the burst, a breath softer",
        may_also=("near-duplicate",),
    ),
    Photo(
        f"{HOLE}/IMG_2033.jpg",
        "hole",
        at("18:10:07"),
        LAMP.with_(seed=33),
        (1600, 1200),
        (0.492, 0.507, 1.0, -0.5),
        defocus_px=0.75,
        marks=(("hole", 0.20, "hole"),),
        note="third of the burst, a breath softer",
        may_also=("near-duplicate",),
    ),
    Photo(
        f"{HOLE}/IMG_2034.jpg",
        "hole_behind",
        at("18:10:31"),
        LAMP.with_(seed=34, exposure_ev=-0.6),
        marks=(("hole", 0.16, "hole"),),
        verdict="reject",
        accept=("borderline",),
        faults=("focus-behind-subject",),
        may_also=("out-of-focus",),
        note="the lens focused on the floor and the box behind the sleeve",
    ),
    Photo(
        f"{HOLE}/IMG_2035.HEIC",
        "hole_ruler",
        at("18:11:20", gps_deg=(-48.8767, -123.3933)),
        LAMP.with_(seed=35, exposure_ev=-0.2, warmth=0.04),
        quality=70,
        role="ruler",
        marks=(("hole", 0.10, "hole"),),
        faults=("location-metadata",),
        may_also=("format-not-accepted",),
        note="HEIC with a (made-up, mid-ocean) place in it",
    ),
    Photo(
        f"{SEAM}/IMG_2041.jpg",
        "seam",
        at("18:14:02"),
        LAMP.with_(seed=41),
        marks=(("seam", 0.26, "open seam"),),
        note="good close-up",
    ),
    Photo(
        f"{SEAM}/IMG_2042.jpg",
        "seam",
        at("18:14:15", exposure_s=(1, 8), iso=400),
        LAMP.with_(seed=52, well_e=2200),
        (1600, 1200),
        (0.52, 0.487, 0.91, 3.0),
        shake_px=50,
        marks=(("seam", 0.27, "open seam"),),
        verdict="reject",
        faults=("motion-blur",),
        may_also=("out-of-focus", "near-duplicate"),
        note="the hand moved during the exposure",
    ),
    Photo(
        f"{SEAM}/IMG_2043.jpg",
        "seam_dusk",
        at("18:58:47", exposure_s=(1, 10), iso=6400),
        Phone(exposure_ev=-3.9, well_e=420, read_e=3.0, smear=0.95, warmth=-0.25, seed=43),
        quality=84,
        marks=(("seam", 0.17, "open seam"),),
        verdict="reject",
        faults=("too-dark",),
        may_also=DULL,
        note="after sunset, no lamp",
    ),
    Photo(
        f"{SEAM}/IMG_2044.jpg",
        "seam_wide",
        at("18:15:30", orientation=3),
        LAMP.with_(seed=44, exposure_ev=-0.4, warmth=-0.06),
        marks=(("seam", 0.14, "open seam"),),
        note="the phone was upside down; EXIF says so, so it shows upright: a good photo",
    ),
    Photo(
        f"{SEAM}/photo_2026-11-14_19-02-11.jpg",
        "seam_wide",
        None,
        LAMP.with_(seed=45),
        (1056, 792),
        (0.507, 0.50, 1.47, 0.0),
        shrink_to=320,
        quality=30,
        marks=(("seam", 0.15, "open seam"),),
        verdict="borderline",
        accept=("reject",),
        faults=("low-resolution",),
        may_also=("heavy-compression", "near-duplicate", "out-of-focus", "low-contrast"),
        note="a messenger's tiny copy",
    ),
    Photo(
        f"{STAIN}/IMG_2051.jpg",
        "stain",
        at("18:20:10"),
        LAMP.with_(seed=51, exposure_ev=-1.0),
        marks=(("stain", 0.34, "stains"),),
        note="dried mud on the left front",
    ),
    Photo(
        f"{STAIN}/IMG_2052.jpg",
        "buttons",
        at("18:20:48"),
        LAMP.with_(seed=52),
        marks=(("snap 2", 0.16, "rust"),),
        note="rust on the snap and round it",
    ),
    Photo(
        f"{STAIN}/IMG_2053.jpg",
        "stain",
        at("18:21:30"),
        Phone(exposure_ev=2.5, warmth=0.1, seed=53),
        (1600, 1200),
        (0.52, 0.505, 0.89, -5.0),
        marks=(("stain", 0.36, "stains"),),
        verdict="reject",
        faults=("over-exposed",),
        may_also=("low-contrast", "near-duplicate", "out-of-focus", "glare"),
        note="blown out: metered on something dark",
    ),
    Photo(
        f"{BOX}/IMG_2011.jpg",
        "parcel",
        at("17:41:02", exposure_s=(1, 33), iso=400),
        LANDING.with_(seed=11),
        role="packaging",
        marks=(("corner", 0.16, "crushed corner"),),
        note="the parcel as it came",
    ),
    Photo(
        f"{BOX}/IMG_2012.jpg",
        "corner",
        at("17:41:20", exposure_s=(1, 33), iso=400),
        LANDING.with_(seed=12),
        role="packaging",
        marks=(("corner", 0.26, "crushed corner"),),
        note="the corner it fell on",
    ),
    Photo(
        f"{BOX}/IMG_2013.jpg",
        "label",
        at("17:41:55"),
        BOARD.with_(seed=13, exposure_ev=0.2),
        role="label",
        note="the courier's label, readable",
    ),
    Photo(
        f"{BOX}/IMG_2014.jpg",
        "label_flash",
        at("17:42:10", flash=True, iso=200, zoom=(3, 2)),
        Phone(exposure_ev=1.05, vignette=0.3, flare=0.03, well_e=5000, seed=14),
        role="label",
        verdict="borderline",
        accept=("reject",),
        faults=("glare",),
        may_also=("over-exposed", "near-duplicate"),
        note="the flash in the tape over the label hides the code and its number",
    ),
    Photo(
        f"{BOX}/IMG_2015.jpg",
        "parcel",
        at("17:42:31", exposure_s=(1, 33), iso=400),
        LANDING.with_(seed=15, warmth=0.06),
        (1600, 1200),
        (0.52, 0.510, 0.875, 5.0),
        keep=0.55,
        role="packaging",
        verdict="reject",
        faults=("truncated-file",),
        may_also=("near-duplicate", "unreadable-file", "blank-picture", "low-contrast"),
        note="a download that broke off at 55 %",
    ),
)
