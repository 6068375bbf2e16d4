"""A Danish calendar of its own: holidays, open days, months. It shares nothing with the house's."""

from datetime import date, datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo

WALL = ZoneInfo("Europe/Copenhagen")
ONE = timedelta(days=1)
# New Year, Constitution Day, Christmas Eve, Christmas, Boxing Day, New Year's Eve.
EVERY_YEAR = ("01-01", "06-05", "12-24", "12-25", "12-26", "12-31")


def day_of(moment: datetime) -> date:
    return moment.astimezone(WALL).date()


@cache
def easter_of(year: int) -> date:
    """Easter Sunday, by Gauss, with his two exceptions."""
    k, a, b, c = year // 100, year % 19, year % 4, year % 7
    p = (13 + 8 * k) // 25
    m, n = (15 - p + k - k // 4) % 30, (4 + k - k // 4) % 7
    d = (19 * a + m) % 30
    e = (2 * b + 4 * c + 6 * d + n) % 7
    if d == 29 and e == 6:
        return date(year, 4, 19)
    if d == 28 and e == 6 and (11 * m + 11) % 30 < 19:
        return date(year, 4, 18)
    return date(year, 3, 22) + timedelta(days=d + e)


@cache
def closed(day: date) -> bool:
    """Weekends, the church's days, and the days that are counted like them."""
    if day.isoweekday() > 5 or day.isoformat()[5:] in EVERY_YEAR:
        return True
    since_easter = (day - easter_of(day.year)).days
    great_prayer_day = since_easter == 26 and day.year < 2024
    return since_easter in (-3, -2, 1, 39, 50) or great_prayer_day


def open_until(day: date) -> date:
    """The day itself or the last open one before it."""
    return open_until(day - ONE) if closed(day) else day


def open_from(day: date) -> date:
    """The day itself or the first open one after it."""
    return open_from(day + ONE) if closed(day) else day


def open_days_after(day: date, count: int) -> date:
    """So many open days later."""
    for _ in range(count):
        day = open_from(day + ONE)
    return day


def months_after(day: date, count: int) -> date:
    """The same day of a later or earlier month, or that month's last one."""
    month = day.month - 1 + count
    year, month = day.year + month // 12, month % 12 + 1
    first_of_next = date(year + month // 12, month % 12 + 1, 1)
    return date(year, month, min(day.day, (first_of_next - ONE).day))


def later(day: date, length: int, span: str) -> date:
    """The last day of a time that begins on the day given."""
    if span == "months":
        return months_after(day, length)
    if span == "working_days":
        return open_days_after(day, length)
    return day + timedelta(days=length * {"days": 1, "weeks": 7}[span])
