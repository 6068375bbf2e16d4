"""A citizen's holds: placed by whoever works with the file, lifted by who leads."""

import uuid

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from centre.calendar import danish_day
from centre.file.queries import own_citizens
from centre.records.door import open_one
from centre.refusal import Refused
from centre.retention.actions.hold import lift_hold, place_hold
from centre.retention.forms import HoldForm
from centre.retention.queries.holds import hold_of, holds_of
from centre.staff.doors import StaffRequest, door
from centre.staff.pages import show
from centre.staff.rules import Door


@require_http_methods(["GET", "POST"])
@door(Door.WORK_CASES)
def holds(request: StaffRequest, pk: uuid.UUID) -> HttpResponse:
    at = now()
    scope = own_citizens(request.user, at)
    found = open_one(scope, pk, reader=request, purpose="hold", at=at)
    if "lift" in request.POST:
        return _lift(request, pk)
    form = HoldForm(request.POST or None, today=danish_day(at))
    if request.method == "POST" and form.is_valid():
        try:
            place_hold(citizen_id=pk, **form.cleaned_data, by=request.user, at=at)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Nothing of this citizen's is deleted meanwhile."))
            return HttpResponseRedirect(reverse("file:citizen", args=[pk]))
    page = {"citizen": found, "holds": holds_of(pk), "may_lift": request.user.may(Door.DISPOSE)}
    return show(request, "retention/holds.html", page, form=form)


def _lift(request: StaffRequest, pk: uuid.UUID) -> HttpResponse:
    if not request.user.may(Door.DISPOSE):
        raise PermissionDenied
    try:
        one = hold_of(pk, uuid.UUID(request.POST["lift"]))
    except ValueError:
        one = None
    if one is None:
        messages.warning(request, _("This hold is no longer there."))
    else:
        lift_hold(hold_id=one.pk, by=request.user, at=now())
        messages.success(request, _("The hold is lifted."))
    return HttpResponseRedirect(reverse("retention:holds", args=[pk]))
