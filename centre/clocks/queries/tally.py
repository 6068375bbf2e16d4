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
class Listing:
    """Lists on the desk that are read only when something waits, which the tiles' statement counts."""

    waits: Callable[..., QuerySet[Any]]
    sections: Callable[..., list[Any]]


@dataclass(frozen=True)
class Numbers:
    """The desk's tiles, and the names of the listings in which something waits."""

    tiles: list[Tile]
    waiting: frozenset[str]


@dataclass(frozen=True)
class _Count:
    """The tallies of a page without their sets, and the statement that counts all of these."""

    parts: Sequence[tuple[Sequence[str], Callable[[Mapping[str, int]], list[Tile]]]]
    statement: Statement

    def counts(self) -> list[dict[str, int]]:
        """The numbers of each tally, by the names of its sets."""
        # A set that is empty whatever the database holds is not asked for.
        found = dict(self.statement.rows())
        places = count()
        return [
            {name: found.get(next(places), 0) for name in names} for names, _tiles in self.parts
        ]

    def tiles(self, counts: Sequence[Mapping[str, int]]) -> list[Tile]:
        parts = zip(self.parts, counts, strict=True)
        return [tile for (_names, tiles), numbers in parts for tile in tiles(numbers)]


def numbers(user: User, today: date, *, who: str, show: str) -> Numbers:
    """All that is counted for the desk, of all apps, in one statement."""
    counted_for = _desk(
        tuple(settings.DESK_TILES), tuple(settings.DESK_SECTIONS), user.rights, today, who, show
    )
    counts = counted_for.counts()
    waiting = frozenset(name for one in counts for name, rows in one.items() if rows)
    return Numbers(counted_for.tiles(counts), waiting)


@lru_cache(maxsize=256)
def _desk(
    tiles: Sequence[str], lists: Sequence[str], rights: Rights, today: date, who: str, show: str
) -> _Count:
    """What is counted for somebody with these rights on a day; made from nothing else."""
    person = rights.person
    tallies: list[Tally] = [
        import_string(name)(person, today, who=who, show=show) for name in tiles
    ]
    waits = {
        name: listing.waits(person, today, who=who)
        for name in lists
        if isinstance(listing := import_string(name), Listing)
    }
    return _together([*tallies, Tally(waits, lambda _counts: [])])


def counted(tallies: Sequence[Tally]) -> list[Tile]:
    """The tiles of some tallies, in one statement whatever their number."""
    all_of_them = _together(tallies)
    return all_of_them.tiles(all_of_them.counts())


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
