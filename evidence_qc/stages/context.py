"""How files are looked at: what scan, check, examine and bundle hand each other unchanged."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from evidence_qc.case.ask import Answer
from evidence_qc.case.options import CaseOptions
from evidence_qc.examine.isolated import Isolation
from evidence_qc.model import Profile
from evidence_qc.profiles import load_profile
from evidence_qc.runtime.progress import Progress, Silent
from evidence_qc.runtime.stop import Stop
from evidence_qc.runtime.workers import Workers
from evidence_qc.stages.resources import SharedResources, SourceRoot

if TYPE_CHECKING:
    from evidence_qc.examine.photo import Thumbnails


@dataclass(frozen=True, slots=True)
class ScanContext:
    """By which profile, with what, and where files are decoded."""

    profile: Profile
    jobs: int | None = None
    """Workers; None: one a processor."""
    use_cache: bool = True
    """Take the facts of unchanged files from the user's cache."""
    progress: Progress = field(default_factory=Silent)
    thumbnails: Thumbnails | None = None
    """Is given a small picture of each photo that is decoded."""
    source_root: SourceRoot | None = None
    """Where relative paths are, if not in the working directory."""
    resources: SharedResources | None = None
    """Shared with other scans; their memory takes the place of the user's cache."""
    isolation: Isolation = "thread"
    """Where files are decoded, unless ``resources`` have workers."""

    @classmethod
    def of(
        cls,
        profile: str | Profile,
        *,
        jobs: int | None = None,
        use_cache: bool = True,
        progress: Progress | None = None,
        isolation: Isolation = "thread",
    ) -> ScanContext:
        """What callers of the package say, with the profile read.

        Raises:
            ProfileError: the profile is unknown or wrong.
        """
        return cls(
            load_profile(profile) if isinstance(profile, str) else profile,
            jobs=jobs,
            use_cache=use_cache,
            progress=progress or Silent(),
            isolation=isolation,
        )

    def decoded_by(self, workers: Workers | None) -> ScanContext:
        """The same with workers that are there; None: this process decodes."""
        return replace(self, isolation=workers or "thread")

    @property
    def decoders(self) -> Isolation:
        """Where files are decoded in the end."""
        shared = self.resources.workers if self.resources else None
        return shared or self.isolation

    @property
    def workers(self) -> Workers | None:
        """The processes that decode, where they are running."""
        return self.decoders if isinstance(self.decoders, Workers) else None

    @property
    def root(self) -> Path | None:
        """The folder that relative paths are below; None: the working directory."""
        return self.source_root.root if self.source_root else None

    @property
    def stop(self) -> Stop | None:
        """Once it is set, the work is dropped."""
        return self.resources.stop if self.resources else None


@dataclass(frozen=True, slots=True)
class CaseInput:
    """What is said about a dispute, and by whom it may be completed."""

    options: CaseOptions | None = None
    file: Path | None = None
    """A ``case.toml``; None: the one in the folder, if any."""
    answer: Answer | None = None
    """Is asked for what nobody said yet, after all files are judged; None: nobody."""
