"""Which times are published, and when the phone opens next: the standard's weekly hours. Pure."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from centre.calendar import danish_day, danish_moment, is_working_day
from centre.standard.rules import WEEKDAYS
from centre.standard.schema import CounsellingHours, WeekHours

WEEKS_AHEAD = 4
# Longer than any row of closed days with a week's hours in it.
LONGEST_CLOSED = 21


@dataclass(frozen=True)
class FreeTime:
    """One time to publish, in UTC."""

    starts_at: datetime
    ends_at: datetime


def times_on(
    day: date, hours: CounsellingHours, *, closed: Collection[date] = ()
) -> Iterator[FreeTime]:
    """The times of one day, in Danish wall time: whole ones only, none on a closed day."""
    if not is_working_day(day) or day in closed:
        return
    length = timedelta(minutes=hours.slot_minutes)
    for interval in getattr(hours, WEEKDAYS[day.weekday()]):
        starts = _on(day, interval.opens)
        while starts + length <= _on(day, interval.closes):
            yield FreeTime(
                starts_at=danish_moment(day, starts.time()),
                ends_at=danish_moment(day, (starts + length).time()),
            )
            starts += length


def _on(day: date, at: time) -> datetime:
    return datetime.combine(day, at)


def next_phone_hour(after: datetime, hours: WeekHours) -> datetime | None:
    """When the phone opens next after a moment, or the moment itself while it is open.

    A message that was left is answered then (Rebild, "Åbningstider"). None without any hours.
    """
    day = danish_day(after)
    for _day in range(LONGEST_CLOSED):
        if is_working_day(day):
            for interval in getattr(hours, WEEKDAYS[day.weekday()]):
                if after < danish_moment(day, interval.closes):
                    return max(after, danish_moment(day, interval.opens))
        day += timedelta(days=1)
    return None
