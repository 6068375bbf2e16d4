"""The inquiries of a file: how each stands, what it waits for, and all that happened to them."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import F, Prefetch
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from centre.calendar import danish_day
from centre.clocks.models import Clock
from centre.clocks.words import chip
from centre.file.queries import Act, Card, Part, Step, Whose
from centre.staff.models import User
from centre.staff.rules import Door
from intake.models import Guarantee, Inquiry
from intake.models.inquiry import OPEN_STATUSES, InquiryQuerySet
from intake.queries.file.scope import inquiries_of, own_inquiries_of
from intake.queries.steps import step_words, talks_of, with_steps
from intake.queries.timeline import timeline

MOST = 25


def part(user: User, whose: Whose, at: datetime) -> Part:
    """An inquiry's own page tells the rest of it: there only what has happened is asked for."""
    seen = inquiries_of(user, whose, at)
    entries = timeline(seen, whose)
    if whose.citizen_id is None:
        return Part(entries=entries)
    today = danish_day(at)
    rows = _rows(seen)
    own = set(own_inquiries_of(user, whose, at))
    mine = [one for one in rows if one.pk in own]
    going_on = [one for one in rows if one.status in OPEN_STATUSES]
    return Part(
        steps=[step for one in mine if (step := _step(one, today)) is not None],
        cards=[_card(one, today) for one in rows],
        entries=entries,
        acts=_acts(user, whose.citizen_id, going_on, mine),
        responsible=[one.responsible for one in going_on if one.responsible is not None],
    )


def _rows(seen: InquiryQuerySet) -> list[Any]:
    """The open ones first, then the latest, each with what its next step is read from."""
    running = Guarantee.objects.filter(clock__stopped_on__isnull=True).select_related("clock")
    rows = with_steps(seen).select_related("citizen", "responsible", "unit")
    rows = rows.prefetch_related(Prefetch("guarantees", running, to_attr="running"))
    ended = F("closed_at").desc(nulls_first=True)
    return list(rows.order_by(ended, "-received_at", "id")[:MOST])


def _soonest(inquiry: Any) -> Clock | None:
    """The deadline to act by first; a paused one has no day."""
    clocks = [one.clock for one in inquiry.running if one.clock.act_by_on is not None]
    return min(clocks, key=lambda one: (one.act_by_on, one.pk), default=None)


def _step(inquiry: Any, today: date) -> Step | None:
    words = step_words(inquiry, today)
    if not words:
        return None
    soonest = _soonest(inquiry)
    return Step(
        words,
        _url(inquiry),
        soonest.act_by_on if soonest else None,
        chip(soonest, today) if soonest else None,
        about=_heading(inquiry),
    )


def _card(inquiry: Any, today: date) -> Card:
    soonest = _soonest(inquiry)
    facts = [
        (_("Status"), inquiry.get_status_display()),
        (_("About"), inquiry.get_topic_display()),
        (_("Wish"), inquiry.get_wish_display()),
        (_("Responsible"), str(inquiry.responsible or _("Nobody"))),
        (_("Unit"), str(inquiry.unit)),
    ]
    talk_at, _closed_at = talks_of(inquiry)
    if talk_at is not None:
        booked = date_format(localtime(talk_at), "DATETIME_FORMAT")
        facts.append((_("Booked time"), booked))
    return Card(_heading(inquiry), _url(inquiry), facts, chip(soonest, today) if soonest else None)


def _heading(inquiry: Inquiry) -> str:
    return _("Inquiry of %(day)s") % {"day": date_format(inquiry.received_on, "j. F Y")}


def _url(inquiry: Inquiry) -> str:
    return reverse("intake:inquiry", args=[inquiry.pk])


def _acts(user: User, citizen_id: UUID, going_on: list[Any], mine: list[Any]) -> list[Act]:
    """A time is booked for the latest inquiry that is open, unless the citizen has died."""
    if not mine:
        return []
    death = reverse("intake:death", args=[citizen_id])
    if mine[0].step_death is not None:
        return [Act(_("Was it a mistake?"), death)]
    acts = [Act(_("Write down a death"), death, last=True)]
    ours = [one for one in going_on if one in mine]
    if ours and user.may(Door.BOOK):
        acts.insert(0, Act(_("Book a time"), reverse("intake:book", args=[ours[0].pk])))
    return acts
