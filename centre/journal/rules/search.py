"""When a note fits what was sought, in Danish. Pure.

What is sought is brought to its stem, and a note fits where each stem stands in it: "samtaler" finds
"samtale", and "familiesamtale" too, for Danish puts its words together. Letters are folded as a
keyboard without them writes them: å, aa and a are the same here, æ and ae, ø and oe and o.
"""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

import snowballstemmer

# A shorter stem stands in half of all words: it is only found where a word is that stem, inflected.
LEAST_WITHIN: Final = 4
MOST_WORDS: Final = 8
LEAST_LETTERS: Final = 2
# So many signs on each side of what was found are shown.
AROUND: Final = 90

_ENDINGS: Final = "(?:e|en|et|er|ene|erne|ens|ets|ers|s|t|te|ede|n|r|le|let)?"
_WORD: Final = re.compile(r"\w+")
_TWO_FOR_ONE: Final = re.compile("a{2,}|oe+")
# What Unicode does not take apart into a plain letter and a mark.
_LETTERS: Final = {
    "æ": "ae", "ø": "o", "å": "a", "ä": "ae", "ö": "o", "œ": "oe", "đ": "d", "ð": "d", "þ": "th",
    "ł": "l", "ı": "i",
}  # fmt: skip
_MARKED: Final = {
    letter: unicodedata.normalize("NFD", letter)[0]
    for letter in map(chr, range(0xC0, 0x180))
    if len(unicodedata.normalize("NFD", letter)) > 1
}
_PLAIN: Final = str.maketrans({**_MARKED, **_LETTERS})


@lru_cache(maxsize=1)
def _danish() -> Any:
    return snowballstemmer.stemmer("danish")


def folded(text: str) -> str:
    """A text as it is compared. Quick: thousands of notes are folded for one search."""
    plain = unicodedata.normalize("NFC", text).casefold()
    if not plain.isascii():
        plain = plain.translate(_PLAIN)
    return _TWO_FOR_ONE.sub(lambda found: found[0][0], plain)


@dataclass(frozen=True)
class Sought:
    """The stems that must all stand in a note, as they are looked for."""

    stems: tuple[str, ...]

    @property
    def criterion(self) -> str:
        """What was sought in one spelling and order, for the log to hash."""
        return " ".join(sorted(self.stems))

    def fits(self, text: str) -> bool:
        """Whether each stem stands in the text; nothing fits where nothing is sought."""
        compared = folded(text)
        return bool(self.stems) and all(_within(stem, compared) for stem in self.stems)

    def passage(self, text: str) -> str:
        """What stands around the first word that fits; the beginning where it is none of the text's."""
        words = _WORD.finditer(text)
        at = next(
            (one.start() for one in words if any(_within(s, folded(one[0])) for s in self.stems)), 0
        )
        begin, end = max(0, at - AROUND), min(len(text), at + AROUND)
        before, after = "… " if begin else "", " …" if end < len(text) else ""
        return f"{before}{text[begin:end].strip()}{after}"


def _within(stem: str, compared: str) -> bool:
    if len(stem) >= LEAST_WITHIN:
        return stem in compared
    return re.search(rf"\b{re.escape(stem)}{_ENDINGS}\b", compared) is not None


def understood(text: str) -> Sought:
    """The stems of what was typed, each once; none where no word has two letters."""
    words = _WORD.findall(unicodedata.normalize("NFC", text).casefold())
    stems = (_stem(word) for word in words if len(word) >= LEAST_LETTERS)
    return Sought(tuple(dict.fromkeys(stems))[:MOST_WORDS])


def _stem(word: str) -> str:
    """The stem as it stands in the folded text: whichever of the two ways leaves the shorter one.

    Snowball leaves "øll" of "øllet"; the double letter falls, for "øl" stands there too.
    """
    stem = folded(_danish().stemWord(word))
    if len(stem) > LEAST_LETTERS and stem[-1] == stem[-2] and stem != folded(word):
        return stem[:-1]
    return stem or folded(word)
