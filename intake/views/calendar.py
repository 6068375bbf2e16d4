"""Times and bookings of the staff: the week, attendance, closing."""

import uuid
from datetime import date, timedelta

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from centre.calendar import danish_day, next_working_day_on_or_after
from centre.records.door import open_list
from centre.refusal import Refused
from centre.staff.doors import StaffRequest, door
from centre.staff.pages import show, who_of
from centre.staff.rules import Door
from intake.actions.book import record_attendance
from intake.models import Booking
from intake.queries import calendar as queries


@require_GET
@door(Door.BOOK)
def calendar(request: StaffRequest) -> HttpResponse:
    at = now()
    today = danish_day(at)
    first, last, span = days_of(request, today)
    who = who_of(request)
    days = queries.days(request.user, first, last, who=who)
    booked = [one for day in days for time in day.times for one in time.bookings]
    open_list(booked, model=Booking, reader=request, purpose="calendar", at=at)
    step = timedelta(days=1 if span == "day" else 7)
    context = {
        "today": today,
        "at": at,
        "days": days,
        "span": span,
        "first": first,
        "who": who,
        "before": first - step,
        "after": first + step,
        "may_close": request.user.may(Door.SETTINGS),
    }
    return show(request, "intake/staff/calendar.html", context)


def days_of(request: StaffRequest, today: date) -> tuple[date, date, str]:
    """The day or week that the address names; else today, or the week of the next open day."""
    try:
        on = date.fromisoformat(request.GET.get("on", ""))
        on = min(max(on, date(2000, 1, 3)), date(2100, 1, 1))
    except ValueError:
        on = today if request.GET.get("span") == "day" else next_working_day_on_or_after(today)
    if request.GET.get("span") == "day":
        return on, on, "day"
    monday = on - timedelta(days=on.weekday())
    return monday, monday + timedelta(days=6), "week"


@require_POST
@door(Door.BOOK)
def attendance(request: StaffRequest, pk: uuid.UUID) -> HttpResponse:
    if not queries.may_see(request.user, pk):
        raise Http404
    came = request.POST.get("came") == "yes"
    try:
        booking = record_attendance(booking_id=pk, came=came, by=request.user, at=now())
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _came_words(came))
        if request.POST.get("from") == "inquiry":
            return HttpResponseRedirect(reverse("intake:inquiry", args=[booking.inquiry_id]))
        on = danish_day(booking.slot.starts_at)
        return HttpResponseRedirect(f"{reverse('intake:calendar')}?on={on}&who={who_of(request)}")
    return HttpResponseRedirect(reverse("intake:calendar"))


def _came_words(came: bool) -> str:
    if came:
        return _("It is recorded that the citizen came.")
    return _("It is recorded that the citizen did not come. Next: call and offer a new time.")


def closed_words(count: int) -> str:
    """How many times were closed, and where those who had booked them stand now."""
    return ngettext(
        "%(count)d time is closed. Whoever had booked it stands on the desk as a call to make.",
        "%(count)d times are closed. Those who had booked them stand on the desk as calls to make.",
        count,
    ) % {"count": count}
