"""One follow-up: whom to call, what was agreed, and what came of it."""

import uuid
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from centre.clocks.words import day_words
from centre.drafts.door import drafted
from centre.records.door import open_one
from centre.refusal import Refused
from centre.staff.doors import StaffRequest, door
from centre.staff.pages import show
from centre.staff.rules import Door
from followup.actions import call as actions
from followup.actions import correcting
from followup.choices import Outcome
from followup.forms.call import (
    AttemptForm,
    CallerForm,
    CorrectionForm,
    OutcomeForm,
    TakeBackForm,
    initial_of,
)
from followup.models import FollowUp
from followup.queries import call as queries
from followup.queries import drafts
from followup.queries.call import Call
from treatment.queries.course import counsellors

# What was done, in words, and where to go on.
Told = tuple[str, str]
Act = Callable[[StaffRequest, Call, Any], Told]


@require_http_methods(["GET", "POST"])
@door(Door.ASSESS)
def call(request: StaffRequest, pk: uuid.UUID) -> HttpResponse:
    """The page, and what the follow-up ends with."""
    found = _opened(request, pk)
    form = _outcome_form(request.POST or None, found)
    if request.method == "POST":
        return _done(request, found, form, _end)
    return _shown(request, found, form)


@require_GET
@door(Door.ASSESS)
def contact(request: StaffRequest, pk: uuid.UUID) -> HttpResponse:
    """The page with the number of somebody whose address is protected: a reading of its own."""
    found = _opened(request, pk, "protected contact")
    return _shown(request, replace(found, unmasked=True), _outcome_form(None, found))


def _opened(request: StaffRequest, pk: uuid.UUID, purpose: str = "follow-up") -> Call:
    at = now()
    rows = queries.in_scope(request.user)
    one = open_one(rows, pk, reader=request, purpose=purpose, at=at)
    return queries.call(one, at)


def _done(request: StaffRequest, found: Call, form: Any, act: Act) -> HttpResponse:
    """Do what a form asks for; what cannot be is said in it, on the same page."""
    if not form.is_valid():
        return _shown(request, found, form)
    try:
        told, where = act(request, found, form)
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return _shown(request, found, form)
    messages.success(request, told)
    return HttpResponseRedirect(where)


def _end(request: StaffRequest, found: Call, form: OutcomeForm) -> Told:
    with drafted(request, drafts.CALL, str(found.one.pk), at=found.at):
        made = actions.record_outcome(
            follow_up_id=found.one.pk,
            content=form.content,
            form_key=form.cleaned_data["form_key"],
            by=request.user,
            at=found.at,
        )
    told = _sentence(made, found.later)
    if made.inquiry_id is not None:
        return told, reverse("intake:inquiry", args=[made.inquiry_id])
    return told, reverse("followup:due")


def _sentence(made: FollowUp, later: FollowUp | None) -> str:
    """What was written, and what comes next."""
    told = _("The follow-up is closed: %(outcome)s.") % {
        "outcome": made.get_outcome_display().lower()
    }
    return f"{told} {_next(made, later)}"


def _next(made: FollowUp, later: FollowUp | None) -> str:
    if made.inquiry_id is not None:
        return _("An inquiry is written down, and its deadline runs from today.")
    if made.outcome == Outcome.DEAD:
        return _("Nobody is called any more.")
    if later is None or made.outcome == Outcome.DECLINED:
        return _("No further call is due.")
    return _("The next one stands on the list: %(day)s.") % {"day": day_words(later.stand_on)}


@require_POST
@door(Door.ASSESS)
def tried(request: StaffRequest, pk: uuid.UUID) -> HttpResponse:
    """Nobody was spoken to."""
    found = _opened(request, pk)
    return _done(request, found, AttemptForm(request.POST, prefix="attempt"), _try)


def _try(request: StaffRequest, found: Call, form: AttemptForm) -> Told:
    data = form.cleaned_data
    actions.record_call(
        follow_up_id=found.one.pk,
        result=data["result"],
        tried_on=found.today,
        again_on=data["again_on"],
        form_key=data["form_key"],
        by=request.user,
        at=found.at,
    )
    return _("The attempt is written down."), reverse("followup:due")


@require_POST
@door(Door.ASSESS)
def correct(request: StaffRequest, pk: uuid.UUID) -> HttpResponse:
    """It ended with something else."""
    found = _opened(request, pk)
    return _done(request, found, _right_form(request.POST, found), _correct)


def _correct(request: StaffRequest, found: Call, form: CorrectionForm) -> Told:
    one = found.one
    with drafted(request, drafts.CORRECTION, str(one.pk), at=found.at):
        made = correcting.correct_outcome(
            follow_up_id=one.pk,
            seen=form.cleaned_data["seen"],
            content=form.content,
            form_key=form.cleaned_data["form_key"],
            by=request.user,
            at=found.at,
        )
    told = _("The follow-up is set right. What stood there before is kept.")
    if made.inquiry_id is not None and made.inquiry_id != one.inquiry_id:
        return told, reverse("intake:inquiry", args=[made.inquiry_id])
    return told, reverse("followup:call", args=[one.pk])


@require_POST
@door(Door.ASSESS)
def take_back(request: StaffRequest, pk: uuid.UUID) -> HttpResponse:
    """It was closed by mistake."""
    found = _opened(request, pk)
    return _done(request, found, TakeBackForm(request.POST, prefix="back"), _take_back)


def _take_back(request: StaffRequest, found: Call, form: TakeBackForm) -> Told:
    pk = found.one.pk
    correcting.take_back(follow_up_id=pk, **form.cleaned_data, by=request.user, at=found.at)
    told = _("The follow-up waits for its call again. Its deadline did not move.")
    return told, reverse("followup:call", args=[pk])


@require_POST
@door(Door.ASSESS)
def hand_over(request: StaffRequest, pk: uuid.UUID) -> HttpResponse:
    """Somebody else makes the call."""
    found = _opened(request, pk)
    return _done(request, found, _caller_form(request.POST, found), _hand_over)


def _hand_over(request: StaffRequest, found: Call, form: CallerForm) -> Told:
    pk = found.one.pk
    actions.hand_over(follow_up_id=pk, to=form.chosen, by=request.user, at=found.at)
    told = _("%(who)s makes the call now. No deadline moved.") % {"who": form.chosen}
    return told, reverse("followup:call", args=[pk])


def _outcome_form(data: Any, found: Call) -> OutcomeForm:
    return OutcomeForm(data, today=found.today, asks_goal=found.asks_goal, prefix="outcome")


def _right_form(data: Any, found: Call) -> CorrectionForm:
    """A wrong click changes nothing about the day of the call."""
    return CorrectionForm(
        data,
        today=found.one.ended_on or found.today,
        asks_goal=found.asks_goal,
        initial=initial_of(found.one, len(found.earlier)),
        prefix="right",
    )


def _caller_form(data: Any, found: Call) -> CallerForm:
    people = counsellors(found.one.unit_id, found.today)
    others = [one for one in people if one != found.one.responsible]
    return CallerForm(data, people=others, prefix="caller")


def _shown(request: StaffRequest, found: Call, form: Any) -> HttpResponse:
    """The page with its forms; what went wrong stands in the one that was sent, nothing typed is lost."""
    one, course = found.one, found.one.course

    def fresh(kind: type[Any], made: Any) -> Any:
        return form if type(form) is kind else made

    back = TakeBackForm(initial={"seen": len(found.earlier)}, prefix="back")
    page = {
        "call": found,
        "drafts": drafts,
        "one": one,
        "course": course,
        "citizen": course.citizen,
        "outcome_form": fresh(OutcomeForm, _outcome_form(None, found)),
        "right_form": fresh(CorrectionForm, _right_form(None, found)),
        "back_form": fresh(TakeBackForm, back),
        "attempt_form": fresh(AttemptForm, AttemptForm(prefix="attempt")),
        "caller_form": fresh(CallerForm, _caller_form(None, found)),
    }
    failed = form if form.is_bound else None
    conflict = failed is not None and bool(failed.non_field_errors())
    return show(request, "followup/call.html", page, form=form, conflict=conflict)
