"""Writing down a talk (S11), and setting right what was written."""

import uuid
from collections.abc import Callable
from datetime import timedelta
from functools import partial
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime, now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from centre.drafts.door import drafted
from centre.records.door import open_one
from centre.refusal import Refused
from centre.staff.doors import StaffRequest, door
from centre.staff.pages import show
from centre.staff.rules import Door
from treatment.actions import session as actions
from treatment.choices import Attendance
from treatment.forms.session import AttendanceForm, NoteForm, RecordForm, UnplannedForm
from treatment.models import Goal, Session, SessionNote
from treatment.queries import course as queries
from treatment.queries import drafts
from treatment.queries.course import Case
from treatment.views.course import opened, refused

WEEK = timedelta(days=7)


@require_http_methods(["GET", "POST"])
@door(Door.ASSESS)
def session(request: StaffRequest, pk: uuid.UUID) -> HttpResponse:
    """A planned talk is written down; one that is written down is read, and set right."""
    talk, case = _opened(request, pk, "talk")
    if talk.attendance != Attendance.PLANNED and request.method == "GET":
        return _told(request, talk, case)
    form = _form(request, talk, case)
    page, conflict = _page(case, talk), False
    if request.method == "POST" and form.is_valid():
        try:
            return _record(request, talk, case, form)
        except Refused as refusal:
            page |= refused(request, form, refusal)
            conflict = True
    return show(request, "treatment/session.html", page, form=form, conflict=conflict)


def _opened(request: StaffRequest, pk: uuid.UUID, purpose: str) -> tuple[Session, Case]:
    at = now()
    rows = queries.talks_in_scope(request.user)
    talk = open_one(rows, pk, reader=request, purpose=purpose, at=at)
    return talk, queries.case(talk.course, at)


def _form(request: StaffRequest, talk: Session, case: Case) -> RecordForm:
    local = localtime(talk.starts_at)
    return RecordForm(
        request.POST or None,
        goals=_goals(case),
        today=case.today,
        books="book" in request.POST,
        initial={
            "attendance": request.GET.get("attendance", ""),
            "next_on": (local + WEEK).date(),
            "next_at": local.time(),
        },
    )


def _goals(case: Case) -> list[Goal]:
    """The goals of the plan as it stands, without their steps."""
    return [one for one in case.plan.goals.all() if one.part_of_id is None] if case.plan else []


def _record(request: StaffRequest, talk: Session, case: Case, form: RecordForm) -> HttpResponse:
    data = form.cleaned_data
    minutes = int((talk.during.upper - talk.starts_at).total_seconds() // 60)
    with drafted(request, drafts.SESSION, str(talk.pk), at=case.at):
        made = actions.record_session(
            session_id=talk.pk,
            attendance=data["attendance"],
            note=data["note"],
            goals=[uuid.UUID(one) for one in data.get("goals", ())],
            then=form.then(minutes, talk.channel),
            form_key=data["form_key"],
            by=request.user,
            at=case.at,
        )
    return _go_on(request, made, form, case)


def _go_on(request: StaffRequest, made: Session, form: RecordForm, case: Case) -> HttpResponse:
    words = _("The talk is written down: %(status)s.")
    if form.books:
        words = _("The talk is written down: %(status)s. The next one is agreed.")
    told = words % {"status": made.get_attendance_display().lower()}
    messages.success(request, told)
    _tell_of_the_start(request, made, case)
    return HttpResponseRedirect(reverse("treatment:course", args=[made.course_id]))


def _tell_of_the_start(request: StaffRequest, talk: Session, case: Case) -> None:
    """A first talk that is found, or was none, moves the day of the beginning, and not unseen."""
    was, now_on = case.course.begun_on, talk.course.begun_on
    if was is not None and now_on is not None and now_on != was:
        words = _("The treatment began with this talk: its first day is now %(day)s.")
        if now_on > was:
            words = _("The treatment began with a later talk: its first day is now %(day)s.")
        messages.info(request, words % {"day": date_format(now_on, "j. F Y")})


def _page(case: Case, talk: Session | None = None) -> dict[str, Any]:
    course = case.course
    subject = talk or course
    return {
        "case": case,
        "course": course,
        "citizen": course.citizen,
        "talk": talk,
        "draft": drafts.SESSION if talk else drafts.UNPLANNED,
        "subject": subject.pk,
    }


def _told(
    request: StaffRequest,
    talk: Session,
    case: Case,
    form: Any = None,
    *,
    conflict: bool = False,
) -> HttpResponse:
    """What was written, each note with what set it right, and the forms that set it right."""
    full = next((one for one in case.talks if one.pk == talk.pk), talk)
    notes = list(full.notes.all())
    fresh = NoteForm(initial={"corrects": notes[-1].pk if notes else None})
    was = AttendanceForm(initial={"was": talk.attendance})
    page = _page(case, full) | {
        "note_form": form if isinstance(form, NoteForm) else fresh,
        "note_draft": drafts.NOTE,
        "attendance_form": form if isinstance(form, AttendanceForm) else was,
        "failed_form": form,
        "notes": notes,
        "touched": [one for one in _goals(case) if str(one.key) in talk.goals],
    }
    return show(request, "treatment/told.html", page, form=form, conflict=conflict)


@require_POST
@door(Door.ASSESS)
def note(request: StaffRequest, pk: uuid.UUID) -> HttpResponse:
    """A note that was missing, or one that sets another right."""
    talk, case = _opened(request, pk, "note")
    form = NoteForm(request.POST)
    if not form.is_valid():
        return _told(request, talk, case, form)
    told = form.cleaned_data
    write: Callable[..., SessionNote] = actions.write_note
    if told["corrects"]:
        write = partial(actions.correct_note, note_id=told["corrects"])
    try:
        with drafted(request, drafts.NOTE, str(pk), at=case.at):
            write(
                session_id=pk,
                text=told["note"],
                form_key=told["form_key"],
                by=request.user,
                at=case.at,
            )
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return _told(request, talk, case, form, conflict=True)
    messages.success(request, _("The note is saved."))
    return HttpResponseRedirect(reverse("treatment:session", args=[pk]))


@require_POST
@door(Door.ASSESS)
def attendance(request: StaffRequest, pk: uuid.UUID) -> HttpResponse:
    """A slip of the hand is set right."""
    talk, case = _opened(request, pk, "attendance")
    form = AttendanceForm(request.POST)
    if not form.is_valid():
        return _told(request, talk, case, form)
    told = form.cleaned_data
    try:
        made = actions.correct_attendance(session_id=pk, **told, by=request.user, at=case.at)
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return _told(request, talk, case, form, conflict=True)
    messages.success(request, _("The attendance is set right. Both are kept in the trail."))
    _tell_of_the_start(request, made, case)
    return HttpResponseRedirect(reverse("treatment:session", args=[pk]))


@require_http_methods(["GET", "POST"])
@door(Door.ASSESS)
def unplanned(request: StaffRequest, pk: uuid.UUID) -> HttpResponse:
    """A talk that nobody had planned: today, unless told otherwise."""
    case = opened(request, pk, "unplanned talk")
    form = UnplannedForm(
        request.POST or None,
        goals=_goals(case),
        today=case.today,
        books="book" in request.POST,
        initial={"on": case.today, "next_on": case.today + WEEK},
    )
    page, conflict = _page(case), False
    if request.method == "POST" and form.is_valid():
        try:
            return _record_unplanned(request, case, form)
        except Refused as refusal:
            page |= refused(request, form, refusal)
            conflict = True
    return show(request, "treatment/session.html", page, form=form, conflict=conflict)


def _record_unplanned(request: StaffRequest, case: Case, form: UnplannedForm) -> HttpResponse:
    data, when = form.cleaned_data, form.when
    with drafted(request, drafts.UNPLANNED, str(case.course.pk), at=case.at):
        made = actions.record_unplanned_session(
            course_id=case.course.pk,
            when=when,
            attendance=data["attendance"],
            note=data["note"],
            goals=[uuid.UUID(one) for one in data.get("goals", ())],
            then=form.then(when.minutes, when.channel),
            form_key=data["form_key"],
            by=request.user,
            at=case.at,
        )
    return _go_on(request, made, form, case)
