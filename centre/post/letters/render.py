"""A letter's text as PDF: tagged for screen readers (PDF/UA-1), fit to be kept (PDF/A-2a).

The same text gives the same bytes: what somebody saw can be told apart from anything else by its
hash. Text goes in as JSON and is set as text, so that nothing in it can be code.
"""

import json
import re
import unicodedata
from datetime import date
from pathlib import Path
from typing import Any, Final

import msgspec
import typst
from django.conf import settings
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import override

from centre.post.letters.text import FilePart, LetterText, Text
from centre.post.rules import Unprintable
from centre.post.words import day

TEMPLATES: Final = Path(settings.BASE_DIR) / "templates" / "post"
REGIONS: Final = {"da": "dk", "en": "gb"}
_UNPRINTABLE: Final = re.compile(r"the text `\"(?P<sign>.+?)\"` could not be displayed")


def render(text: Text, language: str) -> bytes:
    """The PDF of a letter or of an indexed file.

    Raises Unprintable where a sign cannot be printed, such as an Arabic letter or a smiley.
    """
    with override(language):
        name, data = _told(text)
    told = json.dumps({**data, "language": language, "region": REGIONS[language]})
    try:
        pdf: bytes = typst.compile(
            TEMPLATES / name,
            root=TEMPLATES,
            font_paths=[Path(settings.LETTER_FONTS)],
            ignore_system_fonts=True,
            format="pdf",
            pdf_standards=["ua-1", "a-2a"],
            sys_inputs={"data": told},
        )
    except typst.TypstError as error:
        sign = _UNPRINTABLE.search(str(error))
        if sign is None:
            # Without the compiler's own words: they may quote the letter.
            raise RuntimeError("the template of the letters cannot be set") from None
        words = _("This cannot be printed in a letter: %(sign)s") % {"sign": sign["sign"]}
        raise Unprintable(words, sign["sign"]) from None
    return pdf


def _told(text: Text) -> tuple[str, dict[str, Any]]:
    """The template, and what it is filled with."""
    data: dict[str, Any] = {
        "title": _printable(text.title),
        "sender": _plain(text.sender),
        "day": [text.written_on.year, text.written_on.month, text.written_on.day],
        "words": {
            "page": _("Page {page} of {pages}"),
            "reference": _("Our reference"),
            "enclosures": _("Enclosed"),
            "copies": _("Copy to"),
            "copy-of": _("Copy of our letter to {name}"),
            "contents": _("Contents"),
        },
    }
    if isinstance(text, LetterText):
        return "letter.typ", data | {"letter": _letter(text)}
    return "file.typ", data | {
        "dateline": _dateline(text.place, text.written_on),
        "about": _plain(text.about),
        "parts": [_part(number, one) for number, one in enumerate(text.parts, 1)],
    }


def _letter(text: LetterText) -> dict[str, Any]:
    return {**_plain(text), "dateline": _dateline(text.place, text.written_on)}


def _part(number: int, part: FilePart) -> dict[str, Any]:
    heading = f"{number}. {_printable(part.title)}"
    if part.of_day is not None:
        heading = f"{heading}, {day(part.of_day)}"
    if isinstance(part.content, LetterText):
        return {"heading": heading, "letter": _letter(part.content), "blocks": []}
    return {"heading": heading, "letter": None, "blocks": _plain(part.content)}


def _dateline(place: str, on: date) -> list[str]:
    return [_printable(place), date_format(on, "DATE_FORMAT")]


def _plain(part: Any) -> Any:
    """A part as JSON takes it, every text of it without signs that are not seen."""
    return _each(msgspec.to_builtins(part))


def _each(value: Any) -> Any:
    match value:
        case str():
            return _printable(value)
        case dict():
            return {name: _each(one) for name, one in value.items()}
        case list() | tuple():
            return [_each(one) for one in value]
    return value


def _printable(text: str) -> str:
    """Without what is not seen: it could turn the text beside it around, or fit no font."""
    spaced = text.replace("\r\n", "\n").replace("\t", " ")
    return "".join(one for one in spaced if one == "\n" or unicodedata.category(one)[0] != "C")
