"""What the next step of an inquiry is read from: for a list in one query, for a page from its case."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any, TypeVar, cast
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Model, OuterRef, QuerySet, Subquery
from django.db.models.functions import JSONObject

from centre.calendar import danish_day
from centre.citizens.choices import MINORS
from centre.citizens.models import Citizen, Consent
from centre.citizens.queries import deaths
from centre.clocks.rules import Answer
from centre.standard.queries import in_force
from intake.choices import BookingStatus, NextStep, Outcome
from intake.models import Booking, ContactAttempt, Decision, Guarantee, GuaranteeFact, Inquiry
from intake.rules.basis import AREA_KINDS
from intake.rules.consents import consents_needed
from intake.rules.next_step import Standing, next_step

Row = TypeVar("Row", bound=Model)
DAYS = ("due_on", "act_by_on", "paused_since", "notice_on", "explained_on")


def with_steps(
    rows: QuerySet[Row], *, inquiry: str = "pk", citizen: str = "citizen"
) -> QuerySet[Row]:
    """Rows with all that `step_of` reads: one query, through indexes, whatever their number.

    Of inquiries, or of rows that lead to one by the names given.
    """
    mine = OuterRef(inquiry)
    tries = ContactAttempt.objects.filter(inquiry=mine).order_by()
    facts = GuaranteeFact.objects.filter(guarantee=OuterRef("pk"), withdrawn_at__isnull=True)
    running = Guarantee.objects.filter(inquiry=mine, clock__stopped_on__isnull=True).order_by()
    consents = Consent.objects.filter(citizen=OuterRef(citizen), withdrawn_on__isnull=True)
    bookings = Booking.objects.filter(
        inquiry=mine, status__in=(BookingStatus.BOOKED, BookingStatus.ATTENDED)
    )
    found: Any = rows.annotate(
        step_running=ArraySubquery(
            running.values(
                data=JSONObject(
                    kind="kind",
                    starts_on="clock__starts_on",
                    facts=ArraySubquery(facts.order_by().values("fact")),
                    **{day: f"clock__{day}" for day in DAYS},
                )
            )
        ),
        step_consents=ArraySubquery(consents.values("kind")),
        # Not EXISTS: for a list the database would read the whole table for it.
        step_tried=Subquery(tries.values("pk")[:1]),
        step_refused=ArraySubquery(_refused(mine).values("area")),
        step_death=Subquery(deaths(citizen).values("pk")[:1]),
        step_bookings=ArraySubquery(
            bookings.order_by().values(
                data=JSONObject(
                    status="status", starts_at="slot__starts_at", closed_at="slot__closed_at"
                )
            )
        ),
    )
    return cast("QuerySet[Row]", found)


def step_of(row: Any, today: date, inquiry: Inquiry | None = None) -> NextStep | None:
    """The next step of a row fetched by `with_steps`: an inquiry, or one that leads to it."""
    return next_step(
        _standing(
            inquiry or row,
            today,
            running={one["kind"]: _answer(one) for one in row.step_running},
            refused=[kind for area in row.step_refused for kind in AREA_KINDS[area]],
            facts=[fact for one in row.step_running for fact in one["facts"]],
            consents=row.step_consents,
            tried=row.step_tried is not None,
            met=any(one["status"] == BookingStatus.ATTENDED for one in row.step_bookings),
            talks=talks_of(row),
            died=row.step_death is not None,
        ),
        today,
    )


def talks_of(row: Any) -> tuple[datetime | None, datetime | None]:
    """The first talk that is booked, and the last booked one whose time was closed."""
    booked = [one for one in row.step_bookings if one["status"] == BookingStatus.BOOKED]
    times = [(datetime.fromisoformat(one["starts_at"]), one["closed_at"]) for one in booked]
    return (
        min((at for at, closed in times if closed is None), default=None),
        max((at for at, closed in times if closed is not None), default=None),
    )


def step_words(row: Any, today: date, inquiry: Inquiry | None = None) -> str:
    """The same in words; empty when nothing is left to do."""
    step = step_of(row, today, inquiry)
    return str(step.label) if step is not None else ""


def _answer(found: dict[str, Any]) -> Answer:
    days = {day: date.fromisoformat(text) for day in DAYS if (text := found[day]) is not None}
    starts_on = date.fromisoformat(str(found["starts_on"]))
    return Answer(starts_on, days.pop("due_on", None), days.pop("act_by_on", None), **days)  # type: ignore[arg-type]


def _refused(inquiry: Any) -> QuerySet[Decision]:
    """The decisions in force that refuse an inquiry help."""
    found = Decision.objects.in_force().filter(inquiry=inquiry, outcome=Outcome.REFUSED)
    return found.order_by()


def decided_of(inquiry_id: UUID) -> dict[str, str]:
    """What the decisions in force say of each kind of treatment."""
    rows = Decision.objects.in_force().filter(inquiry=inquiry_id).order_by()
    said = rows.values_list("area", "outcome")
    return {kind: outcome for area, outcome in said for kind in AREA_KINDS[area]}


def standing_of(
    inquiry: Inquiry, today: date, *, decided: Mapping[str, str], died: bool
) -> Standing:
    """Where an inquiry stands, from one that was fetched with everything its page needs."""
    open_ones = [one for one in inquiry.guarantees.all() if one.clock.stopped_on is None]
    booked = [one for one in inquiry.bookings.all() if one.status == BookingStatus.BOOKED]
    open_times = [one.slot.starts_at for one in booked if one.slot.closed_at is None]
    closed = [one.slot.starts_at for one in booked if one.slot.closed_at is not None]
    citizen = inquiry.citizen
    consents = citizen.consents.all() if citizen is not None else []
    return _standing(
        inquiry,
        today,
        running={one.kind: one.clock.answer for one in open_ones},
        refused=[kind for kind, outcome in decided.items() if outcome == Outcome.REFUSED],
        facts=[fact.fact for one in open_ones for fact in one.facts.all()],
        consents=[one.kind for one in consents if one.withdrawn_on is None],
        tried=bool(inquiry.attempts.all()),
        met=any(one.status == BookingStatus.ATTENDED for one in inquiry.bookings.all()),
        talks=(min(open_times, default=None), max(closed, default=None)),
        died=died,
    )


def _standing(
    inquiry: Inquiry,
    today: date,
    *,
    running: dict[str, Answer],
    refused: list[str],
    facts: list[str],
    consents: Iterable[str],
    tried: bool,
    met: bool,
    talks: tuple[datetime | None, datetime | None],
    died: bool,
) -> Standing:
    talk_on, closed_on = (danish_day(at) if at is not None else None for at in talks)
    coming = talk_on is not None and talk_on >= today
    return Standing(
        status=inquiry.status,
        assigned=inquiry.responsible_id is not None,
        running=running,
        refused=refused,
        has_phone=can_be_called(inquiry),
        has_address=_has(inquiry.citizen, "email_hash", "cpr_hash"),
        tried=tried,
        met=met,
        talk_on=talk_on,
        talk_closed=closed_on is not None and closed_on >= today and not coming,
        facts=facts,
        missing_consents=_needed(inquiry, running) - set(consents),
        died=died,
    )


def _needed(inquiry: Inquiry, kinds: Iterable[str]) -> set[str]:
    """Whose consent what runs needs, by the standard of the day of the inquiry."""
    if inquiry.age_group not in MINORS:
        # Read no standard for the many: only the young need anybody's consent.
        return set()
    standard = in_force(inquiry.received_on).content
    who, nameless = inquiry.age_group, inquiry.anonymous
    return {
        one for kind in kinds for one in consents_needed(kind, who, standard, anonymous=nameless)
    }


def can_be_called(inquiry: Inquiry) -> bool:
    """Whether there is a number to call."""
    return _has(inquiry.citizen, "phone_hash")


def _has(citizen: Citizen | None, *hashes: str) -> bool:
    return citizen is not None and any(getattr(citizen, name) is not None for name in hashes)
