"""The invented world: its calendar of what is to come, and one chance for each person in it."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, time
from heapq import heappop, heappush
from random import Random
from uuid import UUID

from centre.calendar import (
    add_working_days,
    danish_day,
    danish_moment,
    next_working_day_after,
    next_working_day_on_or_after,
)
from centre.staff.models import Unit, User
from centre.standard import queries as standards
from centre.standard.rules import unit_for_age_group
from centre.standard.schema import Standard
from reporting.live.check.account import Account
from reporting.live.team import Staff

# What happens to somebody at a moment.
Step = Callable[[datetime], None]


@dataclass
class World:
    """The council, who works there, and the agenda of everything that is going to happen."""

    standard: Standard
    staff: Staff
    seed: int
    secret: bytes
    account: Account = field(default_factory=Account)
    done: int = 0
    _agenda: list[tuple[datetime, int, Step]] = field(default_factory=list)
    _planned: int = 0

    def chance(self, *what: object) -> Random:
        """A chance of one's own: what others do changes nothing of it."""
        return Random(":".join(map(str, (self.seed, *what))))  # noqa: S311 - invented people  # nosec B311

    def plan(self, moment: datetime, step: Step) -> None:
        self._planned += 1
        heappush(self._agenda, (moment, self._planned, step))

    def until(self, moment: datetime) -> None:
        """Let everything happen that is planned up to a moment, in its order."""
        while self._agenda and self._agenda[0][0] <= moment:
            at, _number, step = heappop(self._agenda)
            # As a page or a task would: the standard is read once for what is one act.
            with standards.one_answer():
                step(at)
            self.done += 1

    def unit_for(self, age_group: str) -> Unit:
        return self.staff.units[unit_for_age_group(self.standard, age_group).key]  # type: ignore[arg-type]


@dataclass
class Life:
    """One person's time with the centre: each step does something and plans what comes after it."""

    world: World
    number: int
    chance: Random
    keys: int = 0

    def key(self) -> UUID:
        """The key of the next form: the same in every run."""
        return UUID(int=self.chance.getrandbits(128), version=4)

    def likely(self, share: float) -> bool:
        return self.chance.random() < share

    def at_work(self, day: date) -> datetime:
        """A moment of the office hours of a day."""
        return danish_moment(day, time(self.chance.randint(8, 14), self.chance.randrange(60)))

    def in_days(self, at: datetime, first: int, last: int) -> datetime:
        """Some working days later, at an hour of work; the next one where that hour has passed."""
        day = next_working_day_on_or_after(danish_day(at))
        moment = self.at_work(add_working_days(day, self.chance.randint(first, last)))
        return moment if moment > at else self.at_work(next_working_day_after(day))

    def then(self, at: datetime, first: int, last: int, step: Step) -> None:
        self.world.plan(self.in_days(at, first, last), step)

    def of(self, unit: Unit) -> User:
        """Somebody who counsels in a unit."""
        return self.chance.choice(self.world.staff.counsellors[unit.pk])
