"""The pages of a decision: written, looked at as the citizen will see it, approved and sent (S9)."""

import uuid
from datetime import date, datetime
from functools import partial
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from centre.calendar import danish_day
from centre.citizens.queries import has_died
from centre.drafts.door import drafted
from centre.post.letters.answer import as_pdf
from centre.post.rules import NotSent
from centre.records.door import open_one
from centre.refusal import Overtaken, Refused
from centre.staff.doors import StaffRequest, door
from centre.staff.pages import show
from centre.staff.rules import Door
from intake.actions import decision as actions
from intake.choices import Area, Outcome, Setting
from intake.forms.decision import DecisionForm
from intake.models import Decision, Inquiry, Visitation
from intake.queries import assessment as assessments
from intake.queries import decision as queries
from intake.queries.clocks import who
from intake.queries.drafts import CHANGE_DECISION, decision_form
from intake.queries.letter import sheet_of
from intake.queries.request import nameless
from intake.rules.decision import usual_way
from intake.rules.offers import sessions_of, usual_offer


@require_http_methods(["GET", "POST"])
@door(Door.ASSESS)
def prepare(request: StaffRequest, pk: uuid.UUID, area: str) -> HttpResponse:
    """Write a decision on an assessment; most of it stands there already."""
    at = now()
    rows = assessments.in_scope(request.user)
    visitation = open_one(rows, pk, reader=request, purpose="prepare decision", at=at)
    if area not in Area.values:
        raise Http404
    form = _form(request, visitation.inquiry, area, danish_day(at), partial(_begin, visitation))
    conflict = False
    if request.method == "POST" and form.is_valid():
        try:
            with drafted(request, decision_form(area), str(pk), at=at):
                made = actions.prepare_decision(
                    visitation_id=pk, draft=form.draft, by=request.user, at=at
                )
        except Refused as refusal:
            form.add_error(None, str(refusal))
            conflict = True
        else:
            return HttpResponseRedirect(reverse("intake:decision", args=[made.pk]))
    page = _page(visitation.inquiry, area, at, draft=decision_form(area), subject=pk)
    page["back"] = reverse("intake:assessment", args=[visitation.inquiry_id])
    return show(request, "intake/staff/decision_form.html", page, form=form, conflict=conflict)


def _page(
    inquiry: Inquiry, area: str, at: datetime, *, draft: str, subject: uuid.UUID
) -> dict[str, Any]:
    today = danish_day(at)
    return {
        "inquiry": inquiry,
        "citizen": inquiry.citizen,
        "who": who(inquiry),
        "area": Area(area).label,
        "draft": draft,
        "subject": subject,
        "economy": queries.economy_counts(today),
        "replaces": queries.in_force_on(inquiry, area),
    }


def _form(
    request: StaffRequest, inquiry: Inquiry, area: str, today: date, begin: Any
) -> DecisionForm:
    offers = queries.choices(inquiry, area, today)
    return DecisionForm(
        request.POST if request.method == "POST" else None,
        choices=offers,
        nameless=nameless(inquiry),
        area=area,
        check=lambda draft: queries.faults_of(inquiry, draft, today),
        initial=begin(offers) if request.method == "GET" else None,
    )


def _begin(visitation: Visitation, offers: queries.Choices) -> dict[str, Any]:
    """What a new decision begins with: the offer that is usual here, and what was found out."""
    usual = usual_offer(
        offers.fitting(Setting.OUTPATIENT), children_at_home=bool(visitation.children_at_home)
    )
    citizen = visitation.inquiry.citizen
    way = usual_way(
        nameless=nameless(visitation.inquiry),
        has_cpr=citizen is not None and citizen.cpr_hash is not None,
        has_died=has_died(visitation.inquiry.citizen_id),
    )
    return {
        "outcome": Outcome.GRANTED,
        "setting": Setting.OUTPATIENT,
        "offer": usual.key if usual else "",
        "sessions_granted": sessions_of(usual) if usual else None,
        "grounds": assessments.grounds_from(visitation),
        "way": way,
        "version": 0,
    }


def _as_it_stands(decision: Decision, _offers: queries.Choices) -> dict[str, Any]:
    names = (*actions.KEPT, "way", "version", "form_key")
    return {name: getattr(decision, name) for name in names}


@require_http_methods(["GET", "POST"])
@door(Door.ASSESS)
def change(request: StaffRequest, pk: uuid.UUID) -> HttpResponse:
    """Write it anew before it is sent; whoever saves second gets both texts (C-10)."""
    at = now()
    rows = queries.in_scope(request.user)
    decision = open_one(rows, pk, reader=request, purpose="change decision", at=at)
    begin = partial(_as_it_stands, decision)
    form = _form(request, decision.inquiry, decision.area, danish_day(at), begin)
    theirs, conflict = None, False
    if request.method == "POST" and form.is_valid():
        try:
            with drafted(request, CHANGE_DECISION, str(pk), at=at):
                _change(request, pk, form, at)
        except Refused as refusal:
            form.add_error(None, str(refusal))
            conflict = True
            if isinstance(refusal, Overtaken) and isinstance(refusal.theirs, Decision):
                theirs = refusal.theirs
                form.seen(theirs.version)
        else:
            return HttpResponseRedirect(reverse("intake:decision", args=[pk]))
    page = _page(decision.inquiry, decision.area, at, draft=CHANGE_DECISION, subject=pk)
    page |= {"theirs": theirs, "back": reverse("intake:decision", args=[pk])}
    return show(request, "intake/staff/decision_form.html", page, form=form, conflict=conflict)


def _change(request: StaffRequest, pk: uuid.UUID, form: DecisionForm, at: datetime) -> None:
    actions.change_decision(
        decision_id=pk,
        draft=form.draft,
        version=form.cleaned_data["version"],
        by=request.user,
        at=at,
    )
    messages.success(request, _("The decision is saved. Look at the letter."))


@require_GET
@door(Door.ASSESS)
def sheet(request: StaffRequest, pk: uuid.UUID) -> HttpResponse:
    """The letter as PDF: as it was sent, or byte for byte as it would be sent today."""
    at = now()
    rows = queries.in_scope(request.user, at)
    decision = open_one(rows, pk, reader=request, purpose="letter", at=at)
    if decision.letter is not None:
        return as_pdf(decision.letter.pdf)
    if decision.status not in queries.NOT_SENT:
        raise Http404
    try:
        return as_pdf(sheet_of(decision, danish_day(at)).pdf)
    except NotSent:
        # The page of the decision says what cannot be printed.
        return HttpResponseRedirect(reverse("intake:decision", args=[pk]))
