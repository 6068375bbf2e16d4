"""Which times are published: the standard's weekly hours minus closed days and absences. Pure."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from centre.calendar import danish_moment, is_working_day
from centre.standard.schema import CounsellingHours

WEEKDAYS = (
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
)
WEEKS_AHEAD = 4


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
