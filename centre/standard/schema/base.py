"""What every part of a quality standard shares."""

import msgspec


class Part(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A piece of a standard; cannot be changed after loading and refuses keys it does not know."""


class Sourced(Part, frozen=True, kw_only=True):
    """A piece with a value that comes from the council's text.

    source: the heading in the council's text; " > " goes down into a heading, " + " joins several.
    reading: which reading was chosen and why, where the text contradicts itself, quotes repealed law,
        or where a value is our proposal because the text gives none.
    """

    source: str
    reading: str | None = None


class Told(Sourced, frozen=True, kw_only=True):
    """A piece that is also shown to citizens, in our own plain words.

    title_da: heading on the Danish page.
    title_en: heading on the English page.
    text_da: the text on the Danish page.
    text_en: the text on the English page.
    """

    title_da: str
    title_en: str
    text_da: str
    text_en: str
