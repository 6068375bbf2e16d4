"""The day driver: each day as it comes, and the check after it."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import partial

from centre.calendar import add_months, danish_moment, is_working_day
from centre.standard import queries as standards
from intake.models import Inquiry
from reporting.live import beat, calls, desk, returning
from reporting.live.check.after import Check
from reporting.live.check.fault import Fault
from reporting.live.digest import digest
from reporting.live.lives.asking import arrive
from reporting.live.shown import figures, shown
from reporting.live.team import gather
from reporting.live.world import World

# More faults than these say nothing more.
MOST_FAULTS = 200
# So many months after a day its figures are looked at too.
AHEAD = (0, 1, 7, 13)


@dataclass
class Lived:
    """What came of it."""

    days: int = 0
    acts: int = 0
    inquiries: int = 0
    faults: list[Fault] = field(default_factory=list)


def live(
    *,
    first: date,
    last: date,
    citizens: int,
    seed: int,
    secret: bytes,
    check: Check | None = None,
    tell: Callable[[str], None] = lambda _line: None,
) -> Lived:
    """Live the days from first to last, both included. With a check, after each day it is asked."""
    world = begin(first=first, last=last, citizens=citizens, seed=seed, secret=secret)
    lived = Lived()
    for offset in range((last - first).days + 1):
        day = first + timedelta(days=offset)
        live_day(world, day)
        lived.days += 1
        if check is not None:
            found = look(check, world, day, rows=day.day == 1 or day == last)
            if day == last:
                found += [*look_ahead(check, world, day), *twice(day)]
            lived.faults += found
            for fault in found:
                tell(str(fault))
            if len(lived.faults) > MOST_FAULTS:
                break
    lived.acts, lived.inquiries = world.done, Inquiry.objects.count()
    return lived


def begin(*, first: date, last: date, citizens: int, seed: int, secret: bytes) -> World:
    """The council before its first day: who works there, and when whom will ask for help."""
    days = (last - first).days + 1
    standard = standards.in_force(first).content
    staff = gather(standard, citizens=citizens, days=days)
    world = World(standard=standard, staff=staff, seed=seed, secret=secret)
    for number, moment in enumerate(_arrivals(world, first, days, citizens), start=1):
        world.plan(moment, partial(arrive, world, number))
    return world


def live_day(world: World, day: date) -> None:
    """All that happens on one day, in its order."""
    beat.wake(world, day)
    world.plan(danish_moment(day, time(10, 30)), partial(calls.call_all, world))
    world.plan(danish_moment(day, time(13)), partial(returning.come_back, world))
    world.plan(danish_moment(day, time(15, 30)), partial(desk.tidy, world))
    world.until(end_of(day))


def end_of(day: date) -> datetime:
    return danish_moment(day, time(23, 55))


def look(check: Check, world: World, day: date, *, rows: bool) -> list[Fault]:
    """Compare what the house shows at the end of a day with the check's own counting."""
    found = check.after(day, shown(world.staff.leader, end_of(day), rows=rows))
    if not rows:
        return found
    return [*found, *look_ahead(check, world, day, AHEAD[:1]), *check.nothing_changed(day)]


def look_ahead(check: Check, world: World, day: date, months: Iterable[int] = AHEAD) -> list[Fault]:
    """Compare the figures of a day, and those of later ones to which all that has happened belongs.

    Who came back is counted a year after the discharge, and the month that runs not before its end.
    """
    days = [add_months(day, count) for count in months]
    leader = world.staff.leader
    return check.figures(world.account, {one: figures(leader, one) for one in days})


def twice(day: date) -> list[Fault]:
    """What the house does by itself it has done: a second time changes no row."""
    beat.again(end_of(day))
    before = digest()
    beat.again(end_of(day))
    after = digest()
    return [Fault(day, "what is done twice", "every row", before, after)] * (before != after)


def _arrivals(world: World, first: date, days: int, citizens: int) -> Iterator[datetime]:
    """When each of them turns to the centre: on an open day in the hours of work, a fifth at any hour."""
    chance = world.chance("arrivals")
    for _number in range(citizens):
        day = first + timedelta(days=chance.randrange(days))
        if chance.random() < 0.8:
            while not is_working_day(day) and day > first:
                day -= timedelta(days=1)
            hour = chance.randint(8, 15)
        else:
            hour = chance.randint(7, 22)
        yield danish_moment(day, time(hour, chance.randrange(60)))
