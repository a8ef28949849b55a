"""How the text to paste begins: the item, what happened, the problems, what is asked.

    Rain jacket, size L. Arrived damaged: tear on the back; zip is stuck. Requested: full refund.

What happened is said once, and only where the buyer said it: a title that says it is enough. A
title in another language that has no English stands further down, where it is pointed at.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from evidence_qc.case.lexicon.read import english_says, english_words
from evidence_qc.case.phrases import is_foreign, is_surely_foreign
from evidence_qc.case.text_checks import needs_english
from evidence_qc.language import NOTHING, Sentence
from evidence_qc.model import Case, reason_key
from evidence_qc.plan.tiles import english_of

FIRST_LINE_MAX = 90
_SAID: Mapping[str, str] = {
    "damaged": r"damaged|arrived|in transit|on arrival|(does|do|did|will|can)(n't| not)|won't|"
    r"can't|cannot|stays|stops|turns off|no (sound|image|picture|power)|leaks?|overheats",
    "not-working": r"not work|n't work|not working|stopped working|dead|defective|faulty",
    "missing-parts": r"missing|incomplete|not in the (box|parcel|packet)",
    "wrong-item": r"wrong|instead|not what|different|another|ordered",
    "wrong-size": r"sizes?|instead|too (small|big|large|short|long|wide|narrow|tight|loose)",
    "counterfeit": r"counterfeit|fake|genuine|replica|copy|original",
    "not-as-described": r"described|advertised|listing|listed|instead|promised",
}
"""Reasons that the text names, and the titles that say as much themselves."""
_OF_ONE_PROBLEM = frozenset({
    "wrong-item", "wrong-size", "missing-parts", "counterfeit", "not-working"
})  # fmt: skip
"""Reasons that one problem is, while others may be there beside it."""
_SMALL = frozenset({
    "a", "an", "the", "full", "partial", "return", "refund", "half", "money", "replacement",
    "exchange", "repair", "compensation", "discount", "send", "new", "part", "payment",
    "pay", "reimbursement", "reimburse", "replace", "give", "cancel", "collect", "complete",
    "whole", "entire", "all", "only", "just", "either", "one", "two", "another", "same", "right",
    "correct", "missing", "spare", "store", "credit", "voucher", "value", "price", "cost", "costs",
    "back", "to", "my", "we", "free", "reduction", "partly", "at", "some", "resend",
})  # fmt: skip
"""First words of a request that stand small within a line; any other may be a name."""


_SPEAKS = frozenset(
    {"i", "i'd", "i’d", "i'm", "we", "we'd", "we’d", "please", "kindly", "could", "can"}
)
"""First words of a request that is a sentence of its own: "I want my money back." """


_FAILS = re.compile(
    r"(?i)\b(do(es)?|did|will|can)( not|n't)|\bwon't|\bcan't|\bcannot|\bno (power|sound)"
)
"""What is said of a thing that is called defective."""
_CONTRACTED = re.compile(r"(?i)\b(does|do|did|is|was|are|were|wo|ca|has|have|could|would)nt\b")

_SEVERAL = re.compile(r"(?i)[,;+&/、，；]|\b(and|but|и|y|e|et|und|i|oraz|та|і|но|mais|aber)\b|和")
"""A title may name more than one problem; then nobody counts them."""


def opening_lines(case: Case, alphabet: str) -> list[Sentence]:
    """The first line of at most 90 characters; what is asked has its own where it is too long.

    Where nothing helps, the shortest. That there are other problems is said in any case: who reads
    one line only must not take the first for all.
    """
    tries = list(_tries(case, alphabet))
    fitting = (lines for lines in tries if filled_length(lines[0]) <= FIRST_LINE_MAX)
    return next(fitting, tries[-1])


@dataclass(frozen=True, slots=True)
class _Opening:
    """What is said, in words that the platform's readers can read."""

    item: str
    happened: str
    named: tuple[str, ...]
    others: int
    """Titles that are there and not named."""
    is_countable: bool
    """Whether each title names one problem."""
    ask: Sentence
    is_brief: bool = False
    """Whether the others are counted in as few letters as can be."""

    def lines(self, *, is_asked_below: bool) -> list[Sentence]:
        if self.named:
            form = "statement.what-happened" if self.happened else "statement.what"
        else:
            form = "statement.item-happened" if self.happened else "statement.item"
        about = Sentence(form, item=self.item, happened=self.happened, problems=list(self.named))
        if self.others and self.named:
            about = self._with_others(about)
        if not self.ask:
            return [Sentence("statement.first", about=about, ask="")]
        if is_asked_below:
            return [Sentence("statement.first", about=about, ask=""), self.ask]
        return [Sentence("statement.first", about=about, ask=self.ask)]

    def _with_others(self, about: Sentence) -> Sentence:
        if not self.is_countable:
            form = "statement.and-more-brief" if self.is_brief else "statement.and-more"
            return Sentence(form, about=about)
        if self.is_brief:
            return Sentence("statement.and-others-brief", about=about, others=self.others)
        if self.others == 1:
            return Sentence("statement.and-another", about=about)
        return Sentence("statement.and-others", about=about, others=self.others)

    def named_up_to(self, count: int) -> _Opening:
        """The first problems by name, the others counted."""
        left = len(self.named) - count
        return replace(self, named=self.named[:count], others=self.others + left)


def _tries(case: Case, alphabet: str) -> Iterator[list[Sentence]]:
    """From the whole to what cannot be done without."""
    titles = [english_of(claim) for claim in case.claims if not claim.is_proposed]
    titles = list({title.casefold(): title for title in reversed(titles)}.values())[::-1]
    named: list[str] = [quoted(title, alphabet) for title in titles if _is_english(title, alphabet)]
    named = _by_reason(named, reason_key(case.reason))
    happened = _happened(case, named[0] if named else "")
    is_said = not happened or (named and _FAILS.search(named[0]))
    if not is_said and len(named) < len(titles) and reason_key(case.reason) in _OF_ONE_PROBLEM:
        named = []  # the one that is meant is among those that have no English
    if not named and not (titles and happened):
        named = [quoted(titles[0], alphabet) if titles else Sentence("gap.problem")]
    whole = _Opening(
        item=_as_beginning(words(case.item, alphabet)) or Sentence("gap.item"),
        happened=happened,
        named=tuple(named),
        others=max(0, len(titles) - len(named)),
        is_countable=not any(map(_SEVERAL.search, titles[1:])),
        ask=_ask(case.ask, alphabet) if case.ask else NOTHING,
    )
    brief = case.item.split(",")[0].strip()
    short = replace(whole, item=_as_beginning(words(brief, alphabet)) or whole.item)
    # The name of one problem more says more than the item's colour; of several it does not.
    everything = [whole, short] if len(titles) == 2 else [whole]
    fewer = [
        opening.named_up_to(count)
        for opening in (whole, short)
        for count in range(max(1, len(named) - 1), 0, -1)
        if count <= len(named)
    ]
    least = replace(short.named_up_to(1) if named else short, is_brief=True)
    for opening in (*everything, *fewer, least, replace(least, happened="")):
        yield opening.lines(is_asked_below=False)
        yield opening.lines(is_asked_below=True)


def _by_reason(titles: list[str], reason: str) -> list[str]:
    """What says the reason stands first: "not what was ordered" is no sole that came off."""
    if reason not in _OF_ONE_PROBLEM or not titles:
        return titles
    pattern = re.compile(rf"(?i)\b(?:{_SAID[reason]})\b")
    return sorted(titles, key=lambda title: pattern.search(title) is None)


def _as_beginning(item: str) -> str:
    """With a capital, unless its first word has one somewhere: eBay, iPhone."""
    first = item.split(maxsplit=1)[0] if item.split() else ""
    return item[:1].upper() + item[1:] if first[:1].isalpha() and first.islower() else item


def _happened(case: Case, main: str) -> str:
    """What the buyer chose as the reason; empty where the main problem says it."""
    reason = reason_key(case.reason)
    pattern = _SAID.get(reason)
    if pattern is None or re.search(rf"(?i)\b(?:{pattern})\b", main):
        return ""
    return Sentence(f"happened.{reason}")


def _ask(ask: str, alphabet: str) -> Sentence:
    first = ask.split(maxsplit=1)[0] if ask.split() else ""
    if first.lower() in _SPEAKS:
        return _stopped(words(ask[:1].upper() + ask[1:], alphabet))
    if first.lower() in _SMALL and not first[1:].isupper():
        ask = ask[:1].lower() + ask[1:]
    return Sentence("statement.ask", ask=_stopped(words(ask, alphabet)))


def _stopped(said: str) -> Sentence:
    if said.endswith((".", "!", "?")):
        return Sentence.verbatim(said)
    return Sentence("statement.stopped", words=said)


def filled_length(line: str) -> int:
    """About how long a line is once its words stand in English: what asks for them goes then."""
    gap = Sentence("gap.english", words="")
    return len(line) - len(gap) * line.count(gap[:-1])


def words(text: str, alphabet: str) -> str:
    """The user's words, or a gap to fill where the platform's readers cannot read them."""
    return Sentence("gap.english", words=text) if needs_english(text, alphabet) else text


def quoted(title: str, alphabet: str) -> str:
    """As ``words``, to stand within a sentence; what may not be English, in quotation marks."""
    title = _within(title)
    if needs_english(title, alphabet) or not is_foreign(title):
        return words(title, alphabet)
    is_sure = is_surely_foreign(title)
    return Sentence("statement.quoted" if is_sure else "statement.in-quotes", words=title)


def _within(title: str) -> str:
    """Without the stop at its end, small at its beginning where that is no name; "doesn't"."""
    title = title.rstrip(" .,;:!…").strip() or title
    title = _CONTRACTED.sub(r"\1n't", title)
    first = re.split(r"[^a-z]", title.casefold(), maxsplit=1)[0]
    is_plain = first in english_words() | english_says() and not title[1:2].isupper()
    return title[:1].lower() + title[1:] if is_plain and first != "i" else title


def _is_english(title: str, alphabet: str) -> bool:
    return not needs_english(title, alphabet) and not is_surely_foreign(title)
