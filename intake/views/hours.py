"""Opening hours as the standard gives them, closed days, and who is away (A2)."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect, QueryDict
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from centre.calendar import danish_day
from centre.forms.base import DkForm
from centre.refusal import Refused
from centre.staff import queries as staff
from centre.staff.doors import StaffRequest, door
from centre.staff.pages import show
from centre.staff.rules import Door
from centre.standard.queries import in_force
from centre.standard.words import days_and_hours
from intake.actions.hours import end_absence, reopen_day
from intake.actions.slots import close_day, record_absence
from intake.forms.calendar import AbsenceForm, CloseDayForm
from intake.views.calendar import closed_words


@require_GET
@door(Door.SETTINGS)
def hours(request: StaffRequest) -> HttpResponse:
    return show(request, "intake/staff/hours.html", _page(request, now()))


def _page(request: StaffRequest, at: datetime, **failed: DkForm) -> dict[str, Any]:
    today = danish_day(at)
    given = in_force(today).content.hours
    unit_id = request.user.unit_id
    return {
        "hours": [
            (_("Open counselling"), days_and_hours(given.open_counselling)),
            (_("Opening hours"), days_and_hours(given.opening)),
            (_("Phone hours"), days_and_hours(given.phone)),
        ],
        "closures": staff.closures(today, unit_id=unit_id),
        "absences": staff.absences(today, unit_id=unit_id),
        "close_form": failed.get("close") or _close_form(request, at, None),
        "absence_form": failed.get("absence") or _absence_form(request, at, None),
    }


def _close_form(request: StaffRequest, at: datetime, sent: QueryDict | None) -> CloseDayForm:
    """Who works in a unit closes that unit alone; the whole centre is for those above all units.

    `sent` is given by its own door alone: what the other form of the page sends is no answer here.
    """
    own = request.user.unit
    units = list(staff.units()) if own is None else [own]
    return CloseDayForm(
        sent, units=units, whole_centre=own is None, today=danish_day(at), prefix="close"
    )


def _absence_form(request: StaffRequest, at: datetime, sent: QueryDict | None) -> AbsenceForm:
    people = staff.counsellors(request.user, danish_day(at))
    return AbsenceForm(sent, people=people, prefix="absence")


@require_POST
@door(Door.SETTINGS)
def close(request: StaffRequest) -> HttpResponse:
    at = now()
    form = _close_form(request, at, request.POST)

    def act(data: dict[str, Any]) -> int:
        return close_day(
            on=data["on"], unit_id=form.unit_id, reason=data["reason"], by=request.user, at=at
        )

    return _closed(request, at, "close", form, "on", act)


@require_POST
@door(Door.SETTINGS)
def away(request: StaffRequest) -> HttpResponse:
    at = now()
    form = _absence_form(request, at, request.POST)

    def act(data: dict[str, Any]) -> int:
        return record_absence(
            user=form.people[data["user"]],
            first_on=data["first_on"],
            last_on=data["last_on"],
            by=request.user,
            at=at,
        )

    return _closed(request, at, "absence", form, "first_on", act)


def _closed(
    request: StaffRequest,
    at: datetime,
    name: str,
    form: DkForm,
    field: str,
    act: Callable[[dict[str, Any]], int],
) -> HttpResponse:
    """Close what the form says, and tell how many times; what cannot be is said at its field."""
    if form.is_valid():
        try:
            count = act(form.cleaned_data)
        except Refused as refusal:
            form.add_error(field, str(refusal))
        else:
            messages.success(request, closed_words(count))
            return HttpResponseRedirect(reverse("intake:hours"))
    return show(request, "intake/staff/hours.html", _page(request, at, **{name: form}), form=form)


@require_POST
@door(Door.SETTINGS)
def reopen(request: StaffRequest, pk: int) -> HttpResponse:
    if not staff.may_reopen(request.user, pk):
        raise Http404
    words = _("The day is open again. Free times: %(count)d")
    return _opened(request, words, lambda at: reopen_day(closure_id=pk, by=request.user, at=at))


@require_POST
@door(Door.SETTINGS)
def here(request: StaffRequest, pk: int) -> HttpResponse:
    if not staff.may_end_absence(request.user, pk):
        raise Http404
    words = _("The absence is taken back. Free times: %(count)d")
    return _opened(request, words, lambda at: end_absence(absence_id=pk, by=request.user, at=at))


def _opened(request: StaffRequest, words: str, act: Callable[[datetime], int]) -> HttpResponse:
    """Take back what closed times, and tell how many are free again."""
    try:
        opened = act(now())
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, words % {"count": opened})
    return HttpResponseRedirect(reverse("intake:hours"))
