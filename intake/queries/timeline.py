"""What has happened to an inquiry, line by line."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from centre.records.models import AuditEntry
from centre.staff.models import User
from intake.choices import ReleaseReason
from intake.models import Inquiry

MOST = 100


@dataclass(frozen=True)
class Entry:
    """One line of the timeline, for `parts/timeline.html`."""

    at: datetime
    who: str
    what: str
    words: str = ""
    kind: str = ""


def timeline(inquiry: Inquiry) -> list[Entry]:
    """Latest first, from an inquiry fetched with all that its page needs, and its audit lines."""
    entries = [
        *_received(inquiry),
        *_ledger(inquiry),
        *_facts(inquiry),
        *_attempts(inquiry),
        *_bookings(inquiry),
        *_audit(inquiry),
    ]
    return sorted(entries, key=lambda entry: entry.at, reverse=True)


def _who(user: User | None) -> str:
    return str(user) if user is not None else _("The system")


def _day(on: date) -> str:
    return date_format(on, "j. F Y")


def _received(inquiry: Inquiry) -> Iterable[Entry]:
    who = _("The citizen") if inquiry.registered_by is None else str(inquiry.registered_by)
    told = _("Received %(day)s: %(channel)s") % {
        "day": _day(inquiry.received_on),
        "channel": inquiry.get_channel_display().lower(),
    }
    yield Entry(inquiry.registered_at, who, _("The inquiry was registered"), told, "plus")


def _ledger(inquiry: Inquiry) -> Iterable[Entry]:
    for guarantee in inquiry.guarantees.all():
        kind = guarantee.clock.get_kind_display()
        for event in guarantee.clock.events.all():
            what = _("%(kind)s: the clock was %(happened)s") % {
                "kind": kind,
                "happened": event.get_type_display(),
            }
            told = [_day(event.on)]
            if event.cause:
                told.append(str(event.get_cause_display()))
            if event.reason:
                told.append(_reason(event.reason))
            if event.basis:
                told.append(event.basis)
            yield Entry(event.at, _who(event.by), what, " · ".join(told), "clock")


def _reason(text: str) -> str:
    """A release keeps the key of its reason; every other reason is what somebody wrote."""
    return str(ReleaseReason(text).label) if text in ReleaseReason.values else text


def _facts(inquiry: Inquiry) -> Iterable[Entry]:
    for guarantee in inquiry.guarantees.all():
        for fact in guarantee.facts.all():
            yield Entry(
                fact.recorded_at,
                _who(fact.recorded_by),
                str(fact.get_fact_display()),
                f"{guarantee.clock.get_kind_display()} · {_day(fact.on)}",
                "check",
            )


def _attempts(inquiry: Inquiry) -> Iterable[Entry]:
    for attempt in inquiry.attempts.all():
        what = _("Contact: %(outcome)s") % {"outcome": attempt.get_outcome_display().lower()}
        told = str(attempt.get_channel_display())
        if attempt.note:
            told = f"{told}\n{attempt.note}"
        yield Entry(attempt.tried_at, _who(attempt.tried_by), what, told, "phone")


def _bookings(inquiry: Inquiry) -> Iterable[Entry]:
    for booking in inquiry.bookings.all():
        what = _("Time %(moment)s: %(status)s") % {
            "moment": date_format(localtime(booking.slot.starts_at), "SHORT_DATETIME_FORMAT"),
            "status": booking.get_status_display().lower(),
        }
        at = booking.settled_at or inquiry.registered_at
        told = f"{booking.get_channel_display()} · {booking.slot.counsellor}"
        yield Entry(at, _who(booking.settled_by), what, told, "person")


def _audit(inquiry: Inquiry) -> Iterable[Entry]:
    shown = {
        "inquiry.assign": _("Assigned"),
        "inquiry.close": _("Ended"),
        "inquiry.reopen": _("Taken up again"),
        "inquiry.wish": _("The citizen wants treatment"),
    }
    lines = (
        AuditEntry.objects.filter(row="intake.Inquiry", row_id=str(inquiry.pk))
        .filter(action__in=shown)
        .select_related("by")
        .order_by("-at")[:MOST]
    )
    lines_list = list(lines)
    people = User.objects.in_bulk([line.detail["to"] for line in lines_list if "to" in line.detail])
    for line in lines_list:
        to = people.get(line.detail.get("to", 0))
        yield Entry(line.at, _who(line.by), shown[line.action], str(to) if to else "", "info")
