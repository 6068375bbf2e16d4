"""A time for somebody who rings: booked, moved to another one, or given back."""

import uuid
from collections.abc import Callable
from datetime import datetime

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime, now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from centre.records.door import open_one
from centre.refusal import Refused
from centre.staff.doors import StaffRequest, door
from centre.staff.pages import show
from centre.staff.rules import Door
from intake.actions import book as actions
from intake.actions.appointment import book_for
from intake.actions.book import SlotTaken
from intake.choices import BookingStatus
from intake.forms.calendar import BookForm, OverbookForm
from intake.models import Booking
from intake.queries import calendar as queries
from intake.queries import inquiry as inquiries
from intake.queries.slots import booked_by_form


@require_http_methods(["GET", "POST"])
@door(Door.BOOK)
def book(request: StaffRequest, pk: uuid.UUID) -> HttpResponse:
    """A time for an inquiry: free ones, or with a reason one that is taken."""
    at = now()
    inquiry = open_one(inquiries.plain(request.user), pk, reader=request, purpose="book", at=at)
    more = "more" in request.GET and request.user.may(Door.OVERBOOK)
    form = _book_form(request, at, more)
    way_on, conflict = _taken(
        request, form, pk, lambda: _book(request, inquiry.pk, form, at), _booked_words
    )
    if way_on is not None:
        return way_on
    context = {"inquiry": inquiry, "more": more, "may_overbook": request.user.may(Door.OVERBOOK)}
    return show(request, "intake/staff/book.html", context, form=form, conflict=conflict)


def _book_form(request: StaffRequest, at: datetime, more: bool) -> BookForm:
    kind = OverbookForm if more else BookForm
    slots = queries.coming_times(request.user, at, free=not more)
    return kind(request.POST or None, slots=slots)


def _book(request: StaffRequest, pk: uuid.UUID, form: BookForm, at: datetime) -> Booking:
    data = form.cleaned_data
    return book_for(
        inquiry_id=pk,
        slot_id=int(data["slot"]),
        channel=data["channel"],
        form_key=data["form_key"],
        secret=settings.SECRET_KEY.encode(),
        overbook_reason=data.get("reason", ""),
        by=request.user,
        at=at,
    )


def _booked_words(booking: Booking) -> str:
    return _("The time is booked. Tell the citizen the reference: %(reference)s") % {
        "reference": booking.reference
    }


def _taken(
    request: StaffRequest,
    form: BookForm,
    inquiry_id: uuid.UUID,
    act: Callable[[], Booking],
    words: Callable[[Booking], str],
) -> tuple[HttpResponse | None, bool]:
    """The way on once the time is taken, none before; and whether somebody was quicker."""
    booking = _sent_before(form, inquiry_id)
    if booking is None:
        if not form.is_valid():
            return None, False
        try:
            booking = act()
        except (SlotTaken, Refused) as refusal:
            lost = _("This time has just been taken. Choose another one.")
            form.add_error("slot", str(refusal) or lost)
            return None, True
    messages.success(request, words(booking))
    return _to_inquiry(booking), False


def _sent_before(form: BookForm, inquiry_id: uuid.UUID) -> Booking | None:
    """What this very form has booked: pressed twice, it finds its own time taken, and that is no refusal."""
    if not form.is_bound or form.is_valid() or "form_key" not in form.cleaned_data:
        return None
    found = booked_by_form(form.cleaned_data["form_key"])
    return found if found is not None and found.inquiry_id == inquiry_id else None


def _opened(request: StaffRequest, pk: uuid.UUID, at: datetime) -> Booking:
    rows = queries.bookings_to_change(request.user)
    return open_one(rows, pk, reader=request, purpose="change a time", at=at)


@require_http_methods(["GET", "POST"])
@door(Door.BOOK)
def change(request: StaffRequest, pk: uuid.UUID) -> HttpResponse:
    """Another time for who has one: the old one is kept until the new one is sure."""
    at = now()
    booking = _opened(request, pk, at)
    slots = queries.times_instead(request.user, booking, at)
    form = BookForm(request.POST or None, slots=slots, channel=booking.channel)
    way_on, conflict = _taken(
        request,
        form,
        booking.inquiry_id,
        lambda: _move(request, booking, form, at),
        _moved_words,
    )
    if way_on is not None:
        return way_on
    context = {"booking": booking, "may_change": queries.may_change(booking, at)}
    return show(request, "intake/staff/appointment.html", context, form=form, conflict=conflict)


def _move(request: StaffRequest, booking: Booking, form: BookForm, at: datetime) -> Booking:
    if booking.status == BookingStatus.BOOKED and not queries.may_change(booking, at):
        raise Refused(_("This time has begun. Say in the calendar whether the citizen came."))
    data = form.cleaned_data
    return actions.move(
        booking_id=booking.pk,
        slot_id=int(data["slot"]),
        channel=data["channel"],
        by=request.user,
        at=at,
        form_key=data["form_key"],
    )


def _moved_words(moved: Booking) -> str:
    starts_at = date_format(localtime(moved.slot.starts_at), "DATETIME_FORMAT")
    return _("The time is moved to %(time)s. The reference and the code are the same.") % {
        "time": starts_at
    }


@require_POST
@door(Door.BOOK)
def cancel(request: StaffRequest, pk: uuid.UUID) -> HttpResponse:
    """Give it back for who rings and cannot come."""
    at = now()
    booking = _opened(request, pk, at)
    try:
        if not queries.may_change(booking, at):
            raise Refused(_("This appointment has already been changed."))
        actions.cancel(booking_id=pk, by=request.user, at=at)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(
            request, _("The time is cancelled, and is free again. The inquiry stands as it is.")
        )
    return _to_inquiry(booking)


def _to_inquiry(booking: Booking) -> HttpResponse:
    return HttpResponseRedirect(reverse("intake:inquiry", args=[booking.inquiry_id]))
