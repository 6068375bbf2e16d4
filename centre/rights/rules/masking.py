"""What is hidden in a text that leaves the house: others' names, their numbers, passages. Pure (ux T37).

Too much hidden is seen by whoever looks the file through, too little by whoever must not: so in doubt
it is hidden.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import Any, Final

import msgspec

# A word of a name that is shorter may be any word.
SHORTEST_WORD: Final = 2
_GENITIVE: Final = r"(?:['’]?s)?"
# It begins where its first word does: tried at every letter, a long word would take the square of it.
_MAIL: Final = re.compile(r"(?<![\w.+-])[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
# Eight digits as Danish numbers are written; none begins with 0 or 1, as a day of this month may.
_PHONE: Final = re.compile(
    r"(?<![\w+])(?:(?:\+|00)45[ -]?)?[2-9]\d(?:[ -]?\d\d){3}(?!\w)|(?<!\w)(?:\+|00)\d[\d -]{6,16}\d"
)
_DIGITS: Final = 8


@dataclass(frozen=True)
class Hides:
    """What a file must not tell: `names` of others, `words` exactly, and `own` that may stay."""

    names: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    # The citizen's own name, numbers and mails, and those of the centre.
    own: tuple[str, ...] = ()


@dataclass(frozen=True)
class Masker:
    """Finds what is to be hidden. `contacts`: numbers and mails too that are nobody's we know."""

    patterns: tuple[re.Pattern[str], ...]
    own_numbers: frozenset[str]
    own_mails: frozenset[str]

    def also(self, words: Iterable[str]) -> "Masker":
        """With more words hidden, as in one part."""
        return replace(self, patterns=(*self.patterns, *_all_of(words)))

    def spans(self, text: str, *, contacts: bool) -> list[tuple[int, int]]:
        """From where to where the text is hidden, in order and without overlap."""
        found = [one.span() for pattern in self.patterns for one in pattern.finditer(text)]
        if contacts:
            found += [one.span() for one in _MAIL.finditer(text) if self._foreign_mail(one[0])]
            found += [one.span() for one in _PHONE.finditer(text) if self._foreign(one[0])]
        return _merged(found)

    def masked(self, text: str, mark: str, *, contacts: bool) -> str:
        """The text with a mark wherever something is hidden."""
        return "".join(
            mark if hidden else part for part, hidden in self.parts(text, contacts=contacts)
        )

    def parts(self, text: str, *, contacts: bool) -> list[tuple[str, bool]]:
        """The text in pieces, each with whether it is hidden."""
        text, parts, last = composed(text), [], 0
        for start, end in self.spans(text, contacts=contacts):
            parts += [(text[last:start], False), (text[start:end], True)]
            last = end
        parts.append((text[last:], False))
        return [one for one in parts if one[0]]

    def _foreign_mail(self, text: str) -> bool:
        return text.casefold() not in self.own_mails

    def _foreign(self, text: str) -> bool:
        return digits_of(text) not in self.own_numbers


def masker(hides: Hides) -> Masker:
    """Made once a file: names whole and by word, words exactly."""
    own = {word.casefold() for one in hides.own for word in composed(one).split()}
    patterns = _all_of([*hides.names, *hides.words])
    patterns += [
        _as_a_name(word)
        for word in _words(hides.names)
        if len(word) >= SHORTEST_WORD and word.casefold() not in own
    ]
    return Masker(
        tuple(patterns),
        frozenset(filter(None, map(digits_of, hides.own))),
        frozenset(one.casefold() for one in hides.own if "@" in one),
    )


def composed(text: str) -> str:
    """Letters and their marks as one: å is å, however it was typed."""
    return unicodedata.normalize("NFC", text)


def digits_of(text: str) -> str:
    """The last eight digits of a number; empty for what is none."""
    digits = re.sub(r"\D", "", text)
    return digits[-_DIGITS:] if len(digits) >= _DIGITS else ""


def each_text(value: Any, change: Callable[[str], str]) -> Any:
    """The same typed words with each text in them changed."""
    match value:
        case str():
            return change(value)
        case tuple():
            return tuple(each_text(one, change) for one in value)
        case msgspec.Struct():
            names = value.__struct_fields__
            told = {name: each_text(getattr(value, name), change) for name in names}
            return msgspec.structs.replace(value, **told)
    return value


def lines_of(text: str) -> tuple[str, ...]:
    """What somebody wrote to be hidden, a line each, each once."""
    lines = (" ".join(line.split()) for line in composed(text).splitlines())
    return tuple(dict.fromkeys(filter(None, lines)))


def missing(lines: Iterable[str], texts: Iterable[str]) -> list[str]:
    """Those that stand in none of the texts: a slip of the pen would hide nothing."""
    whole = [composed(one) for one in texts]
    sought = [(line, re.compile(_exact(line), re.IGNORECASE)) for line in lines]
    return [line for line, found in sought if not any(found.search(one) for one in whole)]


def _all_of(words: Iterable[str]) -> list[re.Pattern[str]]:
    """One pattern for all, the longest first: of two that begin alike the whole is hidden."""
    told = sorted({composed(one).strip() for one in words if one.strip()}, key=len, reverse=True)
    if not told:
        return []
    return [re.compile("|".join(_exact(one) for one in told), re.IGNORECASE)]


def _words(names: Iterable[str]) -> list[str]:
    found = (word.strip(".,;:()") for name in names for word in composed(name).split())
    return list(dict.fromkeys(filter(None, found)))


def _exact(words: str) -> str:
    """Whatever stands between the words, in capitals or not, and with an s of possession."""
    told = r"\s+".join(re.escape(word) for word in composed(words).split())
    return rf"(?<!\w){told}{_GENITIVE}(?!\w)"


def _as_a_name(word: str) -> re.Pattern[str]:
    """With a capital, as names have: "bo" is a word, "Bo" may be a brother."""
    told = f"(?:{re.escape(word[:1].upper() + word[1:])}|{re.escape(word.upper())})"
    return re.compile(rf"(?<!\w){told}{_GENITIVE}(?!\w)")


def _merged(spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    merged: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged
