"""Treatment's part of what is kept how long: the courses of an inquiry, their plans, talks and ends."""

from collections.abc import Collection, Iterator
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Q

from centre.clocks.models import Alert, Clock, ClockEvent
from centre.retention.choices import Hindrance, Kind
from centre.retention.queries.parts import (
    Entry,
    Part,
    Rows,
    Whose,
    by_health_staff,
    clocks_with,
    told,
)
from intake.queries.retention import BY_THE_HEALTH_LAW, OURS
from treatment.models import (
    Course,
    Discharge,
    Goal,
    GoalResult,
    Handover,
    PlanReview,
    Session,
    SessionNote,
    TreatmentPlan,
)
from treatment.models.course import OPEN

OF_COURSE = ("course__inquiry", "course__inquiry__citizen")
OF_SESSION = ("session__course__inquiry", "session__course__inquiry__citizen")
OF_PLAN = ("plan__course__inquiry", "plan__course__inquiry__citizen")


def _entries(whose: Whose, _today: date) -> Iterator[Entry]:
    social: dict[str, Any] = {"whose": whose, "regime": Kind.SOCIAL}
    given = Q(area__in=BY_THE_HEALTH_LAW) | by_health_staff("counsellor")
    for day in ("set_up_at", "begun_on", "ended_on"):
        yield from told(
            Course.objects.all(), *OURS, day, **social,
            health=given, hinders={Hindrance.OPEN_CASE: OPEN},
        )  # fmt: skip
    for rows, where, day, people in (
        (Handover.objects.all(), OF_COURSE, "at", ("from_whom", "to_whom")),
        (TreatmentPlan.objects.all(), OF_COURSE, "written_at", ("written_by",)),
        (Session.objects.all(), OF_COURSE, "starts_at", ("counsellor",)),
        (Session.objects.all(), OF_COURSE, "settled_at", ("counsellor",)),
        (SessionNote.objects.all(), OF_SESSION, "written_at", ("written_by",)),
        (Discharge.objects.all(), OF_COURSE, "at", ("by",)),
    ):
        yield from told(rows, *where, day, **social, health=by_health_staff(*people))
    runs = {Hindrance.RUNNING_CLOCK: Q(clock__stopped_on__isnull=True)}
    yield from told(PlanReview.objects.all(), *OF_PLAN, "clock__events__at", **social, hinders=runs)


def _of_matters(matters: Collection[UUID]) -> Rows:
    return (
        Course.objects.filter(inquiry__in=matters),
        Handover.objects.filter(course__inquiry__in=matters),
        TreatmentPlan.objects.filter(course__inquiry__in=matters),
        Goal.objects.filter(plan__course__inquiry__in=matters),
        PlanReview.objects.filter(plan__course__inquiry__in=matters),
        Session.objects.filter(course__inquiry__in=matters),
        SessionNote.objects.filter(session__course__inquiry__in=matters),
        Discharge.objects.filter(course__inquiry__in=matters),
        GoalResult.objects.filter(discharge__course__inquiry__in=matters),
        *clocks_with(Clock.objects.filter(plan_review__plan__course__inquiry__in=matters)),
    )


PART = Part(
    removes=frozenset(
        {
            Course, Handover, TreatmentPlan, Goal, PlanReview, Session, SessionNote, Discharge,
            GoalResult, Clock, ClockEvent, Alert,
        }
    ),
    counted={Course: "begun_on", Session: "held_on", Discharge: "discharged_on"},
    entries=_entries,
    of_matters=_of_matters,
)  # fmt: skip
