"""The English of faults, places and things that is not the same for every word."""

from __future__ import annotations

import re

PREPOSITION = {
    "hole": "in", "crack": "in", "tear": "in", "dent": "in", "defect": "in", "crack or tear": "in",
    "chip": "in", "holes": "in", "cracks": "in", "tears": "in", "dents": "in", "defects": "in",
    "chips": "in", "smell": "from", "bad smell": "from", "strong smell": "from",
    "strange noise": "from", "loud noise": "from", "no sound": "in", "leak": "from",
    "typing error": "in", "loose contact": "in", "no sound any more": "in", "musty smell": "from",
    "strange smell": "from", "noise": "from", "oil leak": "from", "air leak": "from",
    "burn hole": "in", "water damage": "in", "missing part": "from", "missing parts": "from",
}  # fmt: skip
"""Others are on something."""
SPOT = {"corner": "at", "edge": "at", "hem": "at", "shoulder": "at", "bottom": "at", "seam": "at"}
ONE = re.compile(r"(glass|dress|chess|canvas|brass|lens)$")
"""End like many and are one."""
CONTAINERS = frozenset({"box", "packaging", "parcel", "set"})
"""What goods come in: a thing is missing from it, and is no part of it."""
IN_WHICH = {
    "wrong colour": "in the wrong colour", "different colour": "in a different colour",
    "wrong size": "in the wrong size", "different size": "in a different size",
}  # fmt: skip
CLOTH = frozenset({
    "sleeve", "collar", "pocket", "lining", "hem", "cuff", "jacket", "coat", "dress", "shirt",
    "skirt", "trousers", "sweater", "fabric", "clothes", "socks", "gloves", "hat", "blanket",
    "pillow", "pillow or cushion", "towel", "hood", "blouse", "T-shirt", "top",
    "down jacket", "raincoat", "sweatshirt", "jeans", "cap",
})  # fmt: skip
FITTINGS = frozenset({
    "zip", "button", "buttons", "buckle", "clasp", "fastening", "lock", "hook", "chain",
})  # fmt: skip
"""Of cloth things what breaks and does not tear."""
HARD = frozenset({
    "screen", "glass", "casing", "lid", "cup", "mug", "plate", "bowl", "vase", "mirror", "tabletop",
    "leg", "wheel", "lens", "frame", "bottle", "lamp", "jug", "teapot", "door", "drawer", "chair",
    "table", "phone", "tablet", "laptop", "TV", "watch", "keyboard", "handle", "heel", "shelf",
})  # fmt: skip
"""What cracks, as cloth tears: a German "Riss" is either."""
SINGLE = {
    "headphones": "headphone", "shoes": "shoe", "boots": "boot", "sandals": "sandal",
    "gloves": "glove", "socks": "sock", "earrings": "earring", "slippers": "slipper",
    "trainers": "trainer",
}  # fmt: skip
"""What one of a pair is called."""
LOCATIONS = frozenset({"corner", "edge", "bottom", "side", "front", "back", "shoulder"})
"""Of an item they are where it is so: "plate broken at the corner"."""
_VESSELS = frozenset({"cup", "mug", "plate", "bowl", "vase", "drinking glass", "jug", "teapot"})
"""Their edge is a rim."""
_BREAKS = frozenset({"broken", "bent", "loose"})
_COMPOUNDED = frozenset({
    "leg", "legs", "handle", "lid", "screen", "strap", "zip", "button", "buttons", "sleeve",
    "sleeves", "collar", "pocket", "pockets", "wheel", "wheels", "cable", "plug", "battery",
    "keyboard", "cover", "door", "drawer", "drawers", "seat", "buckle", "clasp", "lock", "hinge",
    "camera", "spout", "pages", "chain",
})  # fmt: skip
_NOT_COMPOUNDED = frozenset({"item", "toy", "glass", "iron", "parcel", "watch", "chain"})
"""A toy wheel is a toy, and nobody says "item handle"; a phone cover is one."""
_ACCESSORIES = frozenset({
    "charger", "power adapter", "manual", "remote control", "cable", "charging cable",
    "power cable", "data cable", "cover", "box", "packaging", "plug",
})  # fmt: skip
"""They come with a thing and are no part of it."""
NO_NOUN = frozenset({"left", "right", "upper", "lower"})


def is_many(thing: str) -> bool:
    """Whether its verb is "are"."""
    return thing.endswith("s") and not ONE.search(thing)


def part_of(part: str, item: str) -> str:
    """Table leg; sole of the shoes."""
    last = part.rsplit(maxsplit=1)[-1]
    if item in part.split():
        return part
    is_one = not is_many(item) and " " not in item
    if is_one and last in _COMPOUNDED and item not in _NOT_COMPOUNDED:
        return f"{part.removesuffix(last)}{item} {last}"
    return f"{part} of the {item}"


def so_at(item: str, fault: str, part: str) -> str:
    """The item is so in a place: cup chipped on the rim, plate broken at the corner."""
    last = part.rsplit(maxsplit=1)[-1]
    if last == "edge" and item in _VESSELS:
        return f"{item} {fault} on the {part.removesuffix(last)}rim"
    is_broken = bool(_BREAKS & {*fault.split()}) and last not in {"screen", "side", "front", "back"}
    return f"{item} {fault} {SPOT.get(last, 'at' if is_broken else 'on')} the {part}"


def missing_of(part: str, item: str, verb: str) -> str:
    """The button is missing from the shirt, but the charger for the phone."""
    if part.rsplit(maxsplit=1)[-1] in _ACCESSORIES or part in _ACCESSORIES:
        return f"{part} for the {item} {verb}"
    return f"{part} {verb} from the {item}"


def is_supplied(part: str) -> bool:
    """Whether a set that lacks it lacks what should come with the thing."""
    return part in _ACCESSORIES


def counted(count: str, name: str) -> str:
    """3 screws; 1 of 3 screws."""
    return f"{count} {name if count == '1' or is_many(name) else _plural_of(name)}"


def _plural_of(name: str) -> str:
    if name.endswith("f"):
        return f"{name.removesuffix('f')}ves"
    return f"{name}es" if name.endswith(("s", "x", "ch", "sh")) else f"{name}s"


def plural(fault: str) -> str:
    """They do not work."""
    first, _, rest = fault.partition(" ")
    many = {"does": "do", "is": "are", "has": "have", "was": "were"}.get(
        first, first.removesuffix("s")
    )
    return f"{many} {rest}".strip()
