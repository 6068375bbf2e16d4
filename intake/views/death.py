"""The page on which a citizen's death is written down, and taken back when it was somebody else."""

import uuid
from datetime import datetime

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from centre.citizens.choices import ToldIn
from centre.citizens.queries import deaths_told
from centre.file.queries import own_citizens
from centre.records.door import open_one
from centre.refusal import Refused
from centre.staff.doors import StaffRequest, door
from centre.staff.pages import show
from centre.staff.rules import Door
from intake.actions.death import not_dead_after_all, tell_of_death
from intake.forms.death import DeathForm


@require_http_methods(["GET", "POST"])
@door(Door.WORK_CASES)
def death(request: StaffRequest, pk: uuid.UUID) -> HttpResponse:
    """A look-up with a reason opens it to nobody: it lets in to look, not to write."""
    at = now()
    found = open_one(own_citizens(request.user, at), pk, reader=request, purpose="death", at=at)
    form = DeathForm(request.POST or None)
    if request.method == "POST" and ("back" in request.POST or form.is_valid()):
        try:
            _write(request, pk, form, at)
        except Refused as refusal:
            form.add_error("died_on", str(refusal))
        else:
            return HttpResponseRedirect(reverse("file:citizen", args=[pk]))
    context = {"citizen": found, "told": deaths_told(pk), "ToldIn": ToldIn}
    return show(request, "intake/staff/death.html", context, form=form)


def _write(request: StaffRequest, pk: uuid.UUID, form: DeathForm, at: datetime) -> None:
    if "back" in request.POST:
        not_dead_after_all(citizen_id=pk, by=request.user, at=at)
        messages.success(request, _("Taken back. Deadlines that it released run again."))
        return
    told_on = form.cleaned_data["died_on"]
    tell_of_death(
        citizen_id=pk, told_in=ToldIn.FILE, told_of=pk, died_on=told_on, by=request.user, at=at
    )
    messages.success(request, _("It is written down. What is left to end stands under “What now”."))
