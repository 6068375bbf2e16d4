"""Intake's part of what is kept how long: an inquiry, and all that this floor hangs on it."""

from collections.abc import Collection, Iterator
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Q

from centre.clocks.models import Alert, Clock, ClockEvent
from centre.post.models import Letter
from centre.retention.choices import Hindrance, Kind
from centre.retention.queries.parts import (
    Entry,
    Part,
    Rows,
    Whose,
    by_health_staff,
    clocks_with,
    letters_with,
    told,
)
from intake.choices import Area
from intake.models import (
    Assessment,
    Booking,
    ContactAttempt,
    Decision,
    FreeChoice,
    Guarantee,
    GuaranteeFact,
    Inquiry,
    LookUpReview,
    Profile,
    SubstanceUse,
    Visitation,
)
from intake.models.decision import OPEN as NOT_SENT
from intake.models.inquiry import OPEN

# Treatment that the health law gives: kept as a patient record, whoever gave it. Our proposal: the
# longer period where the law leaves it open, for what is gone is gone.
BY_THE_HEALTH_LAW = (Area.ALCOHOL, Area.SUBSTITUTION)
OURS = ("inquiry", "inquiry__citizen")


def _entries(whose: Whose, _today: date) -> Iterator[Entry]:
    social: dict[str, Any] = {"whose": whose, "regime": Kind.SOCIAL}
    case, clock = Hindrance.OPEN_CASE, Hindrance.RUNNING_CLOCK
    rows = Inquiry.objects.all()
    yield from told(rows, "pk", "citizen", "received_on", **social, hinders={case: OPEN})
    yield from told(rows, "pk", "citizen", "closed_at", **social)
    yield from told(
        ContactAttempt.objects.all(), *OURS, "tried_at", **social,
        health=by_health_staff("tried_by"),
    )  # fmt: skip
    yield from told(Booking.objects.all(), *OURS, "slot__starts_at", **social)
    yield from _assessed(whose)
    yield from _decided(whose)
    guarantees = Guarantee.objects.all()
    yield from told(
        guarantees, *OURS, "clock__events__at", **social,
        hinders={clock: Q(clock__stopped_on__isnull=True)},
    )  # fmt: skip
    of_fact = ("guarantee__inquiry", "guarantee__inquiry__citizen")
    yield from told(GuaranteeFact.objects.all(), *of_fact, "recorded_at", **social)


def _assessed(whose: Whose) -> Iterator[Entry]:
    hands = by_health_staff("begun_by", "finished_by")
    for day in ("begun_at", "finished_at"):
        rows = Visitation.objects.all()
        yield from told(rows, *OURS, day, whose=whose, regime=Kind.SOCIAL, health=hands)
    of_theme = ("visitation__inquiry", "visitation__inquiry__citizen")
    yield from told(
        Assessment.objects.all(), *of_theme, "saved_at", whose=whose, regime=Kind.SOCIAL,
        health=by_health_staff("saved_by"),
    )  # fmt: skip


def _decided(whose: Whose) -> Iterator[Entry]:
    health = Q(area__in=BY_THE_HEALTH_LAW) | by_health_staff("prepared_by")
    waits = {Hindrance.OPEN_CASE: NOT_SENT}
    for day in ("prepared_at", "sent_at", "complain_by_on"):
        yield from told(
            Decision.objects.all(), *OURS, day, whose=whose, regime=Kind.SOCIAL,
            health=health, hinders=waits,
        )  # fmt: skip
    of_choice = ("decision__inquiry", "decision__inquiry__citizen")
    rows = FreeChoice.objects.all()
    yield from told(rows, *of_choice, "recorded_at", whose=whose, regime=Kind.SOCIAL)


def _of_matters(matters: Collection[UUID]) -> Rows:
    """Whatever hangs on these inquiries here; what hangs on it above is the upper floors' to name."""
    decisions = Decision.objects.filter(inquiry__in=matters)
    clocks = Clock.objects.filter(guarantee__inquiry__in=matters)
    return (
        Inquiry.objects.filter(pk__in=matters),
        ContactAttempt.objects.filter(inquiry__in=matters),
        Booking.objects.filter(inquiry__in=matters),
        Visitation.objects.filter(inquiry__in=matters),
        Assessment.objects.filter(visitation__inquiry__in=matters),
        SubstanceUse.objects.filter(visitation__inquiry__in=matters),
        Profile.objects.filter(visitation__inquiry__in=matters),
        decisions,
        FreeChoice.objects.filter(decision__inquiry__in=matters),
        *letters_with(Letter.objects.filter(pk__in=decisions.values("letter"))),
        Guarantee.objects.filter(inquiry__in=matters),
        GuaranteeFact.objects.filter(guarantee__inquiry__in=matters),
        *clocks_with(clocks),
    )


def _of_identity(citizen: UUID) -> Rows:
    """The look-up itself stays without its words; what the leader wrote of it goes."""
    return (LookUpReview.objects.filter(look_up__citizen=citizen),)


PART = Part(
    removes=frozenset(
        {
            Inquiry, ContactAttempt, Booking, Visitation, Assessment, SubstanceUse, Profile, Decision,
            FreeChoice, Guarantee, GuaranteeFact, LookUpReview, Letter, Clock, ClockEvent, Alert,
        }
    ),
    counted={Inquiry: "received_on", Decision: "decided_on"},
    entries=_entries,
    of_matters=_of_matters,
    of_identity=_of_identity,
)  # fmt: skip
