"""What a request asks for: the command line's options as query parameters or form fields.

Every complaint names the parameter and the nearest right one. No parameter names a file of the
server: a profile is one that ships, and a case file comes with the upload.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from starlette.requests import Request

from evidence_qc.bundle.types import BundleOptions
from evidence_qc.case.lookup import nearest
from evidence_qc.case.options import CaseOptions
from evidence_qc.errors import ProfileError, UsageError
from evidence_qc.language.catalogue import ENGLISH
from evidence_qc.language.languages import LANGUAGES
from evidence_qc.model import Profile
from evidence_qc.plan.cut import parse_cut
from evidence_qc.plan.deadlines import parse_events
from evidence_qc.profiles import DEFAULT_PROFILE, load_profile, profile_names

FORMS = ("json", "jsonl", "csv", "html")

_ALWAYS = ("profile", "rules", "set", "ticket", "lang")
_REPORT = ("format", "thumbnails")
_CASE = ("item", "reason", "ask", "usable", "claim", "mark", "role", "pin", "include", "exclude")
_BUNDLE = ("date", "received", "when", "request", "tracking", "order", "photos", "cut")
KNOWN = {
    "check": (*_ALWAYS, *_REPORT),
    "scan": (*_ALWAYS, *_REPORT, *_CASE),
    "bundle": (*_ALWAYS, *_CASE, *_BUNDLE),
}
"""Verb → its parameters, called as the command's options are."""


@dataclass(frozen=True, slots=True)
class RequestParameters:
    """The parameters of one request."""

    given: Mapping[str, Sequence[str]]

    @classmethod
    def of(cls, verb: str, *sources: Mapping[str, Sequence[str]]) -> RequestParameters:
        """The parameters of all sources; UsageError naming the first that ``verb`` has not."""
        given: dict[str, list[str]] = {}
        for source in sources:
            for name, values in source.items():
                if name not in KNOWN[verb]:
                    raise UsageError(
                        "error.parameter-unknown",
                        verb=verb,
                        name=name,
                        **nearest(name, KNOWN[verb]),
                    )
                given.setdefault(name, []).extend(values)
        return cls(given)

    def all(self, name: str) -> tuple[str, ...]:
        """Every value of a parameter that may be repeated."""
        return tuple(self.given.get(name, ()))

    def one(self, name: str) -> str | None:
        """The value of a parameter, or None; UsageError if it is given twice."""
        values = self.all(name)
        if len(values) > 1:
            raise UsageError("error.parameter-twice", name=name, times=len(values))
        return values[0] if values else None

    def form(self, accept: str) -> str:
        """The format of the report: ``format``, else what ``Accept`` prefers, else JSON."""
        wanted = self.one("format")
        if wanted is None:
            return "html" if "text/html" in accept.lower() else "json"
        if wanted not in FORMS:
            raise UsageError("error.format-unknown", format=wanted, **nearest(wanted, FORMS))
        return wanted

    def language(self) -> str:
        """``lang``: what sentences are said in; English unless it is asked for."""
        wanted = self.one("lang") or ENGLISH
        if wanted not in LANGUAGES:
            raise UsageError("error.language-unknown", language=wanted, known=LANGUAGES)
        return wanted

    def profile(self) -> Profile:
        """The profile that is named, with its limits changed as ``rules`` and ``set`` say."""
        name = self.one("profile") or DEFAULT_PROFILE
        return shipped_profile(name, self.all("set"), self.one("rules"))

    def case_options(self) -> CaseOptions:
        """What is said about the dispute."""
        return CaseOptions(
            claims=self.all("claim"),
            item=self.one("item"),
            reason=self.one("reason"),
            ask=self.one("ask"),
            usable=self.one("usable"),
            marks=self.all("mark"),
            roles=self.all("role"),
            include=self.all("include"),
            exclude=self.all("exclude"),
            pin=self.all("pin"),
        )

    def bundle_options(self) -> BundleOptions:
        """What is said about the bundle; it is an archive."""
        return BundleOptions(
            as_zip=True,
            day=self._day("date"),
            received=self._day("received"),
            events=parse_events(self.all("when"), "when"),
            request=self.one("request") or "",
            tracking=self.one("tracking") or "",
            order=self.one("order") or "",
            slots=self._count("photos"),
            language=self.language(),
            cut_s=parse_cut(cut, "cut") if (cut := self.one("cut")) else None,
        )

    def _day(self, name: str) -> date | None:
        text = self.one(name)
        try:
            return date.fromisoformat(text) if text else None
        except ValueError:
            raise UsageError("error.parameter-date", name=name, text=text) from None

    def _count(self, name: str) -> int | None:
        text = self.one(name)
        if not text:
            return None
        if not (text.isascii() and text.isdecimal() and len(text) <= 9 and int(text) > 0):
            raise UsageError("error.parameter-number", name=name, text=text)
        return int(text)


def asked_language(request: Request) -> str:
    """``lang`` of an address; English where it is none of ours or not there."""
    wanted: str = request.query_params.get("lang", "")
    return wanted if wanted in LANGUAGES else ENGLISH


def shipped_profile(name: str, overrides: Sequence[str] = (), rules: str | None = None) -> Profile:
    """The profile of that name; ProfileError for a file, which no client may name."""
    if name not in profile_names() and any(mark in name for mark in ("/", "\\", ".toml")):
        raise ProfileError("error.profile-is-file", known=tuple(profile_names()))
    return _loaded(name, tuple(overrides), rules)


@lru_cache(maxsize=64)
def _loaded(name: str, overrides: tuple[str, ...], rules: str | None) -> Profile:
    """Read once: a server's own files do not change, and reading one takes as long as judging."""
    return load_profile(name, overrides, rules)
