"""The list of free times, shared by booking and moving: ways to meet, halves of the day, more times."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any, Self, get_args
from urllib.parse import urlencode

from django.http import HttpRequest
from django.utils.translation import gettext as _

from centre.standard.schema import AgeGroup, Standard
from intake.choices import SlotChannel
from intake.queries import slots
from intake.queries.slots import FreeTime
from intake.views.pages import clock, day_in_words, standard_of, ways

PAGE = 20
MOST_PAGES = slots.MOST // PAGE
HALVES = ("", "am", "pm")

Offered = list[tuple[str, list[tuple[int, str]]]]


@dataclass(frozen=True)
class Choice:
    """What of the list is looked at: kept in the address, and nothing in it is about a person."""

    how: str
    half: str = ""
    pages: int = 1

    @classmethod
    def of(cls, request: HttpRequest, *, allowed: Sequence[str], usual: str) -> Self:
        """The choice of an address; whatever it does not understand is left out."""
        how = request.GET.get("how", usual)
        half = request.GET.get("half", "")
        pages = request.GET.get("n", "1")
        first = allowed[0] if allowed else SlotChannel.IN_PERSON.value
        return cls(
            how=how if how in allowed else first,
            half=half if half in HALVES else "",
            pages=min(number_in(pages) or 1, MOST_PAGES),
        )

    def address(self, **changes: Any) -> str:
        """The query of the same list with something changed."""
        values = {"how": self.how, "half": self.half, "n": self.pages, **changes}
        told = {name: value for name, value in values.items() if value not in ("", 1)}
        return f"?{urlencode(told)}"


def units_of(standard: Standard, age_group: str) -> list[int]:
    """The units whose times somebody of this age is shown; empty for all."""
    if age_group not in get_args(AgeGroup):
        return []
    return [unit.pk for unit in slots.units_for(standard, age_group)]  # type: ignore[arg-type]


def offer(
    choice: Choice, *, standard: Standard, units: Sequence[int], at: datetime
) -> tuple[list[FreeTime], dict[str, Any]]:
    """The free times of a choice, and what the page needs to show them."""
    limit = PAGE * max(choice.pages, 1)
    find = partial(slots.free_times, at=at, how=choice.how, half=choice.half, limit=limit + 1)
    found = _of_units(find, units)
    shown = found[:limit]
    more = len(found) > limit and choice.pages < MOST_PAGES
    return shown, {
        "query": choice.address(),
        "ways": _links(choice, "how", [(way, SlotChannel(way).label) for way in ways(standard)]),
        "halves": _links(
            choice, "half", [("", _("All day")), ("am", _("Morning")), ("pm", _("Afternoon"))]
        ),
        "more_url": choice.address(n=choice.pages + 1) if more else "",
        "minutes": shown[0].minutes if shown else None,
        "how": choice.how,
    }


def near(moment: datetime, age_group: str, *, how: str, at: datetime) -> list[FreeTime]:
    """The free times nearest to a moment that somebody of this age is shown."""
    find = partial(slots.nearest, starts_at=moment, at=at, how=how)
    return _of_units(find, units_of(standard_of(at), age_group))


def _of_units(find: Callable[..., list[FreeTime]], units: Sequence[int]) -> list[FreeTime]:
    # A unit without times of its own now: the rest of the house has some.
    return find(units=units) or (find() if units else [])


def _links(choice: Choice, name: str, words: Sequence[tuple[str, Any]]) -> list[dict[str, Any]]:
    return [
        {
            "words": label,
            "url": choice.address(**{name: value, "n": 1}),
            "current": getattr(choice, name) == value,
        }
        for value, label in words
    ]


def as_radios(times: Sequence[FreeTime]) -> Offered:
    """The times as grouped choices, each day in words."""
    return [
        (day_in_words(day), [(one.id, clock(one.starts_at)) for one in those])
        for day, those in slots.by_day(times)
    ]


def posted_slot(request: HttpRequest) -> int:
    """The number of the time that was sent; 0 for none and for nonsense."""
    return number_in(request.POST.get("slot", ""))


def number_in(text: str) -> int:
    """The number that somebody sent; 0 for nonsense, and for one too large for any column."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0
