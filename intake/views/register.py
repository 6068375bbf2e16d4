"""Registering an inquiry that came by phone, at the desk, by letter, mail or referral."""

from datetime import datetime

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.timezone import localtime, now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from centre.calendar import danish_day
from centre.clocks import words
from centre.staff import queries as staff
from centre.staff.doors import StaffRequest, door
from centre.staff.models import Unit
from centre.staff.pages import show
from centre.staff.rules import Door
from intake.actions.receive import receive_inquiry
from intake.forms.inquiry import RegisterForm, fresh_key
from intake.models import Inquiry
from intake.queries import inquiry as queries


@require_http_methods(["GET", "POST"])
@door(Door.WORK_CASES)
def register(request: StaffRequest) -> HttpResponse:
    at = now()
    form = _form(request, at)
    if request.method == "POST" and form.is_valid():
        found = _receive(request, form, at)
        if found is not None:
            return _go_on(request, found, at)
    return show(request, "intake/staff/register.html", form=form)


def _form(request: StaffRequest, at: datetime) -> RegisterForm:
    local = localtime(at)
    return RegisterForm(
        request.POST or None,
        units=staff.units(),
        at=at,
        ask_unit=request.user.unit_id is None,
        initial={
            "received_on": danish_day(at),
            "received_time": local.time().replace(second=0, microsecond=0),
            "form_key": fresh_key(),
        },
    )


def _unit(request: StaffRequest, form: RegisterForm, at: datetime) -> Unit | None:
    chosen = form.chosen_unit
    if chosen is not None:
        return chosen
    return queries.unit_for(request.user, form.cleaned_data["age_group"], danish_day(at))


def _receive(request: StaffRequest, form: RegisterForm, at: datetime) -> Inquiry | None:
    unit = _unit(request, form, at)
    if unit is None:
        form.add_error(None, _("You belong to no unit yet. Ask your leader to set it up."))
        return None
    return receive_inquiry(
        wanted=form.wanted,
        channel=form.cleaned_data["channel"],
        unit=unit,
        received_at=form.cleaned_data["received_at"],
        by=request.user,
        at=at,
    )[0]


def _go_on(request: StaffRequest, found: Inquiry, at: datetime) -> HttpResponse:
    """Say what began and lead on; an inquiry of another unit is theirs from here."""
    _tell(request, found, at)
    if not queries.may_open(request.user, found.pk):
        messages.info(
            request,
            _("It belongs to %(unit)s, who will take it from here.") % {"unit": found.unit},
        )
        return HttpResponseRedirect(reverse("intake:register"))
    goal = "intake:book" if "book" in request.POST else "intake:inquiry"
    return HttpResponseRedirect(reverse(goal, args=[found.pk]))


def _tell(request: StaffRequest, found: Inquiry, at: datetime) -> None:
    clocks = queries.started(found)
    late = (danish_day(at) - found.received_on).days
    if not clocks:
        messages.success(request, _("The inquiry is registered. It starts no deadline."))
    for clock in clocks:
        told = {"kind": clock.get_kind_display(), "sentence": words.sentence(clock)}
        messages.success(request, _("%(kind)s: the deadline runs. %(sentence)s") % told)
    if late > 0:
        told_late = {"day": words.day_words(found.received_on)}
        messages.warning(
            request,
            _("Registered late: it was received %(day)s, and the deadline counts from then.")
            % told_late,
        )
