"""Something of a known size beside a defect whose size counts: asked for once, required never.

Whoever decides cannot tell a hole of 2 mm from one of 2 cm by a close-up alone. A card is not asked
for: what lies in the drawer has a number on it.
"""

from __future__ import annotations

import re

from evidence_qc.model import Case, Role, Shot

SIZE_REFERENCE = Shot(
    name="A ruler or a coin beside the damage",
    role=Role.RULER.value,
    description="Lay one beside it and take that photo once more, so that its size can be seen.",
)
_SIZED = re.compile(
    r"\b(holes?|dents?|dented|tears?|torn|rips?|ripped|scratch(es|ed)?|stain(s|ed)?)\b(?!-)"
)
"""In English; a title in another language has its English where it was understood."""
_NOT_SIZED = re.compile(r"\bwear and tear\b|\b(no|without) (holes?|dents?|tears?|stains?)\b")


def asks_for_size(case: Case) -> bool:
    """Whether a problem that somebody named is one that is large or small."""
    titles = (c.title_en or c.title for c in case.claims if not c.is_proposed)
    return any(_SIZED.search(_NOT_SIZED.sub(" ", title.casefold())) for title in titles)
