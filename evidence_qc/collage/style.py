"""Sizes and colours of a collage, in view px: one calm page, one accent.

Chosen by looking at real collages on a 390 px wide screen, 2026-11.
"""

MARGIN = 12.0
GUTTER = 12.0
DETAIL_GUTTER = 6.0

SLOT_SIZE = 17.0
TITLE_SIZE = 14.5
TITLE_LEADING = 19.0
HEADER_GAP = 9.0

BADGE_HEIGHT = 20.0
BADGE_SIZE = 14.0
BADGE_PADDING = 6.5
CAPTION_SIZE = 14.5
CAPTION_LEADING = 18.0
CAPTION_LINES_MAX = 2
CAPTION_GAP = 6.0
STRIP_GAP = 5.0
"""Between a strip and the picture below it."""

DETAIL_SIZE = 12.5
DETAIL_STRIP = 20.0
CHIP = 18.0
LANE = 24.0
"""Width beside a picture with numbered rings: chip and a gap."""

RING_WIDTH = 2.0
RING_CASING = 1.0
"""White on both sides of a ring: seen on any ground."""
RING_RADIUS_MIN = 11.0
RING_ROOM = 1.25
"""A ring is this much wider than the defect, so that it covers none of it."""
RING_MOST = 0.9
"""A ring that needs no number is left out where it would be wider than this share of the photo's
shorter side: cut off at the edges it points at nothing, and the defect fills the photo anyway."""
LEADER_WIDTH = 1.2
HAIRLINE = 0.6

PAPER = (255, 255, 255)
INK = (23, 28, 34)
GREY = (104, 112, 122)
EDGE = (206, 210, 214)
ACCENT = (214, 24, 46)

DETAIL_SHARE = 0.36
"""Diameter of the defect as a share of its detail's short side."""
DETAIL_GAIN_MIN = 1.6
"""A detail shows at least this much more than the whole does, else it is no help."""
DETAIL_ENLARGED_MAX = 3.0
"""A detail is a magnifier: small sources may be enlarged this far; whole photos never are."""
DETAILS_MAX = 3
"""Details beside one photo; more would be smaller than the defects."""
