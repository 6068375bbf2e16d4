"""See, move or cancel a time with the reference and the code of the receipt."""

from contextlib import suppress
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.timezone import now
from django.utils.translation import gettext as _

from centre.forms.http import render_form
from centre.forms.receipt import LookUpForm
from centre.refusal import Refused
from intake import words
from intake.actions.book import SlotTaken, cancel, move
from intake.choices import BookingStatus, SlotChannel
from intake.forms.public import TimeForm
from intake.models import Booking
from intake.queries import slots
from intake.queries.wish import asked_for
from intake.rules.journey import IDLE, Answers
from intake.views import cookie, limits, times
from intake.views.pages import (
    CONFLICT,
    TOO_MANY,
    in_words,
    place_of,
    see_other,
    standard_of,
    ways,
)

CONTEXT = "look-up.cookie"


def look_up(request: HttpRequest) -> HttpResponse:
    """Ask for reference and code; the same answer for an unknown reference as for a wrong code."""
    at = now()
    form = LookUpForm(request.POST if request.method == "POST" else None)
    if not form.is_bound or not form.is_valid():
        return render_form(request, "intake/public/look_up.html", form=form)
    reference = form.cleaned_data["reference"]
    if not limits.CODES.may_try(request, reference, at=at):
        return render(request, "tries.html", status=TOO_MANY)
    booking = form.opened(slots.booking_by_reference)
    if booking is None:
        return render_form(request, "intake/public/look_up.html", form=form)
    limits.CODES.was_right(request, reference, at=at)
    return _remember(see_other("appointment"), booking, at=at)


def _remember(response: HttpResponse, booking: Booking, *, at: datetime) -> HttpResponse:
    """Keep in the cookie whose code was shown, with a new key for one move."""
    values = {"booking": str(booking.pk), "key": uuid4().hex, "at": int(at.timestamp())}
    cookie.put(response, cookie.sealed(values, context=CONTEXT))
    return response


def _shown_code(request: HttpRequest, *, at: datetime) -> dict[str, Any] | None:
    values = cookie.opened(request.COOKIES.get(settings.FORM_COOKIE_NAME, ""), context=CONTEXT)
    if values is None or at.timestamp() - float(str(values["at"])) > IDLE.total_seconds():
        return None
    return values


def looked_up(request: HttpRequest, *, at: datetime) -> Booking | None:
    """The booking whose code was shown within the hour."""
    values = _shown_code(request, at=at)
    return slots.booking_by_id(UUID(values["booking"])) if values else None


def appointment(request: HttpRequest) -> HttpResponse:
    """The time in words, and what can be done about it."""
    at = now()
    booking = looked_up(request, at=at)
    if booking is None:
        return see_other("look_up")
    context = _time_of(booking, at=at)
    if booking.status == BookingStatus.CANCELLED:
        return render(request, "intake/public/cancelled.html", context)
    context |= {
        "may_change": _may_change(booking, at),
        "moved": booking.moved_from_id is not None,
    }
    return _touched(request, render(request, "intake/public/appointment.html", context), at=at)


def _touched(request: HttpRequest, response: HttpResponse, *, at: datetime) -> HttpResponse:
    """What was looked up stays open for another hour from now, with the same key for a move."""
    values = _shown_code(request, at=at) or {}
    cookie.put(response, cookie.sealed({**values, "at": int(at.timestamp())}, context=CONTEXT))
    return response


def _time_of(booking: Booking, *, at: datetime) -> dict[str, Any]:
    """The time and where to meet, and what is said of a wish for treatment: that outlives the time."""
    return {
        "when": in_words(booking.slot.starts_at),
        "place": place_of(standard_of(at), place=booking.slot.place, how=booking.channel),
        "in_person": booking.channel == SlotChannel.IN_PERSON,
        "video": booking.channel == SlotChannel.VIDEO,
        "wish": words.of_wish(asked_for(booking.inquiry)),
        "reachable": not booking.inquiry.anonymous,
    }


def _may_change(booking: Booking, at: datetime) -> bool:
    return booking.status == BookingStatus.BOOKED and booking.slot.starts_at > at


def cancel_it(request: HttpRequest) -> HttpResponse:
    """Ask once whether the time is to be given back, and do it; a second time is the same page."""
    at = now()
    booking = looked_up(request, at=at)
    if booking is None:
        return see_other("look_up")
    if not _may_change(booking, at):
        return see_other("appointment")
    if request.method != "POST":
        page = render(request, "intake/public/cancel.html", _time_of(booking, at=at))
        return _touched(request, page, at=at)
    with suppress(Refused):
        cancel(booking_id=booking.pk, by=None, at=at)
    return see_other("appointment")


def move_it(request: HttpRequest) -> HttpResponse:
    """Choose another time; the old one is kept until the new one is sure."""
    at = now()
    booking = looked_up(request, at=at)
    if booking is None or not _may_change(booking, at):
        return see_other("appointment" if booking else "look_up")
    choice = times.Choice.of(request, allowed=ways(standard_of(at)), usual=booking.channel)
    slot_id = times.posted_slot(request)
    if not slot_id:
        return _offer(request, booking, choice, at=at)
    try:
        moved = move(
            booking_id=booking.pk,
            slot_id=slot_id,
            channel=choice.how,
            by=None,
            at=at,
            form_key=_move_key(request, at=at),
        )
    except Refused:
        return see_other("appointment")
    except SlotTaken:
        return _taken(request, booking, choice, slot_id=slot_id, at=at)
    return _remember(see_other("appointment"), moved, at=at)


def _move_key(request: HttpRequest, *, at: datetime) -> UUID:
    values = _shown_code(request, at=at)
    return UUID(values["key"]) if values else uuid4()


def _offer(
    request: HttpRequest, booking: Booking, choice: times.Choice, *, at: datetime
) -> HttpResponse:
    standard = standard_of(at)
    units = times.units_of(standard, booking.inquiry.age_group)
    shown, context = times.offer(choice, standard=standard, units=units, at=at)
    if choice.how == booking.channel:
        # A colleague free at the same hour would be no other time to whoever moves theirs.
        shown = [one for one in shown if one.starts_at != booking.slot.starts_at]
    form = _times_form(request, times.as_radios(shown), at=at)
    context |= {"none_free": not shown, "now_at": in_words(booking.slot.starts_at)}
    return render_form(request, "intake/public/move.html", context, form=form)


def _times_form(request: HttpRequest, offered: times.Offered, *, at: datetime) -> TimeForm:
    answers = Answers.begun(uuid4(), at)
    data = request.POST if request.method == "POST" else None
    return TimeForm(data, answers=answers, offered=offered)


def _taken(
    request: HttpRequest,
    booking: Booking,
    choice: times.Choice,
    *,
    slot_id: int,
    at: datetime,
) -> HttpResponse:
    moment = slots.moment_of(slot_id) or booking.slot.starts_at
    near = times.near(moment, booking.inquiry.age_group, how=choice.how, at=at)
    form = TimeForm(answers=Answers.begun(uuid4(), at), offered=times.as_radios(near))
    form.fields["slot"].label = _("Choose a new time")
    context = {
        "form": form,
        "near": near,
        "query": f"?how={choice.how}",
        "kept": in_words(booking.slot.starts_at),
    }
    return render(request, "intake/public/move_taken.html", context, status=CONFLICT)
