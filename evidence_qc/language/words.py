"""How a language joins lists and writes numbers, as its ``words.toml`` says (Unicode CLDR)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Words:
    """What stands between the words of other sentences; English by default."""

    list_and: str = "{first} and {last}"
    list_more: str = "{listed} and {count} more"
    decimal: str = "."
    group: str = ","
    values: Mapping[str, str] = field(default_factory=dict)
    """English words that sentences are given as values → the language's own."""

    def joined(self, items: Sequence[str], more: int) -> str:
        """The items as a list; ``more``: how many are not named."""
        if more > 0:
            return self.list_more.format(listed=", ".join(items), count=more)
        if len(items) < 2:
            return "".join(items)
        return self.list_and.format(first=", ".join(items[:-1]), last=items[-1])

    def number(self, english: str) -> str:
        """A number as English writes it, in this language."""
        signs = {".": self.decimal, ",": self.group}
        return "".join(signs.get(sign, sign) for sign in english)


ENGLISH_WORDS = Words()


def words_from(catalogue: Mapping[str, object], english: Mapping[str, object]) -> Words:
    """The words of a catalogue; what it lacks is English."""

    def word(message_id: str) -> str:
        return str(catalogue.get(message_id, english[message_id]))

    return Words(
        list_and=word("list.and"),
        list_more=word("list.more"),
        decimal=word("number.decimal"),
        group=word("number.group"),
        values={
            str(text): word(message_id)
            for message_id, text in english.items()
            if message_id.startswith("word.")
        },
    )
