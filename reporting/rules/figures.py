"""From counted cases to a figure: shares, the middle wait, and the limits of chance."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import floor, sqrt
from typing import Final

# A share of fewer than these says too much of each, and too little of all (ux A.7 no. 4).
FEWEST_FOR_PERCENT: Final = 10
# From so many points on, what is only chance can be told apart (ux A.7 no. 2).
POINTS_FOR_LIMITS: Final = 12
# Three standard deviations, and Shewhart's factor for single values: 3 / 1.128.
SIGMAS: Final = 3
MOVING: Final = 2.66


@dataclass(frozen=True)
class Share:
    """So many of so many."""

    part: int
    whole: int

    @property
    def percent(self) -> float | None:
        """In percent; None of nothing."""
        return 100 * self.part / self.whole if self.whole else None

    @property
    def says_enough(self) -> bool:
        """Whether there are enough to speak of percent."""
        return self.whole >= FEWEST_FOR_PERCENT


def percentile(days: Mapping[int, int], share: float) -> float | None:
    """The value below which that share lies, between neighbours by their distance; None of nothing.

    `days` says how many waited so long. The same as PERCENTILE_CONT.
    """
    many = sum(days.values())
    if not many:
        return None
    place = share * (many - 1)
    low, high = _at(days, floor(place)), _at(days, min(floor(place) + 1, many - 1))
    return low + (high - low) * (place - floor(place))


def _at(days: Mapping[int, int], place: int) -> int:
    """The value at a place of the ordered row."""
    for value in sorted(days):
        if place < days[value]:
            return value
        place -= days[value]
    raise IndexError(place)


@dataclass(frozen=True)
class Limits:
    """What is to be expected, and between what chance alone moves a point."""

    middle: float
    low: float
    high: float

    def hold(self, value: float) -> bool:
        """Whether the value may be chance."""
        return self.low <= value <= self.high


def share_limits(points: Sequence[Share | None]) -> list[Limits | None]:
    """The limits of each point of a p-chart, in percent: wider where fewer were counted.

    None everywhere with fewer than twelve points, and where nothing was counted.
    """
    counted = [one for one in points if one is not None and one.whole]
    if len(counted) < POINTS_FOR_LIMITS:
        return [None] * len(points)
    middle = sum(one.part for one in counted) / sum(one.whole for one in counted)
    return [_of_share(middle, one.whole) if one and one.whole else None for one in points]


def _of_share(middle: float, whole: int) -> Limits:
    away = SIGMAS * sqrt(middle * (1 - middle) / whole)
    return Limits(100 * middle, 100 * max(middle - away, 0), 100 * min(middle + away, 1))


def value_limits(points: Sequence[float | None]) -> list[Limits | None]:
    """The limits of single values (XmR-chart), the same for all points that are there."""
    there = [one for one in points if one is not None]
    if len(there) < POINTS_FOR_LIMITS:
        return [None] * len(points)
    middle = sum(there) / len(there)
    moves = [abs(one - before) for before, one in pairwise(there)]
    away = MOVING * sum(moves) / len(moves)
    limits = Limits(middle, max(middle - away, 0), middle + away)
    return [limits if one is not None else None for one in points]


def together(counts: Iterable[Mapping[int, int]]) -> dict[int, int]:
    """Several counts of days as one."""
    found: dict[int, int] = {}
    for one in counts:
        for value, many in one.items():
            found[value] = found.get(value, 0) + many
    return found
