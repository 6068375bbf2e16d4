"""Looking at a decision again: the answer, then every letter as it would be sent, then the one act."""

import uuid
from datetime import datetime
from typing import Any

import msgspec
from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from centre.post.rules import NotSent
from centre.refusal import Refused
from centre.staff.doors import StaffRequest, door
from centre.staff.pages import show
from centre.staff.rules import Door
from complaints.actions import reassess, record_reply
from complaints.choices import Reassessed, Status
from complaints.forms.reassess import ReassessForm
from complaints.queries import complaint as queries
from complaints.queries.preview import Preview, preview
from complaints.views.complaint import opened

OPEN = (Status.ACKNOWLEDGED, Status.IN_REASSESSMENT, Status.PARTLY)


@require_http_methods(["GET", "POST"])
@door(Door.ASSESS)
def reassessment(request: StaffRequest, pk: uuid.UUID) -> HttpResponse:
    """Ask what came of it; a second press, under the letters, sends them."""
    at = now()
    case = opened(request, pk, "reassess", at)
    form = ReassessForm(request.POST or None, case=case, today=case.today)
    seen, conflict = None, False
    if request.method == "POST" and "back" not in request.POST and form.is_valid():
        try:
            if "send" in request.POST:
                return _sent(request, case, form, at)
            seen = preview(case.complaint, form.result, by=request.user, today=case.today)
        except (Refused, NotSent) as refusal:
            form.add_error(None, str(refusal))
            conflict = True
    elif case.complaint.status not in OPEN:
        return HttpResponseRedirect(reverse("complaints:complaint", args=[pk]))
    context = {"case": case, "complaint": case.complaint, "seen": _shown(form, seen)}
    return show(request, "complaints/staff/reassess.html", context, form=form, conflict=conflict)


def _sent(
    request: StaffRequest, case: queries.Case, form: ReassessForm, at: datetime
) -> HttpResponse:
    complaint, result = case.complaint, form.result
    if complaint.status == Status.PARTLY:
        record_reply(
            complaint_id=complaint.pk,
            stands=True,
            on=case.today,
            result=result,
            by=request.user,
            at=at,
        )
    else:
        reassess(complaint_id=complaint.pk, result=result, by=request.user, at=at)
    messages.success(request, _told(result.outcome))
    return HttpResponseRedirect(reverse("complaints:complaint", args=[complaint.pk]))


def _told(outcome: str) -> str:
    if outcome == Reassessed.MAINTAINED:
        return _(
            "The file and the letters are made. Send them to Ankestyrelsen and the citizen today."
        )
    if outcome == Reassessed.PARTLY:
        return _("The new decision is sent. The citizen has four weeks to answer.")
    return _("The citizen is right: the new decision is sent, and the deadline has stopped.")


def _shown(form: ReassessForm, seen: Preview | None) -> dict[str, Any] | None:
    """The letters as a page draws them, and their hashes to go back with the form."""
    if seen is None:
        return None
    return {
        "sheets": [
            {
                "heading": one.heading,
                "text": msgspec.to_builtins(one.text),
                "on": one.text.written_on,
            }
            for one in seen.sheets
        ],
        "new": seen.new_decision,
        "hashes": {f"seen_{one.name}": one.sha256 for one in seen.sheets},
        "answers": [
            (name, value)
            for name, value in form.data.items()
            if name in form.fields and not name.startswith("seen_")
        ],
    }
