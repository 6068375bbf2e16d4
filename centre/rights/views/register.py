"""Writing down, from a citizen's file, what they ask about their own data."""

import uuid
from datetime import datetime

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from centre.citizens.models import Citizen
from centre.clocks.words import day_words
from centre.file.queries import own_citizens
from centre.records.door import open_one
from centre.refusal import Refused
from centre.rights.actions import register
from centre.rights.choices import Right
from centre.rights.forms import AccessForm, AskingForm, CorrectionForm
from centre.rights.models import RightsRequest
from centre.rights.queries.request import unit_for
from centre.staff.doors import StaffRequest, door
from centre.staff.pages import show
from centre.staff.rules import Door


@require_http_methods(["GET", "POST"])
@door(Door.WORK_CASES)
@sensitive_post_parameters()
def access(request: StaffRequest, pk: uuid.UUID) -> HttpResponse:
    return _page(request, pk, AccessForm, now())


@require_http_methods(["GET", "POST"])
@door(Door.WORK_CASES)
@sensitive_post_parameters()
def correction(request: StaffRequest, pk: uuid.UUID) -> HttpResponse:
    return _page(request, pk, CorrectionForm, now())


def _page(
    request: StaffRequest, pk: uuid.UUID, kind: type[AskingForm], at: datetime
) -> HttpResponse:
    rows = own_citizens(request.user, at).prefetch_related("guardians")
    citizen = open_one(rows, pk, reader=request, purpose="rights register", at=at)
    form = kind(request.POST or None, at=at)
    conflict = False
    if request.method == "POST" and form.is_valid():
        try:
            made, first = _registered(request, citizen, form, at)
        except Refused as refusal:
            form.add_error(None, str(refusal))
            conflict = True
        else:
            messages.success(request, _told(made, first=first))
            return HttpResponseRedirect(reverse("rights:request", args=[made.pk]))
    context = {"citizen": citizen, "is_access": kind.right == Right.ACCESS}
    return show(request, "rights/register.html", context, form=form, conflict=conflict)


def _registered(
    request: StaffRequest, citizen: Citizen, form: AskingForm, at: datetime
) -> tuple[RightsRequest, bool]:
    unit = unit_for(request.user, citizen)
    if unit is None:
        raise Refused(_("You belong to no unit yet. Ask your leader to set it up."))
    return register(
        citizen_id=citizen.pk,
        asking=form.asking,
        received_at=form.received_at,
        unit=unit,
        by=request.user,
        at=at,
    )


def _told(made: RightsRequest, *, first: bool) -> str:
    if not first:
        return _("This request was saved already.")
    due = {"day": day_words(made.clock.due_on) if made.clock.due_on else ""}
    parts = [_("The request is saved. Answer by %(day)s.") % due]
    if made.responsible is None:
        parts.append(_("Nobody answers for it yet: it stands with the leader."))
    return " ".join(parts)
