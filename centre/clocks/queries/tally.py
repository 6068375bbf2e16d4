"""The desk's numbers: each app says what is to be counted, and one statement counts all of it."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.conf import settings
from django.db.models import Count, QuerySet, Value
from django.utils.functional import Promise
from django.utils.module_loading import import_string

from centre.staff.models import User


@dataclass(frozen=True)
class Tile:
    """A number to open, for `parts/tiles.html`."""

    words: Promise | str
    count: int
    url: str
    current: bool = False
    alarm: bool = False


@dataclass(frozen=True)
class Tally:
    """What an app counts for the desk: sets of rows by name, and the tiles their numbers make.

    The set of a tile is the one that its address lists, so that it opens exactly what it counts.
    """

    sets: Mapping[str, QuerySet[Any]]
    tiles: Callable[[Mapping[str, int]], list[Tile]]


def tiles(user: User, today: date, *, who: str, show: str) -> list[Tile]:
    """The desk's tiles, of all apps."""
    names = settings.DESK_TILES
    return counted([import_string(name)(user, today, who=who, show=show) for name in names])


def counted(tallies: Sequence[Tally]) -> list[Tile]:
    """The tiles of some tallies, in one statement whatever their number."""
    numbers = _numbers([rows for one in tallies for rows in one.sets.values()])
    # Each takes as many numbers as it has sets.
    return [
        tile for one in tallies for tile in one.tiles({name: next(numbers) for name in one.sets})
    ]


def _numbers(sets: Sequence[QuerySet[Any]]) -> Iterator[int]:
    """How many rows each set has, in their order: their counts are read under each other as rows."""
    lines = [
        rows.order_by()
        .values(place=Value(place))
        .annotate(number=Count("pk"))
        .values_list("place", "number")
        for place, rows in enumerate(sets)
    ]
    # A set that is empty whatever the database holds is not asked for.
    found = dict(lines[0].union(*lines[1:], all=True))
    return (found.get(place, 0) for place in range(len(sets)))
