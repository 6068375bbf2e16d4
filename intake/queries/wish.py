"""The treatment an inquiry asked for, as the citizen who asked is told of it again."""

from dataclasses import dataclass
from datetime import date
from typing import Final
from uuid import UUID

from centre.clocks.choices import Kind
from intake.models import Inquiry
from intake.models.inquiry import OPEN_STATUSES
from intake.queries.request import request_of
from intake.rules.guarantee import kinds_for

# What a citizen calls treatment; a talk with the doctor and a decision are steps on the way.
TREATMENT: Final = (Kind.ALCOHOL, Kind.SOCIAL_DRUG, Kind.YOUTH_DRUG, Kind.ANONYMOUS_DRUG)


@dataclass(frozen=True)
class Begins:
    """A treatment that is asked for, and the last day for it to begin; None where no day is set."""

    kind: str
    by: date | None


def asked_for(inquiry: Inquiry) -> list[Begins]:
    """What still stands of the wish: nothing of it once it has begun, ended or was set aside."""
    if inquiry.status not in OPEN_STATUSES:
        return []
    clocks = {one.kind: one.clock for one in inquiry.guarantees.select_related("clock")}
    found = []
    for kind in kinds_for(request_of(inquiry)):
        clock = clocks.get(kind)
        if kind in TREATMENT and (clock is None or clock.stopped_on is None):
            found.append(Begins(kind, clock.due_on if clock else None))
    return found


def asked_for_in(form_key: UUID) -> list[Begins]:
    """The same of a form that was just sent."""
    inquiry = Inquiry.objects.filter(form_key=form_key).first()
    return asked_for(inquiry) if inquiry is not None else []
