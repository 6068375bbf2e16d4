"""The pages of an assessment: the list of what is asked, one part at a time, and its end (S8)."""

import uuid
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from centre.calendar import danish_day
from centre.drafts.door import drafted
from centre.records.door import open_one
from centre.refusal import Overtaken, Refused
from centre.staff.doors import StaffRequest, door
from centre.staff.pages import show
from centre.staff.rules import Door
from intake.actions import visitation as actions
from intake.choices import Theme
from intake.forms.assessment import (
    FinishForm,
    ProfileForm,
    SubstancesForm,
    ThemeForm,
    VersionedForm,
)
from intake.models import Visitation
from intake.queries import assessment as queries
from intake.queries import inquiry as inquiries
from intake.queries.clocks import who
from intake.queries.drafts import theme_form

SUBSTANCES, PROFILE = "substances", "profile"


@require_http_methods(["GET", "POST"])
@door(Door.ASSESS)
def assessment(request: StaffRequest, pk: uuid.UUID) -> HttpResponse:
    """The assessment of an inquiry: begun by a press, then a list of what is asked."""
    at = now()
    found = open_one(inquiries.plain(request.user), pk, reader=request, purpose="assessment", at=at)
    if request.method == "POST":
        try:
            actions.begin_visitation(inquiry_id=found.pk, by=request.user, at=at)
        except Refused as refusal:
            messages.warning(request, str(refusal))
        return HttpResponseRedirect(reverse("intake:assessment", args=[found.pk]))
    latest = queries.latest(found)
    if latest is None:
        return show(request, "intake/staff/assessment_none.html", {"inquiry": found})
    row = queries.in_scope(request.user).get(pk=latest.pk)
    form = FinishForm(initial={"held_on": danish_day(at)})
    return show(request, "intake/staff/assessment.html", _page(queries.board(row)), form=form)


def _page(board: queries.Board) -> dict[str, Any]:
    return {
        "board": board,
        "inquiry": board.inquiry,
        "who": who(board.inquiry),
        "substances": SUBSTANCES,
        "profile": PROFILE,
    }


def _open(request: StaffRequest, pk: uuid.UUID, purpose: str, at: datetime) -> queries.Board:
    row = open_one(queries.in_scope(request.user), pk, reader=request, purpose=purpose, at=at)
    return queries.board(row)


@require_POST
@door(Door.ASSESS)
def finish(request: StaffRequest, pk: uuid.UUID) -> HttpResponse:
    """The talk was held: on to the decision."""
    at = now()
    board = _open(request, pk, "finish assessment", at)
    form, conflict = FinishForm(request.POST), False
    if form.is_valid():
        try:
            actions.finish_visitation(
                visitation_id=pk, held_on=form.cleaned_data["held_on"], by=request.user, at=at
            )
        except Refused as refusal:
            form.add_error(None, str(refusal))
            conflict = True
        else:
            return _to_decision(request, board)
    page = _page(board)
    return show(request, "intake/staff/assessment.html", page, form=form, conflict=conflict)


def _to_decision(request: StaffRequest, board: queries.Board) -> HttpResponse:
    messages.success(request, _("The assessment is finished. Next: the decision."))
    undecided = board.undecided
    if len(undecided) == 1:
        where = reverse("intake:prepare_decision", args=[board.visitation.pk, undecided[0]])
    else:
        where = reverse("intake:assessment", args=[board.inquiry.pk])
    return HttpResponseRedirect(where)


@dataclass(frozen=True)
class Part:
    """One part of an assessment: its heading, its form, and the template that says more."""

    name: str
    heading: str
    form: VersionedForm
    draft: str = ""


@require_http_methods(["GET", "POST"])
@door(Door.ASSESS)
def part(request: StaffRequest, pk: uuid.UUID, name: str) -> HttpResponse:
    """Write one part; whoever saves second gets both texts and loses neither (C-10)."""
    at = now()
    board = _open(request, pk, f"assessment {name}", at)
    chosen = _part(board, name, request)
    theirs, conflict = None, False
    if request.method == "POST" and chosen.form.is_valid():
        try:
            with drafted(request, chosen.draft, str(pk), at=at):
                _save(board.visitation, chosen, request, at)
        except Refused as refusal:
            chosen.form.add_error(None, str(refusal))
            conflict = True
            if isinstance(refusal, Overtaken):
                theirs = _seen(request, pk, chosen)
        else:
            return _saved(request, board, chosen)
    page = {**_page(board), "part": chosen, "theirs": theirs}
    return show(
        request, "intake/staff/assessment_part.html", page, form=chosen.form, conflict=conflict
    )


def _part(board: queries.Board, name: str, request: StaffRequest) -> Part:
    data = request.POST if request.method == "POST" else None
    visitation = board.visitation
    if name == SUBSTANCES:
        version = {"version": visitation.substances_version}
        uses = queries.uses_of(visitation)
        return Part(name, _("Substances"), SubstancesForm(data, uses=uses, initial=version))
    if name == PROFILE:
        return Part(name, _("Life and family"), ProfileForm(data, initial=queries.known(board)))
    line = next((one for one in board.lines if one.theme == name), None)
    if line is None:
        raise Http404
    row = line.row
    initial: dict[str, Any] = {"version": 0}
    if row is not None:
        initial = {"text": row.text, "later": row.later, "version": row.version}
    heading = str(Theme(name).label)
    return Part(name, heading, ThemeForm(data, initial=initial), theme_form(name))


def _save(visitation: Visitation, chosen: Part, request: StaffRequest, at: datetime) -> None:
    form = chosen.form
    where: dict[str, Any] = {
        "visitation_id": visitation.pk,
        "version": form.cleaned_data["version"],
        "by": request.user,
        "at": at,
    }
    if isinstance(form, SubstancesForm):
        actions.save_substances(uses=form.uses, **where)
    elif isinstance(form, ProfileForm):
        actions.save_profile(told=form.told, **where)
    else:
        data = form.cleaned_data
        actions.save_theme(theme=chosen.name, text=data["text"], later=data["later"], **where)


def _seen(request: StaffRequest, pk: uuid.UUID, chosen: Part) -> dict[str, Any]:
    """What stands now, to be shown beside what was typed; pressing again saves over it."""
    fresh = queries.board(queries.in_scope(request.user).get(pk=pk))
    line = next((one for one in fresh.lines if one.theme == chosen.name), None)
    if line is not None and line.row is not None:
        chosen.form.seen(line.row.version)
        return {"text": line.row.text or _("Found out later"), "by": line.row.saved_by}
    if chosen.name == SUBSTANCES:
        chosen.form.seen(fresh.visitation.substances_version)
        told = [str(one.get_substance_display()) for one in fresh.visitation.substances.all()]
        return {"text": "\n".join(told), "by": ""}
    chosen.form.seen(fresh.profile.version if fresh.profile else 0)
    return {"text": "\n".join(queries.told_of(fresh)), "by": ""}


def _saved(request: StaffRequest, board: queries.Board, chosen: Part) -> HttpResponse:
    messages.success(request, _("“%(part)s” is saved.") % {"part": chosen.heading})
    if "next" in request.POST:
        after = queries.board(queries.in_scope(request.user).get(pk=board.visitation.pk))
        if after.next_theme is not None and not after.finished:
            url = reverse("intake:assessment_part", args=[board.visitation.pk, after.next_theme])
            return HttpResponseRedirect(url)
    return HttpResponseRedirect(reverse("intake:assessment", args=[board.inquiry.pk]))
