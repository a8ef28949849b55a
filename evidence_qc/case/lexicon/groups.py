"""Groups of things by their English names: beside one of them a word of two meanings has one.

``ручка`` is a pen, or a handle beside a bag. A list writes ``~ <bags>`` for all of its own words
for bags, so that each group is named once for all languages.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

GROUPS = {
    "cloth": frozenset({
        "jacket", "coat", "dress", "shirt", "skirt", "trousers", "sweater", "blouse", "hat",
        "gloves", "socks", "T-shirt", "clothes",
        "down jacket", "raincoat", "sweatshirt", "top", "jeans", "cap",
        "sleeve", "pocket", "hood", "collar",
    }),
    "bags": frozenset({"bag", "suitcase", "backpack"}),
    "shoes": frozenset({"shoes", "shoe", "boots", "sandals", "trainers", "slippers", "trainer"}),
    "furniture": frozenset({
        "table", "chair", "armchair", "sofa", "wardrobe", "cabinet", "shelf unit", "chairs",
        "cupboard",
    }),
    "devices": frozenset({
        "phone", "tablet", "laptop", "computer", "TV", "monitor", "kettle", "iron", "blender",
        "vacuum cleaner", "hair dryer", "lamp", "fridge", "drill", "coffee machine", "speaker",
        "coffee maker", "mixer",
    }),
    "vessels": frozenset({
        "cup", "mug", "kettle", "teapot", "jug", "blender", "coffee machine", "bottle",
        "coffee maker", "mixer",
    }),
    "housed": frozenset({
        "laptop", "computer", "TV", "monitor", "kettle", "iron", "blender", "mixer", "drill",
        "vacuum cleaner", "hair dryer", "coffee machine", "coffee maker", "speaker",
    }),
    "jewels": frozenset({"necklace", "bracelet", "ring", "earrings", "chain"}),
    "openings": frozenset({
        "door", "drawer", "wardrobe", "cabinet", "suitcase", "fridge", "cupboard",
    }),
}  # fmt: skip
_NAME = re.compile(r"<(\w+)>")


def with_groups(text: str, data: Mapping[str, object]) -> str:
    """The text with the list's own words for each group that it names."""
    return _NAME.sub(lambda found: "|".join(_words(GROUPS[found[1]], data)), text)


def _words(group: frozenset[str], data: Mapping[str, object]) -> Iterator[str]:
    """Words for things of a group: of one word each, and of one meaning."""
    for kind in ("place", "item"):
        table = data.get(kind)
        for english, texts in table.items() if isinstance(table, Mapping) else ():
            if english in group:
                yield from (text for text in texts if not {"+", "~"} & {*text.split(" ")})
