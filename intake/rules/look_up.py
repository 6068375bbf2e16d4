"""How soon a look-up with a reason is reviewed. Pure."""

from datetime import date
from typing import Final

from centre.clocks.choices import Kind, Side, Source, Span
from centre.clocks.rules import Plan

# Our own proposal: no law says how soon (design 6; domain 6, break-glass).
REVIEWED_WITHIN: Final = 3
# What opened at once though a second person was due: on the first day on which a leader is there. It is
# the second pair of eyes, only later. Our own proposal.
REVIEWED_SOON: Final = 1


def review(opened_on: date, *, soon: bool = False) -> Plan:
    """The leader's review of a look-up, from the day on which the file was opened."""
    return Plan(
        kind=Kind.LOOK_UP_REVIEW,
        starts_on=opened_on,
        length=REVIEWED_SOON if soon else REVIEWED_WITHIN,
        span=Span.WORKING_DAYS,
        side=Side.AUTHORITY,
        source=Source.HOUSE,
        basis="",
    )
