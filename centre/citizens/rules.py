"""How a name is folded for look-up, and what of it is indexed. Pure.

People write one name in many ways: "Ødegård", "Odegaard", "OEDEGAARD". All of them fold to the same
letters, so each finds the other. Folding may join two names that differ; it must never part one
name from itself. It serves looking up alone: what is kept and shown is the name as it was given.
"""

import re
import unicodedata
from typing import Final

# A hit needs three letters; a word with fewer is found by the whole of it.
SHORTEST_PREFIX: Final = 3
# Nobody types more of a word, and more words would only make the index dearer to keep.
LONGEST_WORD: Final = 15
MOST_WORDS: Final = 12

# Letters that Unicode does not take apart into a plain letter and a mark.
_LETTERS: Final = str.maketrans(
    {"ø": "o", "æ": "ae", "œ": "oe", "đ": "d", "ð": "d", "þ": "th", "ł": "l", "ı": "i", "ħ": "h"}
)
_UMLAUT: Final = "a\u0308"
_APOSTROPHES: Final = frozenset("'’ʼ`´")


def fold(text: str) -> str:
    """The words of a name in plain small letters, one space between them.

    å and aa are a, so that a keyboard without å finds it too; æ and ä are ae; ø, ö and oe are o. All
    other accents fall away. Hyphens part words, apostrophes do not.
    """
    plain = unicodedata.normalize("NFKD", text).casefold()
    # What folding the case has put together is taken apart again.
    plain = unicodedata.normalize("NFKD", plain).casefold().replace(_UMLAUT, "ae")
    plain = plain.translate(_LETTERS)
    words = "".join(map(_plain, plain)).split()
    return " ".join(filter(None, map(_joined, words)))


def _plain(letter: str) -> str:
    """Letters and digits stay; marks and what is invisible fall away; all else parts words."""
    if letter in _APOSTROPHES or unicodedata.category(letter)[0] == "M":
        return ""
    if unicodedata.category(letter) == "Cf":
        return ""
    return letter if letter.isalnum() else " "


def _joined(word: str) -> str:
    """Two letters that Danish writes as one: aa is å, oe is ø, however many stand there."""
    return re.sub("oe+", "o", re.sub("a{2,}", "a", word))


def words_of(name: str) -> list[str]:
    """The folded words of a name, each once and as long as the index looks."""
    words = [word[:LONGEST_WORD] for word in fold(name).split()]
    return list(dict.fromkeys(words))[:MOST_WORDS]


def beginnings(name: str) -> set[str]:
    """All by which a name is found: each word, and what it begins with from three letters on."""
    return {
        word[:length]
        for word in words_of(name)
        for length in range(min(SHORTEST_PREFIX, len(word)), len(word) + 1)
    }
