"""Passwords that are tried first: of words of this house, of the person's own names, and of common ones.

Length is asked for beside this, and no kinds of characters (ASVS 5.0 6.2). The words are no ban: within
a longer sentence each may stand. What is left of a password without them must be long enough by itself.
"""

import re
import tomllib
import unicodedata
from collections.abc import Iterable, Iterator
from functools import lru_cache
from pathlib import Path
from typing import Final

from django.conf import settings
from django.contrib.auth.password_validation import CommonPasswordValidator
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from centre.staff import queries
from centre.staff.models import User
from centre.standard.loader import read_shipped, shipped_keys
from centre.standard.queries import NoStandard, Timeline

# As short as a password may ever be (NIST SP 800-63B): so much must be no word of the lists.
LEFT: Final = 8
# A shorter word stands by chance in many others.
SHORTEST: Final = 4
LIST: Final = Path(__file__).with_name("passwords.txt")
ROWS: Final = (
    "abcdefghijklmnopqrstuvwxyz", "01234567890123456789", "qwertyuiop", "asdfghjkl", "zxcvbnm",
    "1q2w3e4r5t6y7u8i9o0p", "qazwsxedcrfvtgbyhnujm",
)  # fmt: skip
RUN: Final = 4
_LETTERS: Final = str.maketrans({"æ": "ae", "ø": "oe", "å": "aa", "ä": "ae", "ö": "oe"})
_SIGNS: Final = str.maketrans("013457@$", "oieastas")
_YEAR: Final = re.compile(r"(19|20)\d\d")
_BETWEEN: Final = re.compile(r"[\s\-_.,:;!?+*/]+")


class KnownWords:
    """Refuse what is made of known words and little else; named in AUTH_PASSWORD_VALIDATORS."""

    def __init__(self) -> None:
        self.common = CommonPasswordValidator().passwords

    def validate(self, password: str, user: User | None = None) -> None:
        words = {*_of_the_list(), *_of_the_place(), *_of_the_person(user)}
        if any(len(left) < LEFT or left in self.common for left in _left(password, words)):
            raise ValidationError(self.get_help_text(), code="password_known_words")

    def get_help_text(self) -> str:
        return _(
            "Too much of this password is words that are tried first: those of this place, your own"
            " name, or very common ones. Add a few other words."
        )


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold().translate(_LETTERS)


def _left(password: str, words: Iterable[str]) -> Iterator[str]:
    """What the words leave, with digits as digits and as the letters they are written for."""
    known = "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))
    bare = _YEAR.sub(" ", _without_runs(_plain(password)))
    for text in (_plain(password), bare, bare.translate(_SIGNS)):
        left = re.sub(known, " ", text)
        left = _BETWEEN.sub("", _YEAR.sub(" ", _without_runs(left)))
        # The same again and again is as good as once.
        yield re.sub(r"^(.+?)\1+.{0,2}$", r"\1", re.sub(r"(.)\1{2,}", r"\1", left))


def _without_runs(text: str) -> str:
    """Without neighbours of the alphabet or the keyboard, to and fro."""
    found, start = [], 0
    while start < len(text):
        end = _run_ends(text, start)
        found.append(" " if end else text[start])
        start = end or start + 1
    return "".join(found)


def _run_ends(text: str, start: int) -> int:
    """Where the run that begins here ends; 0 where none does."""
    longest = 0
    for row in _rows():
        end = start + RUN
        while end <= len(text) and text[start:end] in row:
            longest, end = max(longest, end), end + 1
    return longest


@lru_cache(maxsize=1)
def _rows() -> tuple[str, ...]:
    return (*ROWS, *(row[::-1] for row in ROWS))


@lru_cache(maxsize=1)
def _of_the_list() -> frozenset[str]:
    lines = LIST.read_text(encoding="utf-8").splitlines()
    return frozenset(word for line in lines if not line.startswith("#") for word in _words(line))


def _of_the_place() -> set[str]:
    """The council's, its centre's and its units' names, and those of the councils beside it."""
    found = {*_of_the_shipped(), *_words(settings.MUNICIPALITY)}
    try:
        identity = Timeline().versions[0].content.identity
        found |= _words(f"{identity.council} {identity.centre_name}")
    except NoStandard:
        # Before the first one is loaded the first leader is let in.
        pass
    for unit in queries.units():
        found |= _words(f"{unit.key} {unit.name}")
    return found


@lru_cache(maxsize=1)
def _of_the_shipped() -> frozenset[str]:
    told = (tomllib.loads(read_shipped(key))["identity"] for key in shipped_keys())
    names = (f"{one['council']} {one['centre_name']}" for one in told)
    return frozenset(word for name in names for word in _words(name))


def _of_the_person(user: User | None) -> set[str]:
    if user is None:
        return set()
    mail = user.email.partition("@")[0]
    return _words(f"{user.username} {user.first_name} {user.last_name} {mail}")


def _words(text: str) -> set[str]:
    return {word for word in re.findall(r"[^\W\d_]+", _plain(text)) if len(word) >= SHORTEST}
