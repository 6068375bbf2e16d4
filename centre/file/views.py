"""The file of one citizen (S6): who, what now, all that happened in every app; and one deadline of it."""

import uuid
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from centre.calendar import danish_day
from centre.citizens.models import Citizen
from centre.clocks.actions import ledger
from centre.clocks.forms import ExplainFields
from centre.drafts.door import drafted
from centre.file import queries
from centre.file.actions import (
    NumberTakenError,
    end_of_few,
    mark_tie,
    name_custody,
    name_insider,
    put_right,
)
from centre.file.choices import Kind
from centre.file.forms import CustodyForm, InsiderForm, PersonForm, TieForm
from centre.file.queries import deadline as of_deadline
from centre.file.queries import few as of_few
from centre.forms.http import UNPROCESSABLE
from centre.paging import Place
from centre.records.door import open_one
from centre.refusal import Overtaken, Refused
from centre.staff.doors import StaffRequest, door
from centre.staff.models import User
from centre.staff.pages import show
from centre.staff.proof import proved
from centre.staff.rules import Door

# A sheet of paper shows no second page by a click.
PRINTED = 100


@dataclass(frozen=True)
class Asked:
    """What of the timeline an address asks for; what it does not know it passes over."""

    only: str
    after: Place | None

    @classmethod
    def read(cls, request: StaffRequest) -> "Asked":
        only = request.GET.get("only", "")
        after = Place.read(request.GET.get("after", ""))
        return cls(only if only in Kind.values else "", after)

    def query(self, after: Place | None = None, only: str | None = None) -> str:
        """The same question from another place or of another kind, as it stands in an address."""
        told = {"only": self.only if only is None else only, "after": after}
        return "?" + urlencode({name: one for name, one in told.items() if one}, safe="~")


@require_GET
@door(Door.WORK_CASES)
def citizen(request: StaffRequest, pk: uuid.UUID) -> HttpResponse:
    return show(request, "file/citizen.html", _page(request, pk, "file", now()))


@require_GET
@door(Door.WORK_CASES)
def contact(request: StaffRequest, pk: uuid.UUID) -> HttpResponse:
    """The file with the number of somebody whose address is protected: a reading of its own."""
    page = _page(request, pk, "protected contact", now())
    return show(request, "file/citizen.html", {**page, "unmasked": True})


@require_GET
@door(Door.WORK_CASES)
@proved
def printed(request: StaffRequest, pk: uuid.UUID) -> HttpResponse:
    page = _page(request, pk, "print file", now(), most=PRINTED)
    return show(request, "file/print.html", page)


@require_http_methods(["GET", "POST"])
@door(Door.WORK_CASES)
def who(request: StaffRequest, pk: uuid.UUID) -> HttpResponse:
    """Write down who it is: the name, the number, how to reach them. A look-up opens it to nobody.

    It shows what a protected address hides, and is logged as the reading of that.
    """
    at = now()
    scope = queries.own_citizens(request.user, at)
    found = open_one(scope, pk, reader=request, purpose="protected contact", at=at)
    form, conflict = PersonForm(request.POST or None, citizen=found), False
    if request.method == "POST" and form.is_valid():
        seen = form.cleaned_data["seen"]
        try:
            put_right(citizen_id=pk, person=form.person, seen=seen, by=request.user, at=at)
        except NumberTakenError:
            form.add_error("cpr", _("Somebody else here has this number. Search for it first."))
        except Overtaken as refusal:
            form.overtaken(refusal)
            conflict = True
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Name and contact are saved."))
            return HttpResponseRedirect(reverse("file:citizen", args=[pk]))
    return show(request, "file/who.html", {"citizen": found}, form=form, conflict=conflict)


@require_http_methods(["GET", "POST"])
@door(Door.WORK_CASES)
def custody(request: StaffRequest, pk: uuid.UUID) -> HttpResponse:
    """Write down who has custody of a young citizen, and who of them gets letters.

    Their address may be the citizen's own: it is logged as the reading of what protection hides.
    """
    at = now()
    scope = queries.own_citizens(request.user, at).filter(anonymous=False)
    found = open_one(scope, pk, reader=request, purpose="protected contact", at=at)
    form = CustodyForm(request.POST or None, known=list(found.guardians.all()))
    conflict = False
    if request.method == "POST" and form.is_valid():
        seen = form.cleaned_data["seen"]
        try:
            name_custody(citizen_id=pk, holders=form.holders, seen=seen, by=request.user, at=at)
        except Overtaken as refusal:
            form.overtaken(refusal)
            conflict = True
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Who has custody is saved."))
            return HttpResponseRedirect(reverse("file:citizen", args=[pk]))
    return show(request, "file/custody.html", {"citizen": found}, form=form, conflict=conflict)


@require_http_methods(["GET", "POST"])
@door(Door.WORK_CASES)
def few(request: StaffRequest, pk: uuid.UUID) -> HttpResponse:
    """For whom a colleague's file is. Whoever knows it marks it; who leads names the few."""
    at = now()
    found = _of_few(request, pk, at)
    form = _tie_form(request, found, at)
    if request.method == "POST" and form.is_valid():
        try:
            mark_tie(citizen_id=pk, by=request.user, at=at, **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            return _marked(request, pk, at)
    return show(request, "file/few.html", _few_page(request, found, at), form=form)


@require_POST
@door(Door.ASSIGN_OTHERS)
def insider(request: StaffRequest, pk: uuid.UUID) -> HttpResponse:
    """Let one more of the unit open the file."""
    at = now()
    found = _of_few(request, pk, at)
    page = _few_page(request, found, at)
    form = page["naming"]
    if form.is_valid():
        try:
            named = form.cleaned_data["user"]
            name_insider(citizen_id=pk, user=named, by=request.user, at=at)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("%(who)s can open the file now.") % {"who": named})
            return HttpResponseRedirect(reverse("file:few", args=[pk]))
    answer = show(request, "file/few.html", {**page, "form": _tie_form(None, found, at)})
    answer.status_code = UNPROCESSABLE
    return answer


@require_POST
@door(Door.ASSIGN_OTHERS)
def end_few(request: StaffRequest, pk: uuid.UUID, of: uuid.UUID) -> HttpResponse:
    """A mark does not hold any more, or somebody is none of the few any more."""
    at = now()
    _of_few(request, pk, at)
    if end_of_few(citizen_id=pk, of=of, by=request.user, at=at) is None:
        messages.info(request, _("That has ended already."))
    else:
        messages.success(request, _("It has ended, and that is written down."))
    return HttpResponseRedirect(reverse("file:few", args=[pk]))


def _of_few(request: StaffRequest, pk: uuid.UUID, at: datetime) -> Citizen:
    scope = queries.own_citizens(request.user, at).filter(anonymous=False)
    return open_one(scope, pk, reader=request, purpose="the few", at=at)


def _tie_form(request: StaffRequest | None, citizen: Citizen, at: datetime) -> TieForm:
    people = of_few.people(danish_day(at))
    alike = of_few.namesake(citizen, people)
    data = request.POST or None if request is not None else None
    return TieForm(data, people=people, namesake=alike)


def _few_page(request: StaffRequest, citizen: Citizen, at: datetime) -> dict[str, Any]:
    found = of_few.few_of(citizen)
    leads = request.user.may(Door.ASSIGN_OTHERS)
    people = of_few.to_name(request.user, found, danish_day(at)) if leads and found.ties else []
    naming = InsiderForm(request.POST or None, people=people, prefix="naming")
    return {"citizen": citizen, "few": found, "leads": leads, "naming": naming}


def _marked(request: StaffRequest, pk: uuid.UUID, at: datetime) -> HttpResponse:
    """Back to the file, or to the desk where whoever marked it is none of the few."""
    if queries.own_citizens(request.user, at).filter(pk=pk).exists():
        messages.success(request, _("The file is for a few from now on."))
        return HttpResponseRedirect(reverse("file:few", args=[pk]))
    words = _(
        "The file is for a few from now on: who answers for it, who leads, and whom the leader names. "
        "You are none of them, so it is closed to you."
    )
    messages.success(request, words)
    return HttpResponseRedirect(reverse("clocks:desk"))


def _page(
    request: StaffRequest,
    pk: uuid.UUID,
    purpose: str,
    at: datetime,
    most: int = queries.PAGE,
) -> dict[str, Any]:
    """Everything on the page; the door checks the scope and logs the reading."""
    asked = Asked.read(request)
    scope = queries.citizens(request.user, at)
    found = open_one(scope, pk, reader=request, purpose=purpose, at=at)
    own = getattr(found, "look_up_id", None) is None
    whose = queries.Whose(found.pk, after=asked.after, only=asked.only, most=most, is_own=own)
    file = queries.file_of(request.user, whose, at)
    return {
        "header": queries.header(request.user, found, at),
        "citizen": found,
        "file": file,
        "at": at,
        "asked": asked,
        "kinds": [("", asked.query(only=""))] + [(one, asked.query(only=one)) for one in Kind],
        "here": asked.query(asked.after),
        "older_url": asked.query(file.older) if file.older else "",
        "newer_url": asked.query() if asked.after else "",
    }


@require_http_methods(["GET", "POST"])
@door(Door.WORK_CASES)
@sensitive_post_parameters()
def deadline(request: StaffRequest, pk: uuid.UUID) -> HttpResponse:
    """One deadline of any app with its ledger; past it, cause and plan are written down here."""
    at = now()
    rows = of_deadline.deadlines(request.user, at)
    found = open_one(rows, pk, reader=request, purpose="deadline", at=at)
    one = of_deadline.one_deadline(request.user, found, danish_day(at))
    form, conflict = ExplainFields(request.POST or None), False
    if request.method == "POST" and form.is_valid():
        try:
            with drafted(request, of_deadline.EXPLAIN, str(pk), at=at):
                _explain(one, form, by=request.user, at=at)
        except Refused as refusal:
            form.add_error(None, str(refusal))
            conflict = True
        else:
            messages.success(request, _("Cause and plan are recorded. The daily reminders rest."))
            return HttpResponseRedirect(one.subject.url if one.subject else request.path)
    context = {
        "one": one,
        "draft": of_deadline.EXPLAIN,
        "may_assess": request.user.may(Door.ASSESS),
    }
    return show(request, "file/deadline.html", context, form=form, conflict=conflict)


def _explain(one: of_deadline.OneDeadline, form: ExplainFields, *, by: User, at: datetime) -> None:
    if not one.own:
        raise Refused(_("A look-up opens it to be read. Whoever answers for it writes this."))
    cause, plan = form.cleaned_data["cause"], form.cleaned_data["plan"]
    ledger.explain(clock_id=one.clock.pk, cause=cause, plan=plan, by=by, at=at)
