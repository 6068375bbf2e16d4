"""The second person's page: who asks, why, about whom; and their yes or no."""

from datetime import datetime
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.formats import date_format, time_format
from django.utils.timezone import localtime, now
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from centre.records.choices import Answer
from centre.records.door import open_one
from centre.records.models import LookUpRequest
from centre.refusal import Refused
from centre.staff.doors import StaffRequest, door
from centre.staff.pages import show
from centre.staff.rules import Door
from intake.actions import second as actions
from intake.forms.search import SecondForm
from intake.queries import second as queries


@require_http_methods(["GET", "POST"])
@door(Door.ASSESS)
@sensitive_post_parameters()
def second(request: StaffRequest, pk: UUID) -> HttpResponse:
    """A colleague asks to open somebody of the reader's own work; what was answered stays readable."""
    at = now()
    rows = queries.to_answer(request.user)
    found = open_one(rows, pk, reader=request, purpose="second person", at=at)
    form, conflict = SecondForm(request.POST or None), False
    if request.method == "POST" and form.is_valid():
        try:
            actions.answer(request_id=pk, by=request.user, at=at, **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, str(refusal))
            found.refresh_from_db()
            conflict = True
        else:
            _thank(request, found, form.cleaned_data["answer"])
            return HttpResponseRedirect(reverse("clocks:desk"))
    page = {"asked": found, "facts": _facts(found), "waits": found.waits_at(at) or conflict}
    return show(request, "intake/staff/second.html", page, form=form, conflict=conflict)


def _thank(request: StaffRequest, one: LookUpRequest, answer: str) -> None:
    words = (
        _("%(who)s can read the file for an hour from now. The leader has been told.")
        if answer == Answer.GRANTED
        else _("%(who)s is told that you said no. Nothing was opened.")
    )
    messages.success(request, words % {"who": one.by})


def _facts(one: LookUpRequest) -> list[tuple[str, str, str, str]]:
    told = [
        (_("Who asks"), f"{one.by}, {one.by.unit}" if one.by.unit else str(one.by)),
        (_("Citizen"), one.citizen.initials),
        (_("Asked"), date_format(localtime(one.at), "DATETIME_FORMAT")),
        (_("Answer by"), _clock(one.answer_by)),
        (_("Reason"), str(one.get_reason_display())),
        (_("In their own words"), one.text),
    ]
    if one.answer:
        told += [
            (_("Answer"), str(one.get_answer_display())),
            (_("Answered by"), str(one.answered_by)),
            *([(_("Why"), one.words)] if one.words else []),
        ]
    return [(label, value, "", "") for label, value in told]


def _clock(at: datetime) -> str:
    return time_format(localtime(at), "TIME_FORMAT")
