"""Single times of open counselling: the week as it is arranged, one closed, opened again or added."""

from datetime import datetime, timedelta
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from centre.calendar import danish_day
from centre.records.door import open_list
from centre.refusal import Refused
from centre.staff.doors import StaffRequest, door
from centre.staff.pages import show
from centre.staff.rules import Door
from intake.actions.slot import Series, add_series, close_slot, reopen_slot
from intake.choices import SlotChannel
from intake.forms.slot import AddSlotForm, CloseSlotForm
from intake.models import Booking, Slot
from intake.queries import arrange as queries
from intake.views.calendar import closed_words, days_of
from intake.views.pages import in_words, standard_of, ways

WEEK = timedelta(days=7)


@require_GET
@door(Door.SETTINGS)
def slots(request: StaffRequest) -> HttpResponse:
    at = now()
    first, last, _span = days_of(request, danish_day(at))
    context = {
        "days": queries.days(request.user, first, last, at=at),
        "first": first,
        "today": danish_day(at),
        "before": first - WEEK,
        "after": first + WEEK,
    }
    return show(request, "intake/staff/slots.html", context)


def _slot(request: StaffRequest, pk: int) -> Slot:
    slot = queries.slots_to_arrange(request.user).filter(pk=pk).first()
    if slot is None:
        raise Http404
    return slot


def _to_week(slot: Slot) -> HttpResponse:
    on = danish_day(slot.starts_at)
    return HttpResponseRedirect(f"{reverse('intake:slots')}?on={on}#slot-{slot.pk}")


@require_http_methods(["GET", "POST"])
@door(Door.SETTINGS)
def close(request: StaffRequest, pk: int) -> HttpResponse:
    """Close one time; whoever has booked it is shown first, and is not forgotten after."""
    at = now()
    slot = _slot(request, pk)
    sent = request.POST if request.method == "POST" else None
    form = CloseSlotForm(sent, initial={"reason": request.GET.get("reason", "")})
    conflict = False
    if request.method == "POST" and form.is_valid():
        try:
            return _close(request, slot, form.cleaned_data["reason"], at)
        except Refused as refusal:
            form.add_error(None, str(refusal))
            conflict = True
            slot = _slot(request, pk)
    page = {"slot": slot, "begun": slot.starts_at <= at, **_who_is_there(request, slot, at)}
    return show(request, "intake/staff/close_slot.html", page, form=form, conflict=conflict)


def _close(request: StaffRequest, slot: Slot, reason: str, at: datetime) -> HttpResponse:
    seen = request.POST.getlist("seen")
    booked = close_slot(slot_id=slot.pk, reason=reason, seen=seen, by=request.user, at=at)
    messages.success(request, closed_words(1) if booked else _("The time is closed."))
    return _to_week(slot)


def _who_is_there(request: StaffRequest, slot: Slot, at: datetime) -> dict[str, Any]:
    """Who has booked the time: by initials for whoever sees bookings, else by number alone."""
    if not request.user.may(Door.BOOK):
        return {"seen": queries.seats_taken(slot)}
    booked = queries.booked_here(request.user, slot)
    if booked:
        open_list(booked, model=Booking, reader=request, purpose="close time", at=at)
    return {"booked": booked, "seen": [str(one.pk) for one in booked]}


@require_POST
@door(Door.SETTINGS)
def reopen(request: StaffRequest, pk: int) -> HttpResponse:
    slot = _slot(request, pk)
    try:
        reopen_slot(slot_id=pk, by=request.user, at=now())
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(
            request, _("The time is open again: %(when)s.") % {"when": in_words(slot.starts_at)}
        )
    return _to_week(slot)


@require_http_methods(["GET", "POST"])
@door(Door.SETTINGS)
def add(request: StaffRequest) -> HttpResponse:
    at = now()
    form = _add_form(request, at)
    conflict = False
    if request.method == "POST" and form.is_valid():
        try:
            made = add_series(
                counsellor=form.chosen,
                extra=form.extra,
                weeks=form.cleaned_data["weeks"],
                by=request.user,
                at=at,
            )
        except Refused as refusal:
            form.add_error("at", str(refusal))
            conflict = True
        else:
            _tell(request, made)
            return _to_week(made.added[0])
    return show(request, "intake/staff/add_slot.html", form=form, conflict=conflict)


def _tell(request: StaffRequest, made: Series) -> None:
    """How many there are now; and of each week that has none, why."""
    count, when = len(made.added), in_words(made.added[0].starts_at)
    told = ngettext(
        "The time is added: %(when)s.",
        "%(count)d times are added, the first one %(when)s.",
        count,
    )
    messages.success(request, told % {"count": count, "when": when})
    if made.left_out:
        weeks = "; ".join(f"{in_words(starts_at)}: {why}" for starts_at, why in made.left_out)
        messages.warning(request, _("Not added: %(weeks)s") % {"weeks": weeks})


def _add_form(request: StaffRequest, at: datetime) -> AddSlotForm:
    """As the standard's own times are, until somebody says otherwise."""
    today = danish_day(at)
    standard = standard_of(at)
    hours = standard.hours.open_counselling
    offered = ways(standard) or SlotChannel.values
    initial = {
        "minutes": hours.slot_minutes if hours else 45,
        "seats": 1,
        "weeks": 1,
        "channels": offered,
    }
    return AddSlotForm(
        request.POST if request.method == "POST" else None,
        people=queries.counsellors(request.user, today),
        ways=offered,
        today=today,
        initial=initial,
    )
