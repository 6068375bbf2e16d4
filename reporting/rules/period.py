"""The months that are counted: the last twelve whole ones, so that a figure stands still until the next.

The month that runs is not among them. What is exported day after day would otherwise differ by one
person at a time, and tell of that person.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from centre.calendar import add_months

MONTHS: Final = 12


@dataclass(frozen=True)
class Period:
    """Whole months, from the first day of the first to the last day of the last."""

    first: date
    last: date

    @property
    def months(self) -> list[date]:
        """The first day of each month."""
        return list(self._months())

    def _months(self) -> Iterator[date]:
        day = self.first
        while day <= self.last:
            yield day
            day = add_months(day, 1)


def period_before(today: date, months: int = MONTHS) -> Period:
    """The whole months before the one that the day is in."""
    this = today.replace(day=1)
    return Period(add_months(this, -months), this - timedelta(days=1))


def month_of(first: date) -> Period:
    """One month, by its first day."""
    return Period(first, add_months(first, 1) - timedelta(days=1))


def read_month(text: str, within: Period) -> date | None:
    """The month that an address names as 2026-03; None for anything that is not counted."""
    return next((one for one in within.months if f"{one:%Y-%m}" == text), None)
