"""No warning missing, early or twice."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

from reporting.live.check.days import ONE, WALL, closed, day_of, open_from
from reporting.live.check.fault import Fault, compare
from reporting.live.check.ledger import Clock, Stretch
from reporting.live.check.sql import rows

# The ladder: so many days before the deadline; never after its last open day, nor before it starts.
BEFORE = (7, 4, 2, 0)

Key = tuple[str, int, int]


class Alerts:
    """Remembers when the clocks were swept: an idle sweep leaves no row for long."""

    def __init__(self) -> None:
        self._sweeps: list[datetime] = []
        self._ended: dict[object, tuple[int, dict[Key, tuple[date, datetime]]]] = {}

    def faults(self, day: date, clocks: list[Clock], at: datetime) -> list[Fault]:
        self._remember(at)
        expected: dict[Key, tuple[date, datetime]] = {}
        for clock in clocks:
            expected |= self._of(clock)
        found = {
            (str(one.clock_id), one.cycle, one.rung): (one.true_since, one.made_at)
            for one in rows("SELECT clock_id, cycle, rung, true_since, made_at FROM clocks_alert")
        }
        return compare(day, "a warning", expected, found)

    def _remember(self, at: datetime) -> None:
        last = self._sweeps[-1] if self._sweeps else None
        told = rows(
            "SELECT as_of FROM clocks_sweep "
            "WHERE as_of <= %(at)s AND (%(last)s::timestamptz IS NULL OR as_of > %(last)s) "
            "ORDER BY as_of",
            last=last,
            at=at,
        )
        self._sweeps += [one.as_of for one in told]

    def _of(self, clock: Clock) -> dict[Key, tuple[date, datetime]]:
        """The warnings that the sweeps up to now had to give; of an ended clock no more come."""
        lines = len(clock.stretches)
        known = self._ended.get(clock.row.id)
        if known is not None and known[0] == lines:
            return known[1]
        told: dict[Key, tuple[date, datetime]] = {}
        for stretch in clock.stretches:
            for rung, true_since, made_at in self._in(stretch):
                told.setdefault(
                    (str(clock.row.id), stretch.told.cycle, rung), (true_since, made_at)
                )
        if lines and clock.now.stopped_on is not None:
            self._ended[clock.row.id] = lines, told
        return told

    def _in(self, stretch: Stretch) -> Iterator[tuple[int, date, datetime]]:
        """The warnings while nothing about the clock changed: which, since when, given when."""
        clock = stretch.told
        due_on, act_by_on = clock.due_on, clock.act_by_on
        if clock.stopped_on is not None or due_on is None or act_by_on is None:
            return
        for before in BEFORE:
            true_since = min(due_on - timedelta(days=before), act_by_on)
            if before and true_since <= clock.starts_on:
                continue
            swept = self._first_sweep(stretch, true_since)
            if swept is not None:
                yield -before, true_since, swept
        if clock.explained_on is None:
            yield from self._reminders(stretch, due_on)

    def _reminders(self, stretch: Stretch, due_on: date) -> Iterator[tuple[int, date, datetime]]:
        """One on each open day after the deadline."""
        day = max(open_from(due_on + ONE), day_of(stretch.since))
        last = day_of(min(stretch.until or self._sweeps[-1], self._sweeps[-1]))
        while day <= last:
            swept = self._first_sweep(stretch, day)
            if not closed(day) and swept is not None and day_of(swept) == day:
                yield (day - due_on).days, day, swept
            day += ONE

    def _first_sweep(self, stretch: Stretch, true_since: date) -> datetime | None:
        """The first sweep that could see it: after it became true, before the clock changed."""
        begins = max(stretch.since, datetime.combine(true_since, time(0), tzinfo=WALL))
        low, high = 0, len(self._sweeps)
        while low < high:
            middle = (low + high) // 2
            low, high = (middle + 1, high) if self._sweeps[middle] < begins else (low, middle)
        if low == len(self._sweeps):
            return None
        swept = self._sweeps[low]
        return swept if stretch.until is None or swept < stretch.until else None
