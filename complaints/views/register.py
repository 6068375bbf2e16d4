"""Writing a complaint down on one page, from a citizen's file or from the list."""

import uuid
from datetime import datetime

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from centre.calendar import danish_day
from centre.clocks.words import day_words
from centre.drafts.door import drafted
from centre.forms.cookie import secret
from centre.receipt import shown
from centre.records.door import open_one
from centre.refusal import Refused
from centre.staff import queries as staff
from centre.staff.doors import StaffRequest, door
from centre.staff.models import Unit
from centre.staff.pages import show
from centre.staff.rules import Door
from complaints.actions import Receipt, register_complaint
from complaints.forms.staff import RegisterForm, fresh_key
from complaints.models import Complaint
from complaints.queries import complaint as queries
from complaints.queries.decisions import decision_by_reference, decisions_of
from complaints.queries.drafts import REGISTER
from intake.models import Inquiry


@require_http_methods(["GET", "POST"])
@door(Door.WORK_CASES)
def register(request: StaffRequest) -> HttpResponse:
    at = now()
    inquiry = _inquiry(request, at)
    form = _form(request, inquiry, at)
    conflict = False
    if request.method == "POST" and form.is_valid():
        try:
            with drafted(request, REGISTER, _subject(inquiry), at=at):
                receipt = _received(request, form, inquiry, at)
        except Refused as refusal:
            form.add_error(None, str(refusal))
            conflict = True
        else:
            messages.success(request, _told(receipt))
            url = reverse("complaints:complaint", args=[receipt.complaint.pk])
            return HttpResponseRedirect(url)
    context = {"inquiry": inquiry, "draft": REGISTER, "subject": _subject(inquiry)}
    return show(request, "complaints/staff/register.html", context, form=form, conflict=conflict)


def _subject(inquiry: Inquiry | None) -> str:
    """What a draft of the form is about: the inquiry it was opened from, or nothing yet."""
    return str(inquiry.pk) if inquiry is not None else ""


def _inquiry(request: StaffRequest, at: datetime) -> Inquiry | None:
    """The inquiry that the page was opened from; another one's is not found."""
    asked = request.GET.get("inquiry", "")
    try:
        pk = uuid.UUID(asked)
    except ValueError:
        return None
    rows = queries.inquiries(request.user)
    return open_one(rows, pk, reader=request, purpose="register complaint", at=at)


def _form(request: StaffRequest, inquiry: Inquiry | None, at: datetime) -> RegisterForm:
    decisions = decisions_of(request.user, inquiry) if inquiry is not None else []
    return RegisterForm(
        request.POST or None,
        at=at,
        decisions=decisions,
        initial={
            "received_on": danish_day(at),
            "form_key": fresh_key(),
            "known": inquiry is not None,
        },
    )


def _received(
    request: StaffRequest, form: RegisterForm, inquiry: Inquiry | None, at: datetime
) -> Receipt:
    decision = form.chosen
    if decision is None and form.cleaned_data.get("letter_reference"):
        decision = decision_by_reference(request.user, form.cleaned_data["letter_reference"])
        if decision is None:
            raise Refused(_("No letter that you can open has this reference."))
    return register_complaint(
        told=form.told,
        received_at=form.received_at,
        unit=_unit(request, inquiry),
        inquiry_id=inquiry.pk if inquiry is not None else None,
        decision_id=decision.pk if decision is not None else None,
        secret=secret(),
        by=request.user,
        at=at,
    )


def _unit(request: StaffRequest, inquiry: Inquiry | None) -> Unit:
    if inquiry is not None:
        return inquiry.unit
    unit = request.user.unit or staff.units().first()
    if unit is None:
        raise Refused(_("You belong to no unit yet. Ask your leader to set it up."))
    return unit


def _responsible(complaint: Complaint) -> str:
    if complaint.responsible is None:
        return _("Nobody answers for it yet: it stands with the leader.")
    return _("%(who)s answers for it.") % {"who": complaint.responsible}


def _told(receipt: Receipt) -> str:
    """What was saved, by when we answer, and what the citizen may keep."""
    complaint = receipt.complaint
    if not receipt.first:
        return _("This complaint was saved already.")
    clock = complaint.clock
    parts = [_("The complaint is saved."), _responsible(complaint)]
    if complaint.late:
        parts.append(_("It came after the last day of the letter: it is received all the same."))
    if clock is not None and clock.due_on is not None:
        told = _("Look at the decision again by %(day)s.") % {"day": day_words(clock.due_on)}
        parts.append(told)
    else:
        parts.append(_("There is no deadline."))
    kept = {"reference": receipt.reference, "code": shown(receipt.code)}
    parts.append(_("For the citizen: reference %(reference)s, code %(code)s.") % kept)
    return " ".join(parts)
