"""What the apps above and a decision tell the guarantees of an inquiry: quiet where it is known already."""

from collections.abc import Collection
from datetime import date, datetime

from centre.clocks.choices import EventType, Kind
from centre.staff.models import User
from intake.actions.guarantee import record_fact
from intake.choices import Fact
from intake.models import Inquiry

ENDED = (EventType.WAIVE, EventType.RELEASE)


def tell(
    inquiry: Inquiry,
    kinds: Collection[str],
    facts: Collection[Fact],
    *,
    on: date,
    by: User,
    at: datetime,
    unless_later: bool = True,
) -> None:
    """Record facts on the inquiry's guarantees of these kinds; called in the caller's transaction.

    What binds no more and what is known is left alone, and what began only after that day unless told
    otherwise. A fact that the law's clock no longer waits for may still be what the council promised.
    Raises Refused where a fact cannot be.
    """
    rows = inquiry.guarantees.filter(kind__in=kinds).exclude(clock__ended_as__in=ENDED)
    if unless_later:
        rows = rows.filter(clock__starts_on__lte=on)
    for guarantee in rows.order_by("kind"):
        known = set(
            guarantee.facts.filter(withdrawn_at__isnull=True).values_list("fact", flat=True)
        )
        for fact in facts:
            if fact not in known:
                record_fact(guarantee_id=guarantee.pk, fact=fact, on=on, by=by, at=at)


# All that a talk of assessment is about; the doctor's talk is another one.
ASSESSED = tuple(kind.value for kind in Kind if kind != Kind.DOCTORS_TALK)
