"""What was done, told by those who did it as they did it: the figures must tell the same.

Nothing here is read from a row. Ids are kept as words, so that the check knows nothing of ours.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

PLANNED, ATTENDED, CALLED_OFF = "planned", "attended", "cancelled_by_us"


@dataclass
class Talk:
    """A talk of a course, and how it went."""

    course: str
    area: str
    on: date
    how: str = PLANNED


@dataclass
class Ended:
    """How a course ended. It holds until it is set right or taken back."""

    course: str
    area: str
    citizen: str
    on: date
    reason: str
    result: str
    holds: bool = True


@dataclass(frozen=True)
class Called:
    """What a follow-up ended with."""

    outcome: str
    result: str
    on: date


@dataclass(frozen=True)
class Decided:
    """What was decided on a treatment, for somebody of an age."""

    area: str
    age_group: str
    outcome: str
    offer: str
    on: date


@dataclass
class Complained:
    """A complaint over which a decision is looked at again."""

    on: date
    until: date | None = None
    ended_on: date | None = None
    taken_back: bool = False


@dataclass
class Account:
    """Everything that a figure counts and somebody did."""

    talks: dict[str, Talk] = field(default_factory=dict)
    # Whose course began, and on which day.
    begun: dict[str, tuple[str, date]] = field(default_factory=dict)
    ended: dict[str, Ended] = field(default_factory=dict)
    called: dict[str, Called] = field(default_factory=dict)
    # The last decision on a treatment that was asked for is the one that holds.
    decided: dict[tuple[str, str], Decided] = field(default_factory=dict)
    complained: dict[str, Complained] = field(default_factory=dict)

    def went(self, talk: object, how: str, citizen: object) -> None:
        """A talk is written down; the first to which somebody came begins the course."""
        one = self.talks[str(talk)]
        one.how = how
        if how == ATTENDED:
            self.begun.setdefault(one.course, (_word(citizen), one.on))

    def ends(self, discharge: object, told: Ended) -> None:
        """A course is over: what was planned in it is called off."""
        for one in self._of(told.course):
            one.holds = False
        self.ended[str(discharge)] = told
        for talk in self.talks.values():
            if talk.course == told.course and talk.how == PLANNED:
                talk.how = CALLED_OFF

    def goes_on(self, discharge: object) -> None:
        """It was not over."""
        self.ended[str(discharge)].holds = False

    def _of(self, course: str) -> Iterable[Ended]:
        return (one for one in self.ended.values() if one.course == course)


def _word(citizen: object) -> str:
    return str(citizen or "")
