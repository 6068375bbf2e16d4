"""The page of one course: who, under which grant, the plan as it stands, the talks, what now."""

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from centre.calendar import danish_day
from centre.clocks.words import day_words
from centre.forms.base import KeyForm
from centre.records.door import open_one
from centre.refusal import Refused
from centre.staff.doors import StaffRequest, door
from centre.staff.pages import Offered, show
from centre.staff.rules import Door
from treatment.actions import course as actions
from treatment.actions.ending import never_begin
from treatment.actions.session import plan_session
from treatment.forms.course import HandOverForm, NothingForm, SetUpForm, TimeForm
from treatment.queries import course as queries
from treatment.queries.course import Case
from treatment.queries.free import TimeInTheWay


@dataclass(frozen=True)
class Act:
    """One act of the page: its heading, when it is offered, its form, its button, what it does."""

    words: Promise
    button: Promise
    fits: Callable[[Case], bool]
    form: Callable[[Any, Case], KeyForm]
    run: Callable[[Case, Any, StaffRequest], str]
    hint: Promise | str = ""
    # Drawn open: it is what brings the course on now.
    leads: Callable[[Case], bool] = lambda _case: False


def _time_form(data: Any, case: Case) -> KeyForm:
    return TimeForm(data, today=case.today, prefix="plan-talk")


def _hand_over_form(data: Any, case: Case) -> KeyForm:
    others = queries.counsellors(case.course.unit_id, case.today)
    people = [one for one in others if one != case.course.counsellor]
    return HandOverForm(data, people=people, prefix="hand-over")


def _nothing_form(data: Any, _case: Case) -> KeyForm:
    return NothingForm(data)


def _plan_talk(case: Case, form: Any, request: StaffRequest) -> str:
    made = plan_session(
        course_id=case.course.pk,
        when=form.when,
        form_key=form.cleaned_data["form_key"],
        by=request.user,
        at=case.at,
    )
    return _("A talk is agreed %(day)s.") % {"day": day_words(made.held_on)}


def _hand_over(case: Case, form: Any, request: StaffRequest) -> str:
    actions.hand_over(
        course_id=case.course.pk,
        to=form.chosen,
        reason=form.cleaned_data["reason"],
        by=request.user,
        at=case.at,
    )
    return _("%(who)s is the counsellor now. No deadline moved.") % {"who": form.chosen}


def _renew(case: Case, _form: Any, request: StaffRequest) -> str:
    if case.renewal is not None:
        actions.renew_decision(
            course_id=case.course.pk, decision_id=case.renewal.pk, by=request.user, at=case.at
        )
    return _("The treatment goes on under the new decision. Its talks are counted from nought.")


def _never_begin(case: Case, _form: Any, request: StaffRequest) -> str:
    never_begin(course_id=case.course.pk, by=request.user, at=case.at)
    return _("The treatment is put aside as never begun. The inquiry's deadline still runs.")


ACTS: dict[str, Act] = {
    "renew": Act(
        gettext_lazy("Go on under the new decision"),
        gettext_lazy("Go on under the new decision"),
        lambda case: case.open and case.renewal is not None,
        _nothing_form,
        _renew,
        leads=lambda _case: True,
    ),
    "plan-talk": Act(
        gettext_lazy("Agree on a talk"),
        gettext_lazy("Save the talk"),
        lambda case: case.room,
        _time_form,
        _plan_talk,
        leads=lambda case: not case.to_come,
    ),
    "hand-over": Act(
        gettext_lazy("Hand over to a colleague"),
        gettext_lazy("Hand over"),
        lambda case: case.open,
        _hand_over_form,
        _hand_over,
        hint=gettext_lazy("The talks to come and the open deadlines follow. No date moves."),
    ),
    "never-begin": Act(
        gettext_lazy("The treatment never began"),
        gettext_lazy("Put it aside"),
        lambda case: case.course.begun_on is None and case.open,
        _nothing_form,
        _never_begin,
        hint=gettext_lazy("The talks to come are called off. The inquiry's deadline still runs."),
    ),
}


@require_GET
@door(Door.ASSESS)
def course(request: StaffRequest, pk: uuid.UUID) -> HttpResponse:
    case = opened(request, pk, "course")
    return show(request, "treatment/course.html", _page(case))


def opened(request: StaffRequest, pk: uuid.UUID, purpose: str) -> Case:
    """The course in the reader's scope, with all that its pages show."""
    at = now()
    rows = queries.in_scope(request.user)
    found = open_one(rows, pk, reader=request, purpose=purpose, at=at)
    return queries.case(found, at)


@require_POST
@door(Door.ASSESS)
def act(request: StaffRequest, pk: uuid.UUID, verb: str) -> HttpResponse:
    """Do one act; what cannot be done is said on the same page with everything typed kept."""
    chosen = ACTS.get(verb)
    if chosen is None:
        raise Http404
    case = opened(request, pk, f"course {verb}")
    form = chosen.form(request.POST, case)
    conflict = False
    way_out: dict[str, Any] = {}
    if form.is_valid():
        try:
            told = chosen.run(case, form, request)
        except Refused as refusal:
            way_out = refused(request, form, refusal)
            conflict = True
        else:
            messages.success(request, told)
            return HttpResponseRedirect(reverse("treatment:course", args=[pk]))
    page = _page(case, failed=(verb, form)) | way_out
    return show(request, "treatment/course.html", page, form=form, conflict=conflict)


def refused(request: StaffRequest, form: Form, refusal: Refused) -> dict[str, Any]:
    """Say at the form what cannot be; what the page needs to lead to a time that is in the way."""
    form.add_error(None, str(refusal))
    if not isinstance(refusal, TimeInTheWay):
        return {}
    return {"in_the_way": refusal.slot_id, "may_close": request.user.may(Door.SETTINGS)}


def _page(case: Case, failed: tuple[str, KeyForm] | None = None) -> dict[str, Any]:
    offered = []
    for verb, one in ACTS.items():
        wrong = failed is not None and failed[0] == verb
        if not wrong and not one.fits(case):
            continue
        form = failed[1] if failed and wrong else one.form(None, case)
        url = reverse("treatment:act", args=[case.course.pk, verb])
        is_open = wrong or (failed is None and one.leads(case))
        offered.append(Offered(verb, one, form, url, open=is_open))
    return {"case": case, "course": case.course, "citizen": case.course.citizen, "acts": offered}


@require_http_methods(["GET", "POST"])
@door(Door.ASSESS)
def set_up(request: StaffRequest, pk: uuid.UUID) -> HttpResponse:
    """Let somebody answer for what a decision grants."""
    at = now()
    rows = queries.grants(request.user)
    decision = open_one(rows, pk, reader=request, purpose="set up treatment", at=at)
    people = queries.counsellors(decision.inquiry.unit_id, danish_day(at))
    mine = request.user.pk if request.user in people else ""
    form = SetUpForm(request.POST or None, people=people, initial={"counsellor": mine})
    conflict = False
    if request.method == "POST" and form.is_valid():
        try:
            return _set_up(request, pk, form, at)
        except Refused as refusal:
            form.add_error(None, str(refusal))
            conflict = True
    there = queries.open_course_of(decision)
    context = {"decision": decision, "citizen": decision.inquiry.citizen, "there": there}
    return show(request, "treatment/set_up.html", context, form=form, conflict=conflict)


def _set_up(request: StaffRequest, pk: uuid.UUID, form: SetUpForm, at: datetime) -> HttpResponse:
    made = actions.set_up_course(
        decision_id=pk,
        counsellor=form.chosen,
        first_offered_on=form.cleaned_data["first_offered_on"],
        form_key=form.cleaned_data["form_key"],
        by=request.user,
        at=at,
    )
    messages.success(
        request, _("The treatment is set up. Next: agree on the first talk, and make the plan.")
    )
    return HttpResponseRedirect(reverse("treatment:course", args=[made.pk]))
