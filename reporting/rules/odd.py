"""What makes a reading odd, and how many are drawn by lot. Pure.

That an authority looks through its log, by samples and with an eye on those without a relation, is the
inspection's (Datatilsynet, ux E.1). Each number is our own proposal of 28 November 2026, but for the
thirty of ux T2.
"""

from collections.abc import Iterator
from datetime import date, time, timedelta
from typing import Final

from centre.calendar import is_working_day

# More cases than these within an hour are told to the leader at once (ux T2: open 31, and it alerts).
MOST_AN_HOUR: Final = 30
HOUR: Final = timedelta(hours=1)
# How far back each look for that goes: a worker that was away for a day misses nobody.
LOOKS_BACK: Final = timedelta(hours=25)
# Who works from 6 to 19 on a working day is no wonder.
DAY_BEGINS, DAY_ENDS = time(6), time(19)
# A discharge has its calls after 1 and 6 months, which run on clocks of their own; without any of
# these nobody has a reason to open a case that was closed three months ago.
CLOSED_FOR: Final = timedelta(days=90)
# To read a file and do nothing is ordinary; to read ten of them in a day is not.
IDLE_FROM: Final = 10
# Something done a day before or after belongs to the reading.
NEAR: Final = timedelta(days=1)
# A talk this near is a reason to read.
NEAR_A_TALK: Final = timedelta(days=7)
# Readings a month and unit.
SAMPLE: Final = 20
# A house that begins with an old log does not dig through all of it.
CATCH_UP: Final = 31
# What the control itself reads is none of what it looks for.
CONTROL: Final = ("look-up review", "second person", "log finding", "the few")


def days_to_look_at(last: date | None, today: date) -> Iterator[date]:
    """The days that are over and were not looked at yet, the first of them first."""
    first = today - timedelta(days=CATCH_UP)
    day = first if last is None else max(last + timedelta(days=1), first)
    while day < today:
        yield day
        day += timedelta(days=1)


def month_to_draw(today: date) -> date:
    """The first day of the month before."""
    return (today.replace(day=1) - timedelta(days=1)).replace(day=1)


def hours_of(day: date) -> tuple[time, time]:
    """From when to when somebody is at work; on a closed day nobody is."""
    return (DAY_BEGINS, DAY_ENDS) if is_working_day(day) else (time.min, time.min)
