"""One TOML per platform, and the loader; every value says where it comes from."""

from evidence_qc.profiles.describe import Row, describe, in_words
from evidence_qc.profiles.loader import DEFAULT_PROFILE, load_profile, profile_names
from evidence_qc.profiles.overrides import with_limits

__all__ = [
    "DEFAULT_PROFILE",
    "Row",
    "describe",
    "in_words",
    "load_profile",
    "profile_names",
    "with_limits",
]
