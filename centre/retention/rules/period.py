"""From which day something may be disposed of: by regime, by the period in force. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from centre.calendar import add_months
from centre.retention.choices import Kind

MONTHS_IN_A_YEAR: Final = 12
# Autorisationsloven § 25, by Folketinget, SUU 2016-17, answer 885: no setting goes below it.
LEAST_HEALTH_YEARS: Final = 10
# What the order on security that was in force until 2018 asked for, and the database's own floor.
LEAST_LOG_MONTHS: Final = 6


@dataclass(frozen=True)
class Period:
    """What holds from a day on, with the source of each number."""

    valid_from: date
    health_years: int
    social_years: int
    log_months: int
    sources: tuple[tuple[str, str], ...] = ()

    def __post_init__(self) -> None:
        if self.health_years < LEAST_HEALTH_YEARS:
            raise ValueError(
                "a health record is kept ten years or longer (autorisationsloven § 25)"
            )
        if self.social_years < 1:
            raise ValueError("a social case is kept a year or longer")
        if self.log_months < LEAST_LOG_MONTHS:
            raise ValueError("the log of readings is kept six months or longer")

    def months_of(self, kind: str) -> int:
        """How long one kind is kept, in months."""
        if kind == Kind.LOG:
            return self.log_months
        years = self.health_years if kind == Kind.HEALTH else self.social_years
        return years * MONTHS_IN_A_YEAR


def in_force(day: date, periods: Sequence[Period]) -> Period:
    """The latest one that holds on the day. Raises ValueError where none does yet."""
    held = [one for one in periods if one.valid_from <= day]
    if not held:
        raise ValueError(f"no retention period holds on {day}")
    return max(held, key=lambda one: one.valid_from)


def disposable_on(kind: str, last_entry_on: date, period: Period) -> date:
    """The first day on which it may go: the day after the period, counted from the last entry, is full."""
    return add_months(last_entry_on, period.months_of(kind)) + timedelta(days=1)


def month_disposable_on(first_on: date, period: Period) -> date:
    """The same of a month of the log: its period is counted from the last day it has."""
    return disposable_on(Kind.LOG, add_months(first_on, 1) - timedelta(days=1), period)


def strictest(regimes: Iterable[str]) -> Kind:
    """What hangs together is kept as long as that of it which is kept longest."""
    return Kind.HEALTH if Kind.HEALTH in regimes else Kind.SOCIAL
