"""Whom the deadlines of complaints are about: initials, never a name."""

from datetime import date
from typing import cast

from django.urls import reverse
from django.utils.translation import gettext as _

from centre.citizens.queries import unlisted
from centre.clocks.models import Clock, ClockQuerySet
from centre.clocks.queries import Subject, Subjects
from complaints.models import Complaint
from complaints.queries.complaint import short, step_of

# Sealed texts that no list shows: they would be opened for nothing.
UNREAD = ("text", "contact", "letter_reference", "helper_name", "helper_address")
# The three deadlines a complaint may have, each with the complaint behind it.
NAMES = ("complaint", "complaint_reply", "complaint_anew")


def _read_with(clocks: ClockQuerySet) -> ClockQuerySet:
    """The complaint behind each deadline, and all that its next step is read from."""
    parts = ("citizen", "reply_clock", "anew_clock")
    found = clocks.select_related(*(f"{name}__{part}" for name in NAMES for part in parts))
    people = (column for name in NAMES for column in unlisted(f"{name}__citizen"))
    return found.defer(*(f"{name}__{one}" for name in NAMES for one in UNREAD), *people)


def _subject(clock: Clock) -> Subject | None:
    complaint = next((found for name in NAMES if (found := _behind(clock, name))), None)
    if complaint is None:
        return None
    return Subject(
        words=_("%(who)s, complaint") % {"who": short(complaint)},
        url=reverse("complaints:complaint", args=[complaint.pk]),
        received_on=complaint.received_on,
        next_step=lambda today: _step(complaint, today),
    )


def _behind(clock: Clock, name: str) -> Complaint | None:
    return cast("Complaint | None", getattr(clock, name, None))


def _step(complaint: Complaint, today: date) -> str:
    step = step_of(complaint, today)
    return str(step.label) if step is not None else ""


SUBJECTS = Subjects(_read_with, _subject)
