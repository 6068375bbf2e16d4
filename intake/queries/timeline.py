"""What has happened to inquiries, line by line: of one, or of all that a citizen has made."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import CharField, OuterRef, Subquery
from django.db.models.functions import Cast, Coalesce
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from centre.clocks.choices import Kind as ClockKind
from centre.clocks.models import ClockEvent
from centre.file.choices import Kind
from centre.file.queries import Entry, Whose
from centre.records.models import AuditEntry
from centre.staff.models import User
from intake.choices import ReleaseReason
from intake.models import Booking, ContactAttempt, GuaranteeFact
from intake.models.inquiry import InquiryQuerySet

# The lines of the audit trail that are told.
CHANGES = {
    "inquiry.assign": gettext_lazy("Assigned"),
    "inquiry.close": gettext_lazy("Ended"),
    "inquiry.reopen": gettext_lazy("Taken up again"),
    "inquiry.wish": gettext_lazy("The citizen wants treatment"),
}


def timeline(inquiries: InquiryQuerySet, whose: Whose) -> list[Entry]:
    """One page of it: one statement a table, however many inquiries and lines there are."""
    bookings, changes = _booked(inquiries, whose), _changed(inquiries, whose)
    named = {one.maker for one in bookings} | {one.detail.get("to") for one in changes}
    people = User.objects.in_bulk(named - {None})
    return [
        *_received(inquiries, whose),
        *_ledger(inquiries, whose),
        *_facts(inquiries, whose),
        *_attempts(inquiries, whose),
        *_bookings(bookings, people, whose),
        *_changes(changes, people, whose),
    ]


def _who(user: User | None) -> str:
    return str(user) if user is not None else _("The system")


def _day(on: date) -> str:
    return date_format(on, "j. F Y")


def _page(whose: Whose, inquiry_id: Any) -> str:
    """Where the inquiry stands; nowhere on its own page."""
    return reverse("intake:inquiry", args=[inquiry_id]) if whose.inquiry_id is None else ""


def _received(inquiries: InquiryQuerySet, whose: Whose) -> Iterable[Entry]:
    rows = inquiries.select_related("registered_by")
    for one in whose.latest(rows, Kind.INQUIRY, at="registered_at"):
        told = _("Received %(day)s: %(channel)s") % {
            "day": _day(one.received_on),
            "channel": one.get_channel_display().lower(),
        }
        yield Entry(
            one.registered_at,
            _("The citizen") if one.registered_by is None else str(one.registered_by),
            _("The inquiry was registered"),
            told,
            _page(whose, one.pk),
            id=one.pk,
            kind=Kind.INQUIRY,
        )


def _ledger(inquiries: InquiryQuerySet, whose: Whose) -> Iterable[Entry]:
    rows = ClockEvent.objects.filter(clock__guarantee__inquiry__in=inquiries)
    rows = rows.select_related("clock__guarantee", "by")
    for event in whose.latest(rows, Kind.DEADLINE):
        what = _("%(kind)s: the clock was %(happened)s") % {
            "kind": event.clock.get_kind_display(),
            "happened": event.get_type_display(),
        }
        told = [_day(event.on)]
        if event.cause:
            told.append(str(event.get_cause_display()))
        if event.reason:
            told.append(_reason(event.reason))
        if event.basis:
            told.append(event.basis)
        url = _page(whose, event.clock.guarantee.inquiry_id)
        words = " · ".join(told)
        yield Entry(event.at, _who(event.by), what, words, url, id=event.pk, kind=Kind.DEADLINE)


def _reason(text: str) -> str:
    """A release keeps the key of its reason; every other reason is what somebody wrote."""
    return str(ReleaseReason(text).label) if text in ReleaseReason.values else text


def _facts(inquiries: InquiryQuerySet, whose: Whose) -> Iterable[Entry]:
    """What was recorded, and what was taken back: a line each, for both happened."""
    rows = GuaranteeFact.objects.filter(guarantee__inquiry__in=inquiries)
    rows = rows.select_related("guarantee", "recorded_by", "withdrawn_by")
    for fact in whose.latest_of(rows, Kind.DEADLINE, "recorded_at", "withdrawn_at"):
        yield _fact(fact, fact.recorded_at, fact.recorded_by, str(fact.get_fact_display()), whose)
        if fact.withdrawn_at is not None:
            what = _("Taken back: %(what)s") % {"what": fact.get_fact_display()}
            yield _fact(fact, fact.withdrawn_at, fact.withdrawn_by, what, whose)


def _fact(fact: GuaranteeFact, at: Any, by: User | None, what: str, whose: Whose) -> Entry:
    words = f"{ClockKind(fact.guarantee.kind).label} · {_day(fact.on)}"
    url = _page(whose, fact.guarantee.inquiry_id)
    return Entry(at, _who(by), what, words, url, "check", id=fact.pk, kind=Kind.DEADLINE)


def _attempts(inquiries: InquiryQuerySet, whose: Whose) -> Iterable[Entry]:
    rows = ContactAttempt.objects.filter(inquiry__in=inquiries).select_related("tried_by")
    for attempt in whose.latest(rows, Kind.CONTACT, at="tried_at"):
        what = _("Contact: %(outcome)s") % {"outcome": attempt.get_outcome_display().lower()}
        told = str(attempt.get_channel_display())
        if attempt.note:
            told = f"{told}\n{attempt.note}"
        yield Entry(
            attempt.tried_at,
            _who(attempt.tried_by),
            what,
            told,
            _page(whose, attempt.inquiry_id),
            id=attempt.pk,
            kind=Kind.CONTACT,
        )


def _booked(inquiries: InquiryQuerySet, whose: Whose) -> list[Any]:
    """Each with the moment of its last change, and who made it."""
    made = AuditEntry.objects.filter(
        row="intake.Booking", row_id=Cast(OuterRef("pk"), CharField()), action="booking.make"
    ).order_by("at")
    # Booked with the inquiry, it is as old; booked or moved later, the trail or the old one says when.
    moment = Coalesce(
        "settled_at",
        "moved_from__settled_at",
        Subquery(made.values("at")[:1]),
        "inquiry__registered_at",
    )
    rows: Any = Booking.objects.filter(inquiry__in=inquiries).annotate(
        moment=moment, maker=Subquery(made.values("by")[:1])
    )
    rows = rows.select_related(
        "slot__counsellor", "settled_by", "moved_from__settled_by", "inquiry__registered_by"
    )
    return whose.latest(rows, Kind.TALK, at="moment")


def _bookings(found: list[Any], people: dict[int, User], whose: Whose) -> Iterable[Entry]:
    """Each at the moment of its last change, with what became of it."""
    for booking in found:
        what = _("Time %(moment)s: %(status)s") % {
            "moment": date_format(localtime(booking.slot.starts_at), "SHORT_DATETIME_FORMAT"),
            "status": booking.get_status_display().lower(),
        }
        yield Entry(
            booking.moment,
            _booked_by(booking, people),
            what,
            f"{booking.get_channel_display()} · {booking.slot.counsellor}",
            _page(whose, booking.inquiry_id),
            id=booking.pk,
            kind=Kind.TALK,
        )


def _booked_by(booking: Any, people: dict[int, User]) -> str:
    """Who changed it last; what nobody of the staff did, the citizen did."""
    if booking.settled_at is not None or booking.settled_by is not None:
        by = booking.settled_by
    elif booking.moved_from is not None:
        by = booking.moved_from.settled_by
    else:
        by = people.get(booking.maker, booking.inquiry.registered_by)
    return str(by) if by is not None else _("The citizen")


def _changed(inquiries: InquiryQuerySet, whose: Whose) -> list[AuditEntry]:
    numbers = inquiries.annotate(number=Cast("pk", CharField())).values("number")
    rows = AuditEntry.objects.filter(
        row="intake.Inquiry", row_id__in=numbers, action__in=CHANGES
    ).select_related("by")
    return whose.latest(rows, Kind.CHANGE)


def _changes(lines: list[AuditEntry], people: dict[int, User], whose: Whose) -> Iterable[Entry]:
    for line in lines:
        to = people.get(line.detail.get("to", 0))
        yield Entry(
            line.at,
            _who(line.by),
            str(CHANGES[line.action]),
            str(to) if to else "",
            _page(whose, line.row_id),
            id=line.pk,
            kind=Kind.CHANGE,
        )
