"""The places of a run chart's lines, in whole units of its drawing; what is drawn says the template."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from reporting.rules.figures import Limits

WIDTH: Final = 480
HEIGHT: Final = 200
LEFT: Final = 56
RIGHT: Final = 468
TOP: Final = 14
BOTTOM: Final = 172
DOT: Final = 4
FRAME: Final = 10
STEPS: Final = (5, 10, 20, 50, 100, 200, 500, 1000, 5000)


@dataclass(frozen=True)
class Point:
    """A month's mark: hollow where few were counted, framed where chance does not explain it."""

    x: int
    y: int
    hollow: bool
    outside: bool


@dataclass(frozen=True)
class Tick:
    """A line of the scale, and what it stands for."""

    y: int
    value: int


@dataclass(frozen=True)
class Chart:
    """All that is drawn. Lines are lists of `x,y`, broken where nothing was counted."""

    points: list[Point]
    lines: list[str]
    low: list[str]
    high: list[str]
    middle: list[str]
    target: int | None
    ticks: list[Tick]

    width = WIDTH
    height = HEIGHT
    left = LEFT
    right = RIGHT
    bottom = BOTTOM

    # A figure has a hundred marks on a page of figures: they are drawn as three shapes, not one by one.
    @property
    def dots(self) -> str:
        return _rings((one for one in self.points if not one.hollow), DOT)

    @property
    def hollow_dots(self) -> str:
        return _rings((one for one in self.points if one.hollow), DOT)

    @property
    def frames(self) -> str:
        return _rings((one for one in self.points if one.outside), FRAME)


def chart(
    values: Sequence[float | None],
    *,
    few: Sequence[bool],
    limits: Sequence[Limits | None],
    target: float | None,
    highest: int | None = None,
) -> Chart:
    """A chart of a row of months. The scale begins at nought and ends at `highest`, or above all."""
    tops = [one for one in values if one is not None] + [one.high for one in limits if one]
    top = highest or _step(max([*tops, target or 0, 1]))
    places = [_x(number, len(values)) for number in range(len(values))]

    def lines(row: Sequence[float | None]) -> list[str]:
        return _lines([(x, _y(one, top)) for x, one in zip(places, row, strict=True)])

    return Chart(
        points=[
            Point(x, _y(one, top) or 0, hollow, limit is not None and not limit.hold(one))
            for x, one, hollow, limit in zip(places, values, few, limits, strict=True)
            if one is not None
        ],
        lines=lines(values),
        low=lines([one.low if one else None for one in limits]),
        high=lines([one.high if one else None for one in limits]),
        middle=lines([one.middle if one else None for one in limits]),
        target=_y(target, top) if target is not None and target <= top else None,
        ticks=[Tick(_y(value, top) or 0, value) for value in (0, top // 2, top)],
    )


def _step(most: float) -> int:
    """An end of the scale that is easy to read and leaves room above."""
    return next((one for one in STEPS if one >= most), STEPS[-1])


def _x(number: int, many: int) -> int:
    return LEFT + 12 + round(number * (RIGHT - LEFT - 24) / max(many - 1, 1))


def _y(value: float | None, top: int) -> int | None:
    return None if value is None else round(BOTTOM - value * (BOTTOM - TOP) / top)


def _lines(points: Sequence[tuple[int, int | None]]) -> list[str]:
    """The pieces that hold two points or more."""
    pieces: list[list[str]] = [[]]
    for x, y in points:
        if y is None:
            pieces.append([])
        else:
            pieces[-1].append(f"{x},{y}")
    return [" ".join(piece) for piece in pieces if len(piece) > 1]


def _rings(points: Iterable[Point], radius: int) -> str:
    """Circles around the points, each of two half ones, as one path."""
    half = f"a{radius} {radius} 0 1 0"
    return "".join(
        f"M{one.x - radius} {one.y}{half} {2 * radius} 0{half} {-2 * radius} 0" for one in points
    )
