"""What a follow-up call may end with, what that asks for, and what it stops. Pure."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from centre.calendar import add_months
from centre.clocks.choices import EventType
from centre.standard.schema import Standard
from followup.choices import Outcome
from treatment.choices import Result
from treatment.rules.discharge import follow_up_rule

# So many attempts, each on a day of its own, before somebody counts as not to be reached. The number
# is ux L7's; that they are on different days is our proposal.
ATTEMPTS = 3
# With an outcome of these the citizen has been spoken to.
SPOKEN_TO = (Outcome.REACHED, Outcome.RELAPSED)
# A day to call again may be this long ahead where the deadline is nearer, or past.
AT_LEAST_DAYS = 7


class Reach(StrEnum):
    """Which other open follow-ups an outcome ends too."""

    NONE = "none"
    COURSE = "course"
    PERSON = "person"


@dataclass(frozen=True)
class Effect:
    """What an outcome writes on the clock of its follow-up, and on which others."""

    event: EventType
    others: Reach = Reach.NONE


# Contact, or a documented reason why there is none, keeps the promise (domain C12). Death, and what
# the house finds out by itself, releases it: it is counted as neither kept nor broken.
EFFECTS: Mapping[str, Effect] = {
    Outcome.REACHED: Effect(EventType.STOP),
    Outcome.RELAPSED: Effect(EventType.STOP),
    Outcome.NOT_REACHED: Effect(EventType.STOP),
    Outcome.MOVED: Effect(EventType.STOP),
    # Who asks to be left alone is not called half a year later either.
    Outcome.DECLINED: Effect(EventType.STOP, Reach.COURSE),
    Outcome.DEAD: Effect(EventType.RELEASE, Reach.PERSON),
    Outcome.READMITTED: Effect(EventType.RELEASE),
    Outcome.CORRECTED: Effect(EventType.RELEASE),
}


@dataclass(frozen=True)
class CallContent:
    """What a talk told. How the citizen stands is asked of who was spoken to, and the goal where it says so."""

    outcome: str
    held_on: date
    result: str = ""
    goal_kept: str = ""
    wants_help: bool = False
    note: str = ""


class Fault(StrEnum):
    """What is wrong with an outcome; each has its sentence."""

    TOO_FEW_ATTEMPTS = "too_few_attempts"
    NOT_YET = "not_yet"
    BEFORE_DISCHARGE = "before_discharge"
    RESULT = "result"
    RESULT_NOT_ASKED = "result_not_asked"
    RELAPSED_AND_FREE = "relapsed_and_free"
    GOAL_KEPT = "goal_kept"
    GOAL_NOT_ASKED = "goal_not_asked"
    HELP_NOT_ASKED = "help_not_asked"


def faults(
    content: CallContent,
    *,
    today: date,
    discharged_on: date,
    attempts: Collection[date],
    asks_goal: bool,
) -> list[Fault]:
    """What stands in the way, the weightiest first. `asks_goal` is what the standard says."""
    spoken = content.outcome in SPOKEN_TO
    found = {
        Fault.TOO_FEW_ATTEMPTS: content.outcome == Outcome.NOT_REACHED
        and not may_give_up(attempts),
        Fault.NOT_YET: content.held_on > today,
        Fault.BEFORE_DISCHARGE: content.held_on < discharged_on,
        Fault.RESULT: spoken and not content.result,
        Fault.RESULT_NOT_ASKED: not spoken and bool(content.result),
        Fault.RELAPSED_AND_FREE: content.outcome == Outcome.RELAPSED
        and content.result == Result.FREE,
        Fault.GOAL_KEPT: spoken and asks_goal and not content.goal_kept,
        Fault.GOAL_NOT_ASKED: not spoken and bool(content.goal_kept),
        Fault.HELP_NOT_ASKED: not spoken and content.wants_help,
    }
    return [fault for fault, there in found.items() if there]


def asks_goal_kept(standard: Standard, area: str) -> bool:
    """Whether it is asked if the goal of the plan still holds (Fredericia, Haderslev)."""
    rule = follow_up_rule(standard, area)
    return rule is not None and rule.asks_goal_kept


def may_give_up(attempts: Collection[date]) -> bool:
    """Whether enough was tried, on days of their own."""
    return attempts_left(attempts) == 0


def attempts_left(attempts: Collection[date]) -> int:
    """On how many more days somebody must be tried."""
    return max(0, ATTEMPTS - len(set(attempts)))


def furthest_day(act_by_on: date | None, today: date) -> date:
    """The latest day that a call may be put off to: the deadline is the law's, and does not move."""
    soon = today + timedelta(days=AT_LEAST_DAYS)
    return soon if act_by_on is None else max(act_by_on, soon)


@dataclass(frozen=True)
class Talks:
    """How many talks a council gives after the treatment, within how many months (Rebild: 5 in 12)."""

    most: int | None
    months: int | None
    held: Sequence[date] = ()

    @property
    def left(self) -> int | None:
        return None if self.most is None else max(0, self.most - len(self.held))

    def last_day(self, discharged_on: date) -> date | None:
        """The last day of the window; None where no end is set."""
        return None if self.months is None else add_months(discharged_on, self.months)

    def room_on(self, on: date, discharged_on: date) -> bool:
        """Whether one more may be held on a day."""
        last = self.last_day(discharged_on)
        return self.left != 0 and on >= discharged_on and (last is None or on <= last)
