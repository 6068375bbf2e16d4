"""How the page "What you can expect" says things: the reader's language, lists, lengths of time."""

from collections.abc import Iterable, Sequence

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from centre.standard.schema import Offer, Told

Words = tuple[str, str]


def is_danish() -> bool:
    """Whether the reader reads the Danish page."""
    return (get_language() or "da").startswith("da")


def told(part: Told) -> Words:
    """A piece's heading and text in the reader's language."""
    if is_danish():
        return part.title_da, part.text_da
    return part.title_en, part.text_en


def told_all(parts: Iterable[Told]) -> list[Words]:
    """The same of several pieces, in their order."""
    return [told(one) for one in parts]


def offer_told(offer: Offer) -> Words:
    """An offer with whom it is for."""
    title, text = told(offer)
    conditions = (offer.conditions_da if is_danish() else offer.conditions_en) or ""
    return title, f"{text} {conditions}".strip()


def length_told(days: int | None, weeks: int | None, months: int | None) -> str:
    """A length of time in whichever of the three it is given."""
    if days:
        return ngettext("%(n)d day", "%(n)d days", days) % {"n": days}
    if weeks:
        return ngettext("%(n)d week", "%(n)d weeks", weeks) % {"n": weeks}
    return ngettext("%(n)d month", "%(n)d months", months or 0) % {"n": months or 0}


def all_of(clauses: Sequence[str]) -> str:
    """Whole clauses as one: a, b, and c."""
    return _joined(clauses, _("%(first)s, and %(last)s"))


def names(words: Sequence[str]) -> str:
    """Headings as one heading: only the first keeps its capital."""
    return _joined(
        [one if place == 0 else one[:1].lower() + one[1:] for place, one in enumerate(words)],
        _("%(first)s and %(last)s"),
    )


def _joined(words: Sequence[str], joint: str) -> str:
    if len(words) < 2:
        return "".join(words)
    return joint % {"first": ", ".join(words[:-1]), "last": words[-1]}
