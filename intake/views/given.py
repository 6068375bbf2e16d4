"""The page of one decision: its letter as the citizen sees it, and all that can be done with it."""

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from centre.calendar import danish_day
from centre.clocks.words import day_words
from centre.post.queries import shown
from centre.post.rules import NotSent
from centre.post.words import on_its_way
from centre.records.door import open_one
from centre.refusal import Refused
from centre.staff.doors import StaffRequest, door
from centre.staff.pages import show
from centre.staff.rules import Door
from intake.actions import decision as actions
from intake.actions import sending
from intake.actions.choice import record_free_choice
from intake.choices import Outcome
from intake.forms.decision import ChoiceForm, ReturnForm, SendForm
from intake.models import Decision
from intake.queries import decision as queries
from intake.queries.clocks import who
from intake.queries.letter import kept_text, sheet_of
from intake.queries.search import running_look_up
from intake.rules.decision import Choice

Data = dict[str, Any]


@dataclass(frozen=True)
class Act:
    """One thing that can be done with a decision: its form, and the action behind it."""

    form: type[forms.Form]
    run: Callable[[queries.Page, Data, datetime], str]


def _send(page: queries.Page, data: Data, at: datetime) -> str:
    seen = data["previewed"] or None
    sent = sending.send_decision(
        decision_id=page.row.pk, channel=page.row.way, previewed=seen, by=page.user, at=at
    )
    return _of_sending(sent)


def _of_sending(sent: Decision) -> str:
    """What was done, and what a person does now: carry the letter, and begin what is granted."""
    told = [_("The decision is sent.")]
    if sent.complain_by_on is not None:
        until = {"day": day_words(sent.complain_by_on)}
        told = [_("The decision is sent. The citizen can complain until %(day)s.") % until]
    told.append(on_its_way(sent.way))
    if sent.outcome != Outcome.REFUSED:
        told.append(_("Next: set up the treatment, from the inquiry."))
    return " ".join(filter(None, told))


def _ask(page: queries.Page, _data: Data, at: datetime) -> str:
    actions.ask_approval(decision_id=page.row.pk, by=page.user, at=at)
    return _("The decision waits for the leader.")


def _approve(page: queries.Page, data: Data, at: datetime) -> str:
    seen = data["previewed"] or None
    sent = sending.approve_and_send(decision_id=page.row.pk, previewed=seen, by=page.user, at=at)
    return _of_sending(sent)


def _return(page: queries.Page, data: Data, at: datetime) -> str:
    actions.return_decision(decision_id=page.row.pk, why=data["why"], by=page.user, at=at)
    return _("The decision went back to the one who prepared it.")


def _discard(page: queries.Page, _data: Data, at: datetime) -> str:
    actions.discard_decision(decision_id=page.row.pk, by=page.user, at=at)
    return _("The decision is discarded. Nothing was sent.")


def _choose(page: queries.Page, data: Data, at: datetime) -> str:
    choice = Choice(**data)
    record_free_choice(decision_id=page.row.pk, choice=choice, by=page.user, at=at)
    return _("What the citizen chose is recorded.")


ACTS: dict[str, Act] = {
    "send": Act(SendForm, _send),
    "ask": Act(SendForm, _ask),
    "approve": Act(SendForm, _approve),
    "return": Act(ReturnForm, _return),
    "discard": Act(SendForm, _discard),
    "choose": Act(ChoiceForm, _choose),
}


@require_GET
@door(Door.ASSESS)
def decision(request: StaffRequest, pk: uuid.UUID) -> HttpResponse:
    at = now()
    rows = queries.in_scope(request.user, at)
    found = open_one(rows, pk, reader=request, purpose="decision", at=at)
    return _shown(request, queries.page(request.user, found, at), at)


@require_POST
@door(Door.ASSESS)
def act(request: StaffRequest, pk: uuid.UUID, verb: str) -> HttpResponse:
    """Do one thing with it; what cannot be done is said on the same page."""
    at = now()
    chosen = ACTS.get(verb)
    if chosen is None:
        raise Http404
    rows = queries.in_scope(request.user)
    found = open_one(rows, pk, reader=request, purpose=f"decision {verb}", at=at)
    page, form = queries.page(request.user, found, at), chosen.form(request.POST, prefix=verb)
    conflict = False
    if form.is_valid():
        try:
            told = chosen.run(page, form.cleaned_data, at)
        except Refused as refusal:
            form.add_error(None, str(refusal))
            conflict = True
        else:
            messages.success(request, told)
            return HttpResponseRedirect(reverse("intake:decision", args=[pk]))
    return _shown(request, page, at, failed=(verb, form), conflict=conflict)


def _shown(
    request: StaffRequest,
    page: queries.Page,
    at: datetime,
    *,
    failed: tuple[str, Any] | None = None,
    conflict: bool = False,
) -> HttpResponse:
    forms_of = {name: one.form(prefix=name) for name, one in ACTS.items()}
    verb, form = failed or ("", None)
    if form is not None:
        forms_of[verb] = form
    context = {
        "page": page,
        "row": page.row,
        "inquiry": page.inquiry,
        "citizen": page.inquiry.citizen,
        "who": who(page.inquiry),
        "look_up": running_look_up(page.row),
        "forms": forms_of,
        "failed": verb,
        **_letter(page, at),
    }
    return show(request, "intake/staff/decision.html", context, form=form, conflict=conflict)


def _letter(page: queries.Page, at: datetime) -> Data:
    """The letter's words, the hash of the sheet that would be sent, and why none can be made."""
    if not page.is_open:
        citizen = page.inquiry.citizen
        kept = shown(kept_text(page.row), protected=citizen is not None and citizen.protected)
        return {"text": kept, "previewed": "", "unprintable": ""}
    try:
        made = sheet_of(page.row, danish_day(at))
    except NotSent as fault:
        return {"text": None, "previewed": "", "unprintable": str(fault)}
    return {"text": shown(made.text), "previewed": made.seen, "unprintable": ""}
