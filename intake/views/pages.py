"""What the public pages share: addresses of the steps, kind answers, a time in words."""

from datetime import date, datetime
from functools import lru_cache
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.formats import date_format, time_format
from django.utils.timezone import localtime
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from centre.calendar import danish_day
from centre.standard import queries as standards
from centre.standard.schema import Standard
from intake.choices import SlotChannel
from intake.rules.journey import (
    Answers,
    Done,
    Step,
    before,
    may_open,
    next_step,
    number_of,
)

SEE_OTHER = 303
CONFLICT = 409
GONE = 410
TOO_MANY = 429


def see_other(name: str) -> HttpResponse:
    """After a POST the browser is sent on, so that reloading sends nothing twice."""
    return HttpResponse(status=SEE_OTHER, headers={"Location": reverse(name)})


def to_step(answers: Answers) -> HttpResponse:
    """On to the first page without an answer."""
    return see_other(next_step(answers))


def elsewhere(request: HttpRequest, answers: Answers | None, step: Step) -> HttpResponse | None:
    """The page to show in place of this step: none begun, already sent, or not come so far."""
    if answers is None:
        return render(request, "intake/public/gone.html", status=GONE)
    if answers.done:
        return already(request, answers)
    if not may_open(answers, step):
        return to_step(answers)
    return None


def already(request: HttpRequest, answers: Answers) -> HttpResponse:
    """Back after the receipt: a sensible page, without a word of what was booked (ux C-02, C-09)."""
    if request.method == "POST":
        return see_other("receipt")
    return render(request, "intake/public/already.html", {"called": answers.done == Done.CALL})


def standard_of(at: datetime) -> Standard:
    """The standard in force today."""
    return standards.in_force(danish_day(at)).content


def in_words(moment: datetime) -> str:
    """A time in full: `tirsdag den 1. december 2026 kl. 9.00`."""
    return date_format(localtime(moment), "DATETIME_FORMAT")


def day_in_words(day: date) -> str:
    """A day in full: `tirsdag den 1. december 2026`."""
    return _day(day, get_language())


def clock(moment: datetime) -> str:
    """The clock of a time, as it stands beside its day."""
    return _clock(moment, get_language())


# The same days and moments stand on every page of free times.
@lru_cache(maxsize=512)
def _day(day: date, _language: str | None) -> str:
    return date_format(day, "DATE_FORMAT")


@lru_cache(maxsize=2048)
def _clock(moment: datetime, _language: str | None) -> str:
    return _("at %(clock)s") % {"clock": time_format(localtime(moment).time(), "TIME_FORMAT")}


def ways(standard: Standard) -> list[str]:
    """The ways to meet in open counselling that the standard offers, the usual one first."""
    hours = standard.hours.open_counselling
    offered: set[str] = set(hours.channels) if hours else set()
    if "online" in offered:
        offered.add(SlotChannel.VIDEO)
    return [way for way in SlotChannel.values if way in offered]


def place_of(standard: Standard, *, place: str, how: str) -> str:
    """Where to meet, in words; for the other ways to meet, who contacts whom."""
    if how == SlotChannel.PHONE:
        return _("We talk by phone")
    if how == SlotChannel.VIDEO:
        return _("We meet by video")
    contact = standard.contact
    town = " ".join(part for part in (contact.postcode, contact.city) if part)
    parts = [contact.place_name or "", contact.street or "", town]
    return place or ", ".join(part for part in parts if part) or standard.identity.centre_name


def step_frame(answers: Answers, step: Step, **more: Any) -> dict[str, Any]:
    """The context of one question page."""
    number = number_of(answers, step)
    back = before(answers, step)
    return {
        "step": number[0] if number else None,
        "steps": number[1] if number else None,
        "back_url": reverse(back) if back else reverse("home"),
        "answers": answers,
        **more,
    }
