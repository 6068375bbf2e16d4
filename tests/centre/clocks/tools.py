"""Clocks for tests, started through the real ledger."""

from datetime import date, time
from typing import Any

from centre.calendar import danish_moment
from centre.clocks.actions import ledger
from centre.clocks.choices import EventType, Kind, Side, Source, Span
from centre.clocks.models import Alert, Clock
from centre.clocks.rules import Plan
from centre.standard.models import QualityStandard
from tests.factories import House


def clock(
    house: House,
    starts_on: date,
    *,
    length: int = 14,
    span: str = Span.DAYS,
    side: str = Side.AUTHORITY,
    **changes: Any,
) -> Clock:
    """A clock of the adult unit that nobody answers for, unless told otherwise."""
    plan = Plan(
        kind=Kind.ALCOHOL,
        starts_on=starts_on,
        length=length,
        span=span,
        side=side,
        source=Source.LAW,
        basis="SUL § 141 stk. 2",
    )
    given: dict[str, Any] = {
        "standard": QualityStandard.objects.get(),
        "unit": house.adults,
        "citizen": None,
        "responsible": None,
        "by": None,
        "at": danish_moment(starts_on, time(8)),
    }
    return ledger.start(plans=[plan], **{**given, **changes})[0]


def write(one: Clock, type: EventType, on: date, **rest: Any) -> Clock:
    """A line in the ledger, written on the day it happened unless told otherwise."""
    rest.setdefault("at", danish_moment(on, time(9)))
    return ledger.write(clock_id=one.pk, type=type, on=on, by=None, **rest)


def alerts(one: Clock) -> set[tuple[int, int, date]]:
    """The warnings given: (cycle, rung, true since)."""
    return set(Alert.objects.filter(clock=one).values_list("cycle", "rung", "true_since"))
