"""The receipt, from the same cookie as the answers, and the calendar file that tells nothing."""

from datetime import datetime, timedelta
from uuid import UUID, uuid5

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from icalendar import Calendar, Event

from centre.receipt import code_for, reference_for, secret_of, shown
from intake import words
from intake.choices import SlotChannel
from intake.queries.wish import asked_for_in
from intake.rules.journey import Answers, Done
from intake.views import cookie
from intake.views.manage import looked_up
from intake.views.pages import in_words, place_of, see_other, standard_of


def receipt(request: HttpRequest) -> HttpResponse:
    """Time, place, reference and code, to whoever holds the cookie; to others the look-up page."""
    at = now()
    answers = cookie.read(request, at=at)
    if answers is None or not answers.done:
        return see_other("look_up")
    if answers.done == Done.CALL:
        called = {"wish": _wish(answers, answers.call_key)}
        page = render(request, "intake/public/receipt_call.html", called)
        return cookie.keep(page, answers, at=at)
    # The secret that was in use when the time was booked: it may have been changed since.
    secret = secret_of(answers.form_key, answers.reference, cookie.secrets())
    context = {
        "answers": answers,
        "when": in_words(datetime.fromisoformat(answers.starts_at)),
        "place": place_of(standard_of(at), place=answers.place, how=answers.how),
        "in_person": answers.how == SlotChannel.IN_PERSON,
        "video": answers.how == SlotChannel.VIDEO,
        "reachable": answers.rung or answers.mailed,
        "reference": reference_for(answers.form_key, secret),
        "code": shown(code_for(answers.form_key, secret)),
        "wish": _wish(answers, answers.form_key),
    }
    return cookie.keep(render(request, "intake/public/receipt.html", context), answers, at=at)


def _wish(answers: Answers, form_key: UUID) -> list[str]:
    """What is said of the wish for treatment; a talk alone needs no word and no query."""
    return words.of_wish(asked_for_in(form_key)) if answers.treatment else []


def calendar(request: HttpRequest) -> HttpResponse:
    """The time as a calendar file: no place, no name, no reference."""
    at = now()
    answers = cookie.read(request, at=at)
    if answers is not None and answers.done == Done.BOOKED:
        return _file(_event(answers, at=at))
    booking = looked_up(request, at=at)
    if booking is None:
        return see_other("look_up")
    during = booking.slot.during
    return _file(_entry(booking.pk, booking.slot.starts_at, during.upper - during.lower, at=at))


def _event(answers: Answers, *, at: datetime) -> Event:
    starts_at = datetime.fromisoformat(answers.starts_at)
    return _entry(answers.form_key, starts_at, timedelta(minutes=answers.minutes), at=at)


def _entry(key: UUID, starts_at: datetime, length: timedelta, *, at: datetime) -> Event:
    event = Event()
    event.add("uid", str(uuid5(key, "calendar")))
    event.add("dtstamp", at)
    # UTC: the same moment in every calendar, on both sides of the summer-time weekends.
    event.add("dtstart", starts_at)
    event.add("dtend", starts_at + length)
    event.add("summary", _("Appointment"))
    event.add("class", "PRIVATE")
    return event


def _file(event: Event) -> HttpResponse:
    calendar_file = Calendar()
    calendar_file.add("prodid", "-//calendar//da")
    calendar_file.add("version", "2.0")
    calendar_file.add_component(event)
    return HttpResponse(
        calendar_file.to_ical(),
        content_type="text/calendar; charset=utf-8",
        headers={"Content-Disposition": 'attachment; filename="aftale.ics"'},
    )
