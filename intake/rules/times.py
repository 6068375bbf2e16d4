"""Which times are published, and when the phone opens next: the standard's weekly hours. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID

from centre.calendar import DENMARK, danish_day, danish_moment, is_working_day
from centre.post.choices import Text
from centre.post.rules import within_hours
from centre.standard.rules import hours_on
from centre.standard.schema import CounsellingHours, WeekHours

WEEKS_AHEAD = 4
ABOUT_A_BOOKING = (Text.RECEIPT, Text.MOVED, Text.CANCELLED, Text.REMINDER)
# Longer than any row of closed days with a week's hours in it.
LONGEST_CLOSED = 21


@dataclass(frozen=True)
class FreeTime:
    """One time to publish, in UTC."""

    starts_at: datetime
    ends_at: datetime
    for_callers: bool = False

    def meets(self, begins: datetime, ends: datetime) -> bool:
        """Whether it shares any moment with something else; what begins as it ends does not."""
        return self.starts_at < ends and begins < self.ends_at


def times_on(day: date, hours: CounsellingHours) -> Iterator[FreeTime]:
    """The times of one day, in Danish wall time: whole ones only, none on a closed day.

    Which ones are kept for callers depends on the day alone, so that publishing again changes
    nothing; from day to day it is another clock, so that no part of the day is theirs only.
    """
    if not is_working_day(day):
        return
    length = timedelta(minutes=hours.slot_minutes)
    every = hours.callers_every
    number = day.toordinal()
    for interval in hours_on(hours, day.weekday()):
        starts = _on(day, interval.opens)
        while starts + length <= _on(day, interval.closes):
            yield FreeTime(
                starts_at=danish_moment(day, starts.time()),
                ends_at=danish_moment(day, (starts + length).time()),
                for_callers=every is not None and number % every == 0,
            )
            starts += length
            number += 1


def _on(day: date, at: time) -> datetime:
    return datetime.combine(day, at)


def reminder_at(starts_at: datetime) -> datetime:
    """When somebody is reminded of a time: the day before at the same clock, in Danish wall time.

    Over a night of the summer-time change that is 23 or 25 hours before. What would come at night
    comes in the morning instead.
    """
    local = starts_at.astimezone(DENMARK)
    return within_hours(danish_moment(local.date() - timedelta(days=1), local.time()))


def reminder_key(booking_id: UUID) -> str:
    """The once-key of a booking's reminder: one booking, one reminder."""
    return message_key(Text.REMINDER, booking_id)


def message_key(text: str, booking_id: UUID) -> str:
    """The once-key of what is written of a booking: each text once."""
    return f"{text}:{booking_id}"


def message_keys(booking_id: UUID) -> list[str]:
    """Those of all that may be written of it."""
    return [message_key(text, booking_id) for text in ABOUT_A_BOOKING]


def next_phone_hour(after: datetime, hours: WeekHours) -> datetime | None:
    """When the phone opens next after a moment, or the moment itself while it is open.

    A message that was left is answered then (Rebild, "Åbningstider"). None without any hours.
    """
    day = danish_day(after)
    for _day in range(LONGEST_CLOSED):
        if is_working_day(day):
            for interval in hours_on(hours, day.weekday()):
                if after < danish_moment(day, interval.closes):
                    return max(after, danish_moment(day, interval.opens))
        day += timedelta(days=1)
    return None
