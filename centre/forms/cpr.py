"""Danish personal numbers and their replacements: shape, birth date, masking. Pure.

Modulus 11 never decides: valid numbers without it are issued since 2007 (cpr.dk, "Personnumre uden
kontrolciffer"). Replacement numbers follow Sundhedsdatastyrelsen's X-eCPR and the regions' D-eCPR.
"""

import re
import unicodedata
from datetime import date
from typing import Final

LENGTH: Final = 10
# Older municipal replacement numbers are written with the day of birth plus 60.
REPLACEMENT_DAY: Final = 60
MASK: Final = "******-****"

_SEPARATORS = re.compile(r"[\s.\-\u2010-\u2015\u2212]+")
_PERSONAL = re.compile(r"[0-9]{10}")
_X_ECPR = re.compile(r"[0-9]{6}[17][A-Z]{2}[0-9]")
_D_ECPR = re.compile(r"[0-9]{6}[056][A-Z]{2}[0-9]")
_IN_TEXT = re.compile(
    r"(?<![\dA-Za-z])(\d\d)[ ./\-\u2010-\u2015]?(\d\d)[ ./\-\u2010-\u2015]?\d\d"
    r"[ \-\u2010-\u2015]{0,3}(?:\d{4}|\d[A-Za-z]{2}\d)(?![\dA-Za-z])"
)


def normalise(text: str) -> str:
    """The ten characters without separators, letters large: what is stored and looked up."""
    return _SEPARATORS.sub("", unicodedata.normalize("NFKC", text)).upper()


def written(number: str) -> str:
    """A normalised number as a letter writes it: 050520-9996."""
    return f"{number[:6]}-{number[6:]}" if number else ""


def is_replacement(number: str) -> bool:
    """A normalised number that stands in for a CPR number: X-eCPR, D-eCPR or day plus 60."""
    return not number.isdigit() or int(number[:2]) > REPLACEMENT_DAY


def is_number(number: str) -> bool:
    """Whether a normalised text has the shape of a personal or replacement number."""
    if _PERSONAL.fullmatch(number):
        return birth_date(number) is not None
    if _X_ECPR.fullmatch(number) or _D_ECPR.fullmatch(number):
        return any(_date(century, number) for century in (1900, 2000))
    return False


def birth_date(number: str) -> date | None:
    """The day of birth in a normalised ten-digit number, by the seventh digit's century rule.

    None for X-eCPR and D-eCPR, whose seventh character names the issuer, and for a day that does
    not exist.
    """
    if not _PERSONAL.fullmatch(number):
        return None
    return _date(_century(int(number[4:6]), int(number[6])), number)


def _century(year: int, seventh: int) -> int:
    """CPR-kontoret's table: seventh digit and two-digit year give the century."""
    if seventh <= 3:
        return 1900
    if seventh in (4, 9):
        return 2000 if year <= 36 else 1900
    return 2000 if year <= 57 else 1800


def _date(century: int, number: str) -> date | None:
    day = int(number[:2])
    if day > REPLACEMENT_DAY:
        day -= REPLACEMENT_DAY
    try:
        return date(century + int(number[4:6]), int(number[2:4]), day)
    except ValueError:
        return None


def mask_cpr(text: str) -> str:
    """Free text with everything that looks like a personal number replaced by stars (ux T26).

    Ten digits whose first four cannot be a day and a month, such as a telephone number with its
    country code, are left alone.
    """

    def stars(found: re.Match[str]) -> str:
        day, month = int(found[1]), int(found[2])
        if day > REPLACEMENT_DAY:
            day -= REPLACEMENT_DAY
        return MASK if 1 <= day <= 31 and 1 <= month <= 12 else found[0]

    return _IN_TEXT.sub(stars, text)
