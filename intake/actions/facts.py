"""What the apps above and a decision tell the guarantees of an inquiry: quiet where it is known already."""

from collections.abc import Collection, Mapping
from datetime import date, datetime

from django.db.models import Q
from django.utils.translation import gettext as _

from centre.clocks.actions import ledger
from centre.clocks.choices import EventType, Kind
from centre.records.actions import note
from centre.staff.models import User
from intake.actions.guarantee import keep_fact, locked
from intake.choices import Fact
from intake.models import Guarantee, GuaranteeFact, Inquiry
from intake.rules.guarantee import stops_the_clock

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
    guarantees = list(locked(rows).order_by("kind"))
    told = GuaranteeFact.objects.filter(guarantee__in=guarantees, withdrawn_at__isnull=True)
    known = set(told.values_list("guarantee_id", "fact")) if guarantees else set()
    for guarantee in guarantees:
        # The first fact may have begun the treatment: to the next one the inquiry is as it left it.
        guarantee.inquiry = guarantees[0].inquiry
        for fact in facts:
            if (guarantee.pk, fact) not in known:
                keep_fact(guarantee, fact, on=on, by=by, at=at)


def withdraw_later(
    inquiry: Inquiry,
    kinds: Collection[str],
    facts: Collection[Fact],
    *,
    on: date,
    by: User,
    at: datetime,
) -> None:
    """Take back what was recorded of a later day; a clock that it stopped runs again.

    Called in the transaction of whoever then tells the true day. A deadline that began only after
    that day keeps its end, and so does one that binds no more.
    """
    which = Q(fact__in=facts, on__gt=on)
    reason = _("The first contact was earlier than the one recorded.")
    _withdraw(inquiry, kinds, which, reason, on=on, by=by, at=at)


def withdraw_on(
    inquiry: Inquiry,
    kinds: Collection[str],
    facts: Collection[Fact],
    *,
    on: date,
    by: User,
    at: datetime,
) -> None:
    """Take back what was recorded of this very day, on which it did not happen; else the same."""
    which = Q(fact__in=facts, on=on)
    reason = _("The first contact was later than the one recorded.")
    _withdraw(inquiry, kinds, which, reason, on=on, by=by, at=at)


def _withdraw(
    inquiry: Inquiry,
    kinds: Collection[str],
    which: Q,
    reason: str,
    *,
    on: date,
    by: User,
    at: datetime,
) -> None:
    rows = inquiry.guarantees.filter(kind__in=kinds, clock__starts_on__lte=on)
    # Before its clock, as whoever writes of one guarantee takes them.
    for guarantee in locked(rows.exclude(clock__ended_as__in=ENDED)).order_by("kind"):
        known = guarantee.facts.filter(which, withdrawn_at__isnull=True)
        gone = dict(known.order_by("fact").values_list("fact", "on"))
        if not gone:
            continue
        known.update(withdrawn_at=at, withdrawn_by=by)
        _note_withdrawn(guarantee, inquiry, gone, by=by, at=at)
        if guarantee.clock.stopped_on is not None and gone.keys() & {
            *stops_the_clock(guarantee.kind)
        }:
            ledger.write(
                clock_id=guarantee.clock_id,
                type=EventType.CORRECT,
                on=guarantee.clock.starts_on,
                by=by,
                at=at,
                reason=reason,
            )


def _note_withdrawn(
    guarantee: Guarantee, inquiry: Inquiry, gone: Mapping[str, date], *, by: User, at: datetime
) -> None:
    """Each fact with the day that holds no more: the true ones are told with lines of their own."""
    note(
        action="guarantee.fact_withdrawn",
        row=guarantee,
        by=by,
        at=at,
        citizen_id=inquiry.citizen_id,
        facts={fact: day.isoformat() for fact, day in gone.items()},
    )


# All that a talk of assessment is about; the doctor's talk is another one.
ASSESSED = tuple(kind.value for kind in Kind if kind != Kind.DOCTORS_TALK)
