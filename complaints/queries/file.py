"""The complaints of a file: how each stands, what it waits for, and all that happened to them."""

from datetime import datetime
from typing import Any

from django.db.models import F
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from centre.calendar import danish_day
from centre.clocks.words import chip
from centre.file.choices import Kind
from centre.file.queries import Act, Card, Entry, Part, Step, Whose
from centre.staff.models import User
from complaints.models import Complaint, ComplaintEvent
from complaints.models.complaint import ComplaintQuerySet
from complaints.queries.complaint import running, step_of, whole
from intake.queries.file import own_inquiries_of

MOST = 25


def answers_for(user: User, citizen: Any) -> ComplaintQuerySet:
    """The complaints of a citizen of an outer query that the person has been given."""
    return Complaint.objects.filter(responsible=user, citizen=citizen)


def part(user: User, whose: Whose, at: datetime) -> Part:
    """On an inquiry's own page only those of that inquiry; nothing of who gave no name."""
    seen = _of(user, whose, at)
    today = danish_day(at)
    closed = F("closed_at").desc(nulls_first=True)
    rows = list(whole(seen).order_by(closed, "-received_on", "id")[:MOST])
    mine = [one for one in rows if getattr(one, "look_up_id", None) is None]
    steps = []
    for one in mine:
        step, clock = step_of(one, today), running(one)
        if step is not None:
            steps.append(
                Step(
                    step.label,
                    _url(one),
                    clock.act_by_on if clock else None,
                    chip(clock, today) if clock else None,
                    about=_heading(one),
                )
            )
    return Part(
        steps=steps,
        cards=[_card(one, at) for one in rows],
        # All else that is told here belongs to one.
        entries=_entries(seen, whose) if rows else [],
        acts=_acts(user, whose, at),
        responsible=[one.responsible for one in rows if one.responsible and not one.closing],
    )


def _of(user: User, whose: Whose, at: datetime) -> ComplaintQuerySet:
    rows = Complaint.objects.for_user(user, at)
    if whose.citizen_id is not None:
        return rows.filter(citizen=whose.citizen_id)
    return rows.filter(inquiry=whose.inquiry_id)


def _card(one: Complaint, at: datetime) -> Card:
    clock = running(one)
    facts = [
        (_("Status"), one.get_status_display()),
        (_("About"), one.get_about_display()),
        (_("Responsible"), str(one.responsible or _("Nobody"))),
    ]
    if one.late:
        facts.append((_("Late"), _("After the last day of the letter")))
    return Card(_heading(one), _url(one), facts, chip(clock, danish_day(at)) if clock else None)


def _entries(seen: ComplaintQuerySet, whose: Whose) -> list[Entry]:
    rows = ComplaintEvent.objects.filter(complaint__in=seen.values("pk")).select_related("by")
    return [
        Entry(
            one.at,
            str(one.by or _("Online")),
            str(one.get_type_display()),
            url=reverse("complaints:complaint", args=[one.complaint_id]),
            id=one.pk,
            kind=Kind.COMPLAINT,
        )
        for one in whose.latest(rows, Kind.COMPLAINT)
    ]


def _acts(user: User, whose: Whose, at: datetime) -> list[Act]:
    """A complaint is written down from the latest inquiry that the person may act on."""
    mine = own_inquiries_of(user, whose, at)
    if not mine:
        return []
    latest = mine[0]
    return [Act(_("Register a complaint"), f"{reverse('complaints:register')}?inquiry={latest}")]


def _heading(one: Complaint) -> str:
    return _("Complaint of %(day)s") % {"day": date_format(one.received_on, "j. F Y")}


def _url(one: Complaint) -> str:
    return reverse("complaints:complaint", args=[one.pk])
