"""Complaints' part of what is kept how long: one about a case goes with it, any other by itself."""

from collections.abc import Collection, Iterator
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Q, UUIDField
from django.db.models.functions import Coalesce

from centre.clocks.models import Alert, Clock, ClockEvent
from centre.post.models import Letter
from centre.retention.choices import Hindrance, Kind
from centre.retention.queries.parts import Entry, Part, Rows, Whose, clocks_with, letters_with, told
from complaints.choices import About
from complaints.models import Complaint, ComplaintEvent
from complaints.models.complaint import OPEN
from intake.queries.retention import BY_THE_HEALTH_LAW

# What a doctor or nurse did, and what the health law grants, is told in the patient's record.
OF_HEALTH = Q(area__in=BY_THE_HEALTH_LAW) | Q(
    about__in=(About.HEALTH_TREATMENT, About.HEALTH_RECORDS)
)


def _either(first: str, other: str) -> Coalesce:
    return Coalesce(first, other, output_field=UUIDField())


def _entries(whose: Whose, _today: date) -> Iterator[Entry]:
    social: dict[str, Any] = {"whose": whose, "regime": Kind.SOCIAL}
    rows = Complaint.objects.alias(
        matter=_either("inquiry", "id"), whom=_either("inquiry__citizen", "citizen")
    )
    waits = {
        Hindrance.OPEN_COMPLAINT: OPEN,
        Hindrance.RUNNING_CLOCK: Q(clock__isnull=False, clock__stopped_on__isnull=True)
        | Q(reply_clock__isnull=False, reply_clock__stopped_on__isnull=True)
        | Q(anew_clock__isnull=False, anew_clock__stopped_on__isnull=True),
    }
    for day in ("received_on", "closed_at", "outcome_on"):
        yield from told(rows, "matter", "whom", day, **social, health=OF_HEALTH, hinders=waits)
    lines = ComplaintEvent.objects.alias(
        matter=_either("complaint__inquiry", "complaint"),
        whom=_either("complaint__inquiry__citizen", "complaint__citizen"),
    )
    yield from told(lines, "matter", "whom", "at", **social)


def _of_matters(matters: Collection[UUID]) -> Rows:
    theirs = Complaint.objects.filter(
        Q(inquiry__in=matters) | Q(inquiry__isnull=True, pk__in=matters)
    )
    lines = ComplaintEvent.objects.filter(complaint__in=theirs.values("pk"))
    sent = (lines.values(name) for name in ("letter", "file", "cover"))
    clocks = (theirs.values(name) for name in ("clock", "reply_clock", "anew_clock"))
    return (
        theirs,
        lines,
        *(rows for one in sent for rows in letters_with(Letter.objects.filter(pk__in=one))),
        *(rows for one in clocks for rows in clocks_with(Clock.objects.filter(pk__in=one))),
    )


PART = Part(
    removes=frozenset({Complaint, ComplaintEvent, Letter, Clock, ClockEvent, Alert}),
    counted={Complaint: "received_on"},
    entries=_entries,
    of_matters=_of_matters,
)
