"""The desk's numbers: each app says what is to be counted, and one statement counts all of it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from itertools import count
from typing import Any

from django.conf import settings
from django.db.models import Count, QuerySet, Value
from django.utils.functional import Promise
from django.utils.module_loading import import_string

from centre.staff.models import Rights, User
from centre.statement import Statement


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


@dataclass(frozen=True)
class _Count:
    """The tallies of a page without their sets, and the statement that counts all of these."""

    parts: Sequence[tuple[Sequence[str], Callable[[Mapping[str, int]], list[Tile]]]]
    statement: Statement

    def tiles(self) -> list[Tile]:
        # A set that is empty whatever the database holds is not asked for.
        found = dict(self.statement.rows())
        places = count()
        return [
            tile
            for names, tiles in self.parts
            for tile in tiles({name: found.get(next(places), 0) for name in names})
        ]


def tiles(user: User, today: date, *, who: str, show: str) -> list[Tile]:
    """The desk's tiles, of all apps."""
    return _desk(tuple(settings.DESK_TILES), user.rights, today, who, show).tiles()


@lru_cache(maxsize=256)
def _desk(names: Sequence[str], rights: Rights, today: date, who: str, show: str) -> _Count:
    """What is counted for somebody with these rights on a day; made from nothing else."""
    person = rights.person
    return _together([import_string(name)(person, today, who=who, show=show) for name in names])


def counted(tallies: Sequence[Tally]) -> list[Tile]:
    """The tiles of some tallies, in one statement whatever their number."""
    return _together(tallies).tiles()


def _together(tallies: Sequence[Tally]) -> _Count:
    """How many rows each set has, in their order: the counts are read under each other as rows."""
    lines = [
        rows.order_by()
        .values(place=Value(place))
        .annotate(number=Count("pk"))
        .values_list("place", "number")
        for place, rows in enumerate(rows for one in tallies for rows in one.sets.values())
    ]
    return _Count(
        [(tuple(one.sets), one.tiles) for one in tallies],
        Statement.of(lines[0].union(*lines[1:], all=True)),
    )
