"""Passing a note of the health record on to the social side."""

import uuid

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from centre.calendar import danish_day
from centre.drafts.door import drafted
from centre.journal.actions import passing as actions
from centre.journal.forms import PassOnForm
from centre.journal.queries import drafts
from centre.journal.queries import notes as queries
from centre.records.door import open_one
from centre.refusal import Refused
from centre.staff.doors import StaffRequest, door
from centre.staff.pages import show
from centre.staff.rules import Door


@require_http_methods(["GET", "POST"])
@door(Door.HEALTH_RECORD)
def pass_on(request: StaffRequest, pk: uuid.UUID) -> HttpResponse:
    """Let the social side read one note: on which ground, and whether its files go along."""
    at = now()
    rows = queries.with_people(queries.notes_to_act_on(request.user))
    found = open_one(rows, pk, reader=request, purpose="pass on note", at=at)
    form = PassOnForm(
        request.POST or None, today=danish_day(at), has_files=queries.has_files(found)
    )
    conflict = False
    if request.method == "POST" and form.is_valid():
        try:
            with drafted(request, drafts.PASS_ON, str(pk), at=at):
                actions.pass_on(note_id=pk, ground=form.ground, by=request.user, at=at)
        except Refused as refusal:
            form.add_error(None, str(refusal))
            conflict = True
        else:
            messages.success(request, _("The note is passed on to the social side."))
            return HttpResponseRedirect(reverse("journal:note", args=[pk]))
    page = {"citizen": found.citizen, "note": found, "draft": drafts.PASS_ON, "subject": pk}
    return show(request, "journal/pass_on.html", page, form=form, conflict=conflict)
