"""The talks after a treatment, where the council gives some (Rebild)."""

import uuid
from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from centre.calendar import danish_day
from centre.records.door import open_one
from centre.refusal import Refused
from centre.staff.doors import StaffRequest, door
from centre.staff.pages import show
from centre.staff.rules import Door
from followup.actions.talk import record_talk
from followup.forms.call import TalkForm
from followup.queries import talks as queries
from treatment.models import Course
from treatment.queries import course as courses


@require_http_methods(["GET", "POST"])
@door(Door.ASSESS)
def talks(request: StaffRequest, pk: uuid.UUID) -> HttpResponse:
    """Those that were held, and one more."""
    at = now()
    rows = courses.in_scope(request.user)
    course = open_one(rows, pk, reader=request, purpose="talks after", at=at)
    today = danish_day(at)
    form = TalkForm(request.POST or None, initial={"held_on": today})
    refused = False
    if request.method == "POST" and form.is_valid():
        try:
            record_talk(course_id=pk, **form.cleaned_data, by=request.user, at=at)
        except Refused as refusal:
            form.add_error(None, str(refusal))
            refused = True
        else:
            messages.success(request, _("The talk is written down."))
            return HttpResponseRedirect(reverse("followup:talks", args=[pk]))
    return show(request, "followup/talks.html", _page(course, today), form=form, conflict=refused)


def _page(course: Course, today: date) -> dict[str, Any]:
    given, ended = queries.talks_given(course), queries.discharge_of(course)
    open_on = ended.discharged_on if given and ended else None
    return {
        "course": course,
        "citizen": course.citizen,
        "given": given,
        "last_day": given.last_day(open_on) if given and open_on else None,
        "room": bool(given and open_on and given.room_on(today, open_on)),
        "held": queries.held(course),
    }
