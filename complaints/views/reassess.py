"""Looking at a decision again: the answer, then every letter as it would be sent, then the one act."""

import uuid
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from centre.drafts.door import drafted
from centre.refusal import Refused
from centre.staff.doors import StaffRequest, door
from centre.staff.pages import show
from centre.staff.rules import Door
from complaints.actions import decision_to_be, reassess, record_reply
from complaints.choices import Reassessed, Status
from complaints.forms.reassess import ReassessForm
from complaints.queries import complaint as queries
from complaints.queries.drafts import REASSESS
from complaints.queries.preview import Sheet, preview
from complaints.views.complaint import LOOK_AGAIN, opened
from complaints.views.seen import seen, wants_to_see

OPEN = (Status.ACKNOWLEDGED, Status.IN_REASSESSMENT, Status.PARTLY)


@require_http_methods(["GET", "POST"])
@door(Door.ASSESS)
def reassessment(request: StaffRequest, pk: uuid.UUID) -> HttpResponse:
    """Ask what came of it; a second press, under the letters, sends them."""
    at = now()
    case = opened(request, pk, "reassess", at)
    if request.method == "GET" and case.step not in LOOK_AGAIN:
        return HttpResponseRedirect(reverse("complaints:complaint", args=[pk]))
    form = ReassessForm(request.POST or None, case=case, today=case.today)
    conflict = False
    if request.method == "POST" and "back" not in request.POST and form.is_valid():
        try:
            if wants_to_see(request):
                return seen(request, case, form, _sheets(request, case, form, at))
            return _sent(request, case, form, at)
        except Refused as refusal:
            form.add_error(None, str(refusal))
            conflict = True
    context = {"case": case, "complaint": case.complaint, "draft": REASSESS}
    return show(request, "complaints/staff/reassess.html", context, form=form, conflict=conflict)


def _sheets(
    request: StaffRequest, case: queries.Case, form: ReassessForm, at: datetime
) -> list[Sheet]:
    """All that would be sent. Raises Refused where nobody knows whose case it is, or somebody was first."""
    if queries.is_unconnected(case.complaint):
        raise Refused(_("Say first whose case it is."))
    if case.complaint.status not in OPEN:
        raise Refused(_("The complaint was changed by somebody else. Nothing was saved."))
    new = decision_to_be(case.complaint, form.result, by=request.user, at=at)
    return preview(case.complaint, form.result, new=new, by=request.user, today=case.today)


def _sent(
    request: StaffRequest, case: queries.Case, form: ReassessForm, at: datetime
) -> HttpResponse:
    complaint, result = case.complaint, form.result
    what: dict[str, Any] = {
        "complaint_id": complaint.pk,
        "result": result,
        "by": request.user,
        "at": at,
    }
    with drafted(request, REASSESS, str(complaint.pk), at=at):
        if complaint.reassessed == Reassessed.PARTLY:
            record_reply(stands=True, on=case.today, **what)
        else:
            reassess(**what)
    messages.success(request, _told(result.outcome))
    return HttpResponseRedirect(reverse("complaints:complaint", args=[complaint.pk]))


def _told(outcome: str) -> str:
    if outcome == Reassessed.MAINTAINED:
        return _(
            "The file and the letters are made. Send them to Ankestyrelsen and the citizen today."
        )
    if outcome == Reassessed.PARTLY:
        told = _("The new decision is sent. The citizen has four weeks to answer.")
    else:
        told = _("The citizen is right: the new decision is sent, and the deadline has stopped.")
    return told + " " + _("Bring the letters on their way today: they do not go out by themselves.")
