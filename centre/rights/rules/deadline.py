"""How soon a citizen is answered, and by how much it may take longer. Pure."""

from datetime import date
from typing import Final

from centre.calendar import add_months, add_working_days
from centre.clocks.choices import Kind, Side, Source, Span
from centre.clocks.rules import Plan
from centre.rights.choices import Right

# C32: 7 working days after it came, otherwise the citizen is told why and when (FVL § 16 stk. 2, OFL
# § 36 stk. 2). For health records too, where the law itself asks for no more than that it be soon.
ACCESS_DAYS: Final = 7
# Our proposal: the law names no last day for access. The remarks to OFL § 36 name 40 working days for the
# hardest requests of all, and that is within the three months of GDPR art. 12.
ACCESS_MORE: Final = 40
ACCESS_BASIS: Final = "FVL § 16 stk. 2"
# Without undue delay and within one month; two more where it is hard, told within the first.
CORRECTION_MONTHS: Final = 1
CORRECTION_MORE: Final = 2
CORRECTION_BASIS: Final = "GDPR art. 12, stk. 3"


def plan_for(right: str, received_on: date) -> Plan:
    """The answer to a request, from the day it came."""
    access = right == Right.ACCESS
    return Plan(
        kind=Kind.FILE_ACCESS if access else Kind.CORRECTION,
        starts_on=received_on,
        length=ACCESS_DAYS if access else CORRECTION_MONTHS,
        span=Span.WORKING_DAYS if access else Span.MONTHS,
        side=Side.AUTHORITY,
        source=Source.LAW,
        basis=basis_of(right),
    )


def basis_of(right: str) -> str:
    return ACCESS_BASIS if right == Right.ACCESS else CORRECTION_BASIS


def latest(right: str, received_on: date) -> date:
    """The last day to which an answer may be put off."""
    if right == Right.ACCESS:
        return add_working_days(received_on, ACCESS_MORE)
    return add_months(received_on, CORRECTION_MONTHS + CORRECTION_MORE)
