"""The Danish calendar: days of moments, month arithmetic, holidays, working days.

Legal days are Danish dates. The calendar is computed from rules (Easter and fixed days), never
from a list that ends. Pure: nothing here reads the clock or the settings.
"""

from calendar import monthrange
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from dateutil.easter import easter

DENMARK = ZoneInfo("Europe/Copenhagen")

SATURDAY = 5
# Days that are no public holidays but are counted as such when a deadline ends on them:
# Constitution Day, Christmas Eve and New Year's Eve (forældelsesloven § 27 stk. 2).
TREATED_AS_HOLIDAYS = ((6, 5), (12, 24), (12, 31))

FIXED_HOLIDAYS = ((1, 1), (12, 25), (12, 26))
# Days after Easter Sunday: Maundy Thursday, Good Friday, Easter, Easter Monday, Ascension, Whit
# Sunday, Whit Monday.
MOVING_HOLIDAYS = (-3, -2, 0, 1, 39, 49, 50)
# Store bededag; no public holiday from 2024 (lov nr. 214 of 6 March 2023).
PRAYER_DAY, PRAYER_DAY_UNTIL = 26, 2023


def danish_day(moment: datetime) -> date:
    """The Danish date of an aware moment: 23.30 UTC in summer is already the next day."""
    if moment.tzinfo is None:
        raise ValueError("a moment needs a time zone")
    return moment.astimezone(DENMARK).date()


def danish_moment(day: date, at: time) -> datetime:
    """The UTC moment of a Danish wall-clock time; an hour that does not exist moves forward.

    The hour that exists twice in October is the first of the two.
    """
    return datetime.combine(day, at, tzinfo=DENMARK).astimezone(UTC)


@lru_cache(maxsize=256)
def _holidays_of(year: int) -> frozenset[date]:
    # Not the package `holidays`: it loads every country of the world, longer than Django takes.
    moving = [*MOVING_HOLIDAYS, *([PRAYER_DAY] if year <= PRAYER_DAY_UNTIL else [])]
    sunday = easter(year)
    return frozenset(
        {date(year, month, day) for month, day in FIXED_HOLIDAYS}
        | {sunday + timedelta(days=days) for days in moving}
    )


def is_holiday(day: date) -> bool:
    """A Danish public holiday; Store bededag until 2023, no longer from 2024."""
    return day in _holidays_of(day.year)


def is_closed_for_deadlines(day: date) -> bool:
    """Saturday, Sunday, public holiday, or a day treated like one (forældelsesloven § 27 stk. 2)."""
    return (
        day.weekday() >= SATURDAY or (day.month, day.day) in TREATED_AS_HOLIDAYS or is_holiday(day)
    )


def is_working_day(day: date) -> bool:
    """A day on which the centre's deadlines can be acted upon: the opposite of a closed day."""
    return not is_closed_for_deadlines(day)


def last_working_day_on_or_before(day: date) -> date:
    """The authority's operational day: its deadlines never move forward (domain K5)."""
    while is_closed_for_deadlines(day):
        day -= timedelta(days=1)
    return day


def next_working_day_on_or_after(day: date) -> date:
    """Where a citizen's deadline that ends on a closed day is moved to (domain K4)."""
    while is_closed_for_deadlines(day):
        day += timedelta(days=1)
    return day


def next_working_day_after(day: date) -> date:
    """The first working day later than the day given."""
    return next_working_day_on_or_after(day + timedelta(days=1))


def add_working_days(day: date, count: int) -> date:
    """The count-th working day after the day given, which is itself not counted (domain K1)."""
    if count < 0:
        raise ValueError("working days are counted forward only")
    for _ in range(count):
        day = next_working_day_after(day)
    return day


def working_days_between(first: date, last: date) -> Iterator[date]:
    """The working days from first to last, both included."""
    day = first
    while day <= last:
        if is_working_day(day):
            yield day
        day += timedelta(days=1)


def add_months(day: date, count: int) -> date:
    """The same day of the month, or the month's last day where it does not exist (domain K3)."""
    month_index = day.year * 12 + day.month - 1 + count
    year, month = divmod(month_index, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def half_day_of(moment: datetime) -> datetime:
    """The moment rounded down to Danish midnight or noon: all that is kept of an anonymous hour."""
    local = moment.astimezone(DENMARK)
    return danish_moment(local.date(), time(12 if local.hour >= 12 else 0))
