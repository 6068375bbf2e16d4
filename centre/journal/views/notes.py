"""Writing a note in a citizen's file, reading it with its earlier wordings, setting it right."""

import uuid
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from centre.calendar import danish_day
from centre.drafts.door import drafted
from centre.file.queries import own_citizens
from centre.journal.actions import notes as actions
from centre.journal.choices import Regime
from centre.journal.forms import NoteForm
from centre.journal.models import Note
from centre.journal.queries import drafts
from centre.journal.queries import notes as queries
from centre.journal.rules.access import written_by
from centre.records.door import open_one
from centre.refusal import Overtaken, Refused
from centre.staff.doors import StaffRequest, door
from centre.staff.pages import show
from centre.staff.rules import Door


@require_http_methods(["GET", "POST"])
@door(Door.ASSESS)
def write(request: StaffRequest, pk: uuid.UUID) -> HttpResponse:
    at = now()
    citizen = open_one(
        own_citizens(request.user, at), pk, reader=request, purpose="write note", at=at
    )
    form, conflict = _form(request, at), False
    if request.method == "POST" and form.is_valid():
        told = {"wording": form.wording, "form_key": form.cleaned_data["form_key"]}
        try:
            with drafted(request, drafts.WRITE, str(pk), at=at):
                made = actions.write_note(citizen_id=pk, by=request.user, at=at, **told)
        except Refused as refusal:
            form.add_error(None, str(refusal))
            conflict = True
        else:
            return _to(made, _("The note is saved."), request)
    page = {"citizen": citizen, "draft": drafts.WRITE, "subject": pk, **_record(request)}
    return show(request, "journal/write.html", page, form=form, conflict=conflict)


def _form(request: StaffRequest, at: datetime, old: Note | None = None) -> NoteForm:
    """An empty one of today, or filled with the wording that is to be set right."""
    today = danish_day(at)
    words = ("kind", "about_on", "heading", "text", "conferred")
    known = {name: getattr(old, name) for name in words} if old else {"about_on": today}
    regime = _regime(request)
    return NoteForm(request.POST or None, regime=regime, today=today, initial=known)


def _regime(request: StaffRequest) -> Regime:
    """The record that the person writes in. Raises Http404 for who writes in none."""
    regime = written_by(request.user.role)
    if regime is None:
        raise Http404
    return regime


def _record(request: StaffRequest) -> dict[str, Any]:
    regime = _regime(request)
    return {"regime": regime, "in_health": regime == Regime.HEALTH}


def _to(made: Note, words: str, request: StaffRequest) -> HttpResponse:
    messages.success(request, words)
    return HttpResponseRedirect(reverse("journal:note", args=[made.pk]))


@require_GET
@door(Door.ASSESS)
def note(request: StaffRequest, pk: uuid.UUID) -> HttpResponse:
    """A note as it stands, what hangs on it, and every earlier wording."""
    at = now()
    rows = queries.with_people(queries.notes(request.user, at))
    found = open_one(rows, pk, reader=request, purpose="note", at=at)
    page = {
        "citizen": found.citizen,
        "thread": queries.thread(request.user, found, at),
        "look_up": queries.look_up_of(found),
    }
    return show(request, "journal/note.html", page)


@require_http_methods(["GET", "POST"])
@door(Door.ASSESS)
def correct(request: StaffRequest, pk: uuid.UUID) -> HttpResponse:
    at = now()
    rows = queries.with_people(queries.notes_to_act_on(request.user))
    old = open_one(rows, pk, reader=request, purpose="correct note", at=at)
    form = _form(request, at, old)
    newer: Any = None
    if request.method == "POST" and form.is_valid():
        told = {"wording": form.wording, "form_key": form.cleaned_data["form_key"]}
        try:
            with drafted(request, drafts.CORRECT, str(pk), at=at):
                made = actions.correct_note(note_id=pk, by=request.user, at=at, **told)
        except Refused as refusal:
            form.add_error(None, str(refusal))
            newer = refusal.theirs if isinstance(refusal, Overtaken) else old
        else:
            return _to(
                made, _("The note is set right. What it said before stays readable."), request
            )
    page = {"citizen": old.citizen, "old": old, "newer": newer, **_record(request)}
    page |= {"draft": drafts.CORRECT, "subject": pk}
    return show(request, "journal/write.html", page, form=form, conflict=newer is not None)
