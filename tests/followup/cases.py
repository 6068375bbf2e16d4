"""What comes after a treatment, at a state, walked there through the real actions."""

import uuid
from datetime import date, datetime, time, timedelta
from typing import Any

from centre.calendar import danish_moment
from followup.actions import pull
from followup.actions.call import record_call, record_outcome
from followup.actions.correcting import correct_outcome, take_back
from followup.models import CallAttempt, FollowUp
from followup.rules.call import CallContent
from intake.choices import Topic
from tests import factories
from tests.factories import House
from tests.treatment import cases
from treatment.models import Course, Discharge

TODAY, EVENING = cases.TODAY, cases.EVENING
# Inside the month.
CALLED_ON = date(2027, 1, 7)
CALLED_AT = danish_moment(CALLED_ON, time(10))
CORRECTED_AT = CALLED_AT + timedelta(days=1)


def course(house: House, area: str = "drugs", **changes: Any) -> Course:
    """In treatment for drugs, unless told otherwise, with a plan of goals."""
    topic = Topic.ALCOHOL if area == "alcohol" else Topic.DRUGS
    inquiry = factories.inquiry(house, received_at=cases.ASKED_AT, topic=topic, **changes)
    one = cases.running(house, cases.decision(house, inquiry, area=area))
    cases.agreed(one, house)
    return one


def discharged(
    house: House, area: str = "drugs", *, one: Course | None = None, **changes: Any
) -> Discharge:
    return cases.discharged(house, one or course(house, area), **changes)


def follow_up(house: House, month: int = 1, **changes: Any) -> FollowUp:
    """One that waits for its call."""
    one = discharged(house, **changes)
    pull(at=EVENING)
    return FollowUp.objects.get(discharge=one, month=month)


def of(one: Discharge) -> list[tuple[int, str]]:
    """The follow-ups of a discharge: month and what it ended with, empty while it waits."""
    rows = FollowUp.objects.filter(discharge=one).order_by("month")
    return list(rows.values_list("month", "outcome"))


def tried(one: FollowUp, house: House, *, days: int = 0, **changes: Any) -> CallAttempt:
    """Nobody answered, so many days after the first call."""
    on = CALLED_ON + timedelta(days=days)
    told: dict[str, Any] = {
        "result": "no_answer",
        "tried_on": on,
        "form_key": uuid.uuid4(),
        "by": house.caseworker,
        "at": danish_moment(on, time(10)),
    }
    return record_call(follow_up_id=one.pk, **{**told, **changes})


def corrected(one: FollowUp, house: House, outcome: str, **changes: Any) -> FollowUp:
    """What it ended with is set right, a day later, as the page sends it."""
    spoken = outcome in ("reached", "relapsed")
    by_itself = {"seen": one.earlier.count(), "form_key": uuid.uuid4(), "at": CORRECTED_AT}
    told = {name: changes.pop(name, value) for name, value in by_itself.items()}
    content = {
        "held_on": one.ended_on or CALLED_ON,
        "result": "reduced" if spoken else "",
        "goal_kept": "kept" if spoken else "",
        **changes,
    }
    return correct_outcome(
        follow_up_id=one.pk,
        content=CallContent(outcome=outcome, **content),
        by=house.colleague,
        **told,
    )


def taken_back(one: FollowUp, house: House, **changes: Any) -> FollowUp:
    """It was closed by mistake."""
    told = {"seen": one.earlier.count(), "form_key": uuid.uuid4(), "at": CORRECTED_AT, **changes}
    return take_back(follow_up_id=one.pk, by=house.colleague, **told)


def ended(
    one: FollowUp,
    house: House,
    outcome: str = "reached",
    *,
    at: datetime = CALLED_AT,
    form_key: uuid.UUID | None = None,
    **changes: Any,
) -> FollowUp:
    """Reached, and the goal is kept, unless told otherwise."""
    spoken = outcome in ("reached", "relapsed")
    told = {
        "held_on": at.date(),
        "result": "reduced" if spoken else "",
        "goal_kept": "kept" if spoken else "",
        **changes,
    }
    return record_outcome(
        follow_up_id=one.pk,
        content=CallContent(outcome=outcome, **told),
        form_key=form_key or uuid.uuid4(),
        by=house.caseworker,
        at=at,
    )
