"""How a deadline is counted. Pure: events and a rule in, dates and their reasons out.

Days are Danish dates and day 0 is the day of the event (domain K1). The authority's deadline is
strict and its act-by day is the last working day on or before it (K5); the citizen's moves past
closed days (K4). Weeks end on the same weekday, months clamp to the month's end (K3).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from centre.calendar import (
    add_months,
    add_working_days,
    last_working_day_on_or_before,
    next_working_day_after,
    next_working_day_on_or_after,
    working_days_between,
)
from centre.clocks.choices import EventType, Side, Span, State

# Days before the deadline on which a warning becomes true: day 7, 10, 12 and 14 of fourteen.
LADDER = (7, 4, 2, 0)
# From four days before the end, the letter that the deadline may not be met is due (day 10 of 14).
LETTER_BEFORE = 4
# A clock is at risk when its last working day is at most this many working days away (ux L1).
AT_RISK_WORKING_DAYS = 3


class LedgerError(ValueError):
    """Events that cannot have happened in this order. The message is a message id for the user."""


@dataclass(frozen=True)
class Rule:
    """How long, counted how, on whose side."""

    length: int
    span: str
    side: str = Side.AUTHORITY

    def end_of(self, start: date) -> date:
        """The last day of the deadline that starts on the day given, before any closed-day rule."""
        match self.span:
            case Span.DAYS:
                return start + timedelta(days=self.length)
            case Span.WEEKS:
                return start + timedelta(weeks=self.length)
            case Span.MONTHS:
                return add_months(start, self.length)
            case Span.WORKING_DAYS:
                return add_working_days(start, self.length)
        raise LedgerError(f"unknown span {self.span}")


@dataclass(frozen=True)
class Plan:
    """A clock to start: what the rules of the app above decided."""

    kind: str
    starts_on: date
    length: int
    span: str
    side: str
    source: str
    basis: str

    @property
    def rule(self) -> Rule:
        return Rule(self.length, self.span, self.side)

    @property
    def due_and_act_by(self) -> tuple[date, date]:
        """The deadline and the day to act by, before anything has happened to the clock."""
        return ends(self.rule.end_of(self.starts_on), self.side)


@dataclass(frozen=True)
class Event:
    """One line of the ledger. `until` goes with an extension only."""

    type: str
    on: date
    until: date | None = None


@dataclass(frozen=True)
class Answer:
    """What the ledger says. `due_on` and `act_by_on` are None while the clock is paused.

    What only explains a date is not compared: a clock keeps no column for it.
    """

    starts_on: date
    due_on: date | None
    act_by_on: date | None
    stopped_on: date | None = None
    ended_as: str = ""
    paused_since: date | None = None
    paused_days: int = field(default=0, compare=False)
    extended_to: date | None = field(default=None, compare=False)
    notice_on: date | None = None
    explained_on: date | None = None
    corrected: bool = field(default=False, compare=False)


@dataclass
class _Ledger:
    rule: Rule
    starts_on: date | None = None
    stopped_on: date | None = None
    ended_as: str = ""
    paused_since: date | None = None
    paused_days: int = 0
    extended_to: date | None = None
    notice_on: date | None = None
    explained_on: date | None = None
    corrected: bool = False
    went_on_on: date | None = None
    first_on: date | None = None

    def add(self, event: Event) -> None:
        if event.type == EventType.START:
            if self.starts_on is not None:
                raise LedgerError("The clock has already started.")
            self.starts_on = event.on
            return
        if self.starts_on is None:
            raise LedgerError("The clock has not started.")
        if self.stopped_on is not None and not self._may_follow_the_end(event):
            raise LedgerError("The clock has already ended.")
        if event.on < self.starts_on and event.type != EventType.CORRECT:
            raise LedgerError("Nothing can happen to a clock before it starts.")
        getattr(self, f"_{event.type}")(event)
        if event.type != EventType.CORRECT:
            self.first_on = min(self.first_on or event.on, event.on)

    def end(self) -> date:
        """The last day as it stands. An extension never makes the time shorter."""
        if self.starts_on is None:
            raise LedgerError("The clock has not started.")
        end = self.rule.end_of(self.starts_on) + timedelta(days=self.paused_days)
        return max(end, self.extended_to or end)

    def _may_follow_the_end(self, event: Event) -> bool:
        """A letter, an explanation, and taking back an end that was a mistake; a choice stays made."""
        if event.type == EventType.CORRECT:
            return self.ended_as != EventType.WAIVE and event.on == self.starts_on
        return event.type in (EventType.NOTICE, EventType.EXPLAIN)

    def _pause(self, event: Event) -> None:
        if self.paused_since is not None:
            raise LedgerError("The clock is already paused.")
        if self.went_on_on is not None and event.on < self.went_on_on:
            # Two pauses over the same days would move the end twice for them.
            raise LedgerError("The clock was already paused on this day.")
        self.paused_since = event.on

    def _resume(self, event: Event) -> None:
        if self.paused_since is None:
            raise LedgerError("The clock is not paused.")
        if event.on < self.paused_since:
            raise LedgerError("The clock cannot go on before it was paused.")
        self._go_on(event.on)
        self.explained_on = None

    def _go_on(self, on: date) -> None:
        if self.paused_since is not None:
            self.paused_days += max(0, (on - self.paused_since).days)
            self.paused_since, self.went_on_on = None, on

    def _extend(self, event: Event) -> None:
        if event.until is None or event.until <= max(event.on, self.end()):
            raise LedgerError("An extension needs a later day.")
        self.extended_to = event.until
        # What was explained is the day that is no more; the new one must be explained anew.
        self.explained_on = None

    def _correct(self, event: Event) -> None:
        if self.stopped_on is not None:
            # It runs again from the day it always began: a mistake of ours gives us no more time.
            self.stopped_on, self.ended_as = None, ""
            return
        if self.first_on is not None and event.on > self.first_on:
            raise LedgerError("Nothing can happen to a clock before it starts.")
        self.starts_on = event.on
        self.corrected = True
        self.explained_on = None

    def _notice(self, event: Event) -> None:
        self.notice_on = event.on

    def _explain(self, event: Event) -> None:
        self.explained_on = event.on

    def _end(self, event: Event) -> None:
        # What ends a paused clock ends its pause too: it is judged by the days that were left.
        self._go_on(event.on)
        self.stopped_on = event.on
        self.ended_as = event.type

    _stop = _waive = _release = _end


def compute(events: Iterable[Event], rule: Rule) -> Answer:
    """Read the ledger from its first line to its last and say when the clock is due.

    A pause moves the end by the days it lasted. An extension names a new last day, which later
    pauses move only where they alone would lead past it. Raises LedgerError when the events
    cannot be.
    """
    ledger = _Ledger(rule)
    for event in events:
        ledger.add(event)
    if ledger.starts_on is None:
        raise LedgerError("The clock has not started.")
    due_on = act_by_on = None
    if ledger.paused_since is None:
        due_on, act_by_on = ends(ledger.end(), rule.side)
    return Answer(
        starts_on=ledger.starts_on,
        due_on=due_on,
        act_by_on=act_by_on,
        stopped_on=ledger.stopped_on,
        ended_as=ledger.ended_as,
        paused_since=ledger.paused_since,
        paused_days=ledger.paused_days,
        extended_to=ledger.extended_to,
        notice_on=ledger.notice_on,
        explained_on=ledger.explained_on,
        corrected=ledger.corrected,
    )


def ends(last_day: date, side: str) -> tuple[date, date]:
    """The deadline and the day to act by, for the side whose deadline it is."""
    if side == Side.CITIZEN:
        moved = next_working_day_on_or_after(last_day)
        return moved, moved
    return last_day, last_working_day_on_or_before(last_day)


def rungs(answer: Answer, ladder: Sequence[int] = LADDER) -> list[tuple[int, date]]:
    """The warnings of a clock: (days after the deadline, the day it becomes true), in time order.

    A rung never lies after the last working day, and one at or before the start is no warning.
    """
    if answer.due_on is None or answer.act_by_on is None:
        return []
    steps = []
    for before in sorted(ladder, reverse=True):
        true_on = min(answer.due_on - timedelta(days=before), answer.act_by_on)
        if true_on > answer.starts_on or before == 0:
            steps.append((-before, true_on))
    return steps


def rungs_true_on(
    answer: Answer, today: date, ladder: Sequence[int] = LADDER
) -> list[tuple[int, date]]:
    """The warnings that are true on a day: each rung reached, and today's reminder if overdue."""
    if answer.stopped_on is not None or answer.due_on is None:
        return []
    reached = [(rung, on) for rung, on in rungs(answer, ladder) if on <= today]
    overdue = today > answer.due_on and answer.explained_on is None
    if overdue and today in working_days_between(today, today):
        reached.append(((today - answer.due_on).days, today))
    return reached


def next_rung_on(answer: Answer, today: date, ladder: Sequence[int] = LADDER) -> date | None:
    """The next day on which the sweep must look at this clock again; None: never."""
    if answer.stopped_on is not None or answer.due_on is None:
        return None
    for _rung, on in rungs(answer, ladder):
        if on > today:
            return on
    return None if answer.explained_on is not None else next_working_day_after(today)


def state_on(answer: Answer, today: date) -> State:
    """Where the clock stands. A clock that ended is judged by the day it ended, not by today."""
    if answer.ended_as == EventType.WAIVE:
        return State.WAIVED
    if answer.ended_as == EventType.RELEASE:
        return State.RELEASED
    if answer.paused_since is not None or answer.due_on is None or answer.act_by_on is None:
        return State.PAUSED
    if answer.stopped_on is not None:
        return State.KEPT if answer.stopped_on <= answer.due_on else State.KEPT_LATE
    if today > answer.due_on:
        return State.BREACHED
    return State.AT_RISK if is_at_risk(answer.act_by_on, today) else State.RUNNING


def is_at_risk(act_by_on: date, today: date) -> bool:
    """Whether at most three working days are left to act."""
    return act_by_on <= at_risk_until(today)


def at_risk_until(today: date) -> date:
    """The latest act-by day that is at risk on the day given."""
    return add_working_days(today, AT_RISK_WORKING_DAYS)


def letter_is_due(answer: Answer, today: date) -> bool:
    """From day 10 of 14 the citizen must be told that the deadline may not be met (RSL § 3 stk. 3)."""
    if answer.due_on is None or answer.stopped_on is not None or answer.notice_on is not None:
        return False
    return today >= answer.due_on - timedelta(days=LETTER_BEFORE)
