"""Two ways to tell the same figure: exactly, to those who may see its rows, and as it may leave the house."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.functional import Promise

from reporting import words
from reporting.queries.board import Found, Tally
from reporting.rules import published
from reporting.rules.measures import Measure, Shape


@dataclass(frozen=True)
class Row:
    """A month, or a kind of treatment. `key` is what the address of its rows says."""

    words: str
    key: str
    part: str
    whole: str
    value: str
    outside: bool = False


@dataclass(frozen=True)
class LeftOut:
    """Cases that are not counted, by why."""

    words: Promise | str
    key: str
    count: str


class Exact:
    """For those who may open the rows: every number as it is."""

    counts = True

    def __init__(self, measure: Measure, found: Found, area: str) -> None:
        self.measure, self.found, self.area = measure, found, area
        self.of_days = measure.shape is Shape.DAYS

    def value(self, tally: Tally) -> float | None:
        """The figure of some cases. In percent only where there are enough of them."""
        if self.of_days:
            return tally.median
        return tally.share.percent if tally.share.says_enough else None

    def spoken(self, value: float | None) -> str:
        return words.days(value) if self.of_days else words.percent(value)

    def headline(self) -> float | None:
        return self.value(self.found.whole)

    def ninetieth(self) -> float | None:
        return self.found.whole.ninetieth if self.of_days else None

    def counted(self) -> tuple[str, str]:
        """How many of how many; of waits, how many there were."""
        share = self.found.whole.share
        return "" if self.of_days else str(share.part), str(share.whole)

    def points(self) -> list[float | None]:
        """A point a month; of a few too, for whoever sees the chart sees the rows."""
        tallies = self.found.months.values()
        return [one.median if self.of_days else one.share.percent for one in tallies]

    def month(self, tally: Tally) -> tuple[str, str]:
        """How many of how many."""
        return str(tally.share.part), str(tally.share.whole)

    def month_value(self, tally: Tally, _point: float | None) -> str:
        return self.spoken(self.value(tally))

    def left_out(self) -> list[LeftOut]:
        answers = self.found.whole.answers
        return [LeftOut(why, key, str(answers[key])) for key, why in self.measure.left_out.items()]

    def kinds(self) -> list[Row]:
        """Each kind of treatment by itself, where there is more than one."""
        found = sorted((key, one) for key, one in self.found.areas.items() if key)
        rows = [
            Row(words.area_words(key), key, *self.month(one), self.spoken(self.value(one)))
            for key, one in found
        ]
        return rows if len(rows) > 1 and not self.area else []

    def of_goal(self, areas: Sequence[str]) -> tuple[str, bool]:
        """The figure of a goal's kinds of treatment, and whether a verdict may be given on it."""
        share = self.found.of_areas(areas).share
        return words.counted_words(share.part, share.whole), True


class Leaving(Exact):
    """For everybody else, for paper and for files: nothing that tells of fewer than five.

    Waits are told by the middle one alone: how many waited, held against another figure, would tell how
    many still do.
    """

    counts = False

    def __init__(self, measure: Measure, found: Found, area: str) -> None:
        super().__init__(measure, found, area)
        kinds = {key: one.share for key, one in found.areas.items()}
        self.there = {key for key, share in kinds.items() if share.whole}
        self.published = published.publish(found.of_areas(list(kinds)).share, kinds)
        self.line = self._line([area] if area else list(kinds))

    def _line(self, areas: Sequence[str]) -> published.Line | None:
        return self.published.of(set(areas) & self.there, self.there)

    def value(self, tally: Tally) -> float | None:
        if self.of_days:
            return tally.median if tally.share.says_enough else None
        return published.month(tally.share)

    def headline(self) -> float | None:
        if self.of_days:
            return self.value(self.found.whole)
        return self.line.percent if self.line else None

    def ninetieth(self) -> float | None:
        return super().ninetieth() if self.found.whole.share.says_enough else None

    def counted(self) -> tuple[str, str]:
        if self.of_days:
            return "", ""
        return (self.line.part, self.line.whole) if self.line else (published.HIDDEN,) * 2

    def points(self) -> list[float | None]:
        """No month where the year's parts are hidden: twelve of them would give these back."""
        tallies = self.found.months.values()
        told = self.of_days or (self.line is not None and self.line.open)
        return [self.value(one) if told else None for one in tallies]

    def month(self, tally: Tally) -> tuple[str, str]:
        return "", ""

    def month_value(self, tally: Tally, point: float | None) -> str:
        return self.spoken(point)

    def left_out(self) -> list[LeftOut]:
        """Of all kinds together only: one kind's taken from all would be the others'."""
        if self.area:
            return []
        answers = self.found.whole.answers
        return [
            LeftOut(why, key, published.told(answers[key]))
            for key, why in self.measure.left_out.items()
        ]

    def kinds(self) -> list[Row]:
        if self.of_days:
            return super().kinds()
        if self.area:
            return []
        return [
            Row(words.areas_words(names), "", one.part, one.whole, words.percent(one.percent))
            for names, one in self.published.groups.items()
        ]

    def of_goal(self, areas: Sequence[str]) -> tuple[str, bool]:
        """What may not be told as a number is not told by a verdict either."""
        if self.of_days:
            return "", self.found.of_areas(areas).share.says_enough
        line = self._line(areas)
        if line is None:
            return published.HIDDEN, False
        return words.counted_words(line.part, line.whole), line.open
