"""The ledger of each clock read line by line: its days, its state, and what it was at each moment."""

from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from itertools import groupby
from typing import Any

from reporting.live.check.days import later, open_days_after, open_from, open_until
from reporting.live.check.sql import rows

ENDS = ("stop", "waive", "release")
AT_RISK = 3


@dataclass(frozen=True)
class Told:
    """A clock as its ledger tells it at some moment. No day is due while it is paused."""

    starts_on: date
    length: int
    span: str
    side: str
    cycle: int = 1
    paused_days: int = 0
    extended_to: date | None = None
    paused_since: date | None = None
    notice_on: date | None = None
    explained_on: date | None = None
    stopped_on: date | None = None
    ended_as: str = ""

    @property
    def _last(self) -> date:
        end = later(self.starts_on, self.length, self.span) + timedelta(days=self.paused_days)
        return max(end, self.extended_to or end)

    @property
    def due_on(self) -> date | None:
        if self.paused_since is not None:
            return None
        return open_from(self._last) if self.side == "citizen" else self._last

    @property
    def act_by_on(self) -> date | None:
        if self.due_on is None or self.side == "citizen":
            return self.due_on
        return open_until(self.due_on)

    def state_on(self, day: date) -> str:
        """Where it stands on a day, in the house's words."""
        if self.ended_as in ("waive", "release"):
            return f"{self.ended_as}d"
        if self.due_on is None or self.act_by_on is None:
            return "paused"
        if self.stopped_on is not None:
            return "kept_late" if self.stopped_on > self.due_on else "kept"
        if day > self.due_on:
            return "breached"
        return "at_risk" if self.act_by_on <= open_days_after(day, AT_RISK) else "running"


@dataclass(frozen=True)
class Stretch:
    """From one line of the ledger to the next nothing about the clock changed."""

    told: Told
    since: datetime
    until: datetime | None


@dataclass
class Clock:
    """A row of the table, and its ledger beside it."""

    row: Any
    stretches: list[Stretch] = field(default_factory=list)

    @property
    def now(self) -> Told:
        return self.stretches[-1].told


def read() -> list[Clock]:
    """Every clock with its ledger, read anew."""
    found = {one.id: Clock(one) for one in rows("SELECT * FROM clocks_clock ORDER BY id")}
    lines = rows(
        'SELECT clock_id, number, type, "on", until, at FROM clocks_clockevent '
        "ORDER BY clock_id, number"
    )
    for clock_id, own in groupby(lines, key=lambda one: one.clock_id):
        if clock_id in found:
            found[clock_id].stretches = _stretches(found[clock_id].row, list(own))
    return list(found.values())


def _stretches(row: Any, lines: list[Any]) -> list[Stretch]:
    told = Told(starts_on=lines[0].on, length=row.length, span=row.span, side=row.side)
    made = []
    for line, following in zip(lines, [*lines[1:], None], strict=True):
        before, told = told, _after(told, line)
        if line.type != "start" and told.stopped_on is None and told.due_on is not None:
            # Other days, other warnings; but a release taken back finds its own days again.
            moved = told.due_on != before.due_on
            told = replace(told, cycle=told.cycle + moved)
        made.append(Stretch(told, line.at, following.at if following else None))
    return made


def _after(told: Told, line: Any) -> Told:
    """The clock after one more line."""
    if line.type == "pause":
        return replace(told, paused_since=line.on)
    if line.type == "resume":
        return replace(_gone_on(told, line.on), explained_on=None)
    if line.type == "extend":
        return replace(told, extended_to=line.until, explained_on=None)
    if line.type == "notice":
        return replace(told, notice_on=line.on)
    if line.type == "explain":
        return replace(told, explained_on=line.on)
    if line.type == "correct":
        if told.stopped_on is not None:
            return replace(told, stopped_on=None, ended_as="")
        return replace(told, starts_on=line.on, explained_on=None)
    if line.type in ENDS:
        return replace(_gone_on(told, line.on), stopped_on=line.on, ended_as=line.type)
    return told


def _gone_on(told: Told, day: date) -> Told:
    if told.paused_since is None:
        return told
    waited = max(0, (day - told.paused_since).days)
    return replace(told, paused_since=None, paused_days=told.paused_days + waited)
