"""What a course tells the inquiry it came from: agreed, planned, begun. The only writes from above.

Each is quiet where it is recorded already, so a course may say it again.
"""

from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from centre.staff.models import User
from intake.actions.facts import tell, withdraw_later, withdraw_on
from intake.actions.inquiry import locked, mark_started
from intake.choices import Fact
from intake.models import Inquiry
from intake.rules.basis import AREA_KINDS

BEGUN = (Fact.FIRST_TALK_HELD, Fact.TREATMENT_INITIATED)


@transaction.atomic
def initiate(*, inquiry_id: UUID, area: str, on: date, by: User, at: datetime) -> Inquiry:
    """The first treatment contact was attended: the clocks of the area stop by law (domain C01).

    An inquiry without a clock of the area, as for anonymous drug treatment, has begun all the same.
    A contact that comes to light after a later one was recorded is the first: they stop on its day.
    Raises Refused while a needed consent is missing, and for a day that cannot be.
    """
    inquiry = locked(inquiry_id)
    withdraw_later(inquiry, AREA_KINDS[area], BEGUN, on=on, by=by, at=at)
    tell(inquiry, AREA_KINDS[area], BEGUN, on=on, by=by, at=at, unless_later=False)
    inquiry.refresh_from_db(fields=["status"])
    mark_started(inquiry, by=by, at=at)
    return inquiry


@transaction.atomic
def initiate_later(
    *, inquiry_id: UUID, area: str, was: date, on: date, by: User, at: datetime
) -> Inquiry:
    """Nobody came on the day it was told to have begun: the clocks stop on the day that somebody did."""
    inquiry = locked(inquiry_id)
    withdraw_on(inquiry, AREA_KINDS[area], BEGUN, on=was, by=by, at=at)
    tell(inquiry, AREA_KINDS[area], BEGUN, on=on, by=by, at=at)
    return inquiry


@transaction.atomic
def note_offered(*, inquiry_id: UUID, area: str, on: date, by: User, at: datetime) -> Inquiry:
    """A first talk was offered; whether anybody agreed on it is another thing (Rebild counts the second)."""
    inquiry = locked(inquiry_id)
    tell(inquiry, AREA_KINDS[area], (Fact.TALKS_OFFERED,), on=on, by=by, at=at)
    return inquiry


@transaction.atomic
def note_agreed(*, inquiry_id: UUID, area: str, on: date, by: User, at: datetime) -> Inquiry:
    """A first meeting was agreed on, which is also an offer of talks (Rebild, Haderslev)."""
    inquiry = locked(inquiry_id)
    agreed = (Fact.TALKS_OFFERED, Fact.FIRST_MEETING_AGREED)
    tell(inquiry, AREA_KINDS[area], agreed, on=on, by=by, at=at)
    return inquiry


@transaction.atomic
def note_plan(*, inquiry_id: UUID, area: str, on: date, by: User, at: datetime) -> Inquiry:
    """The treatment plan was made (Rebild promises it within the deadline)."""
    inquiry = locked(inquiry_id)
    tell(inquiry, AREA_KINDS[area], (Fact.PLAN_MADE,), on=on, by=by, at=at)
    return inquiry
