"""How to break the rules of a course, its plan and its talks, beside `tests/constraints.py`."""

import uuid
from datetime import timedelta
from typing import Any

from django.db.backends.postgresql.psycopg_any import DateTimeTZRange

from centre.calendar import danish_day
from tests import factories
from tests.constraints import UNKNOWN, breaks, changed, unknown_word
from tests.factories import House
from tests.treatment import cases
from treatment.models import (
    Course,
    Discharge,
    Goal,
    GoalResult,
    Handover,
    Session,
    SessionNote,
    TreatmentPlan,
)


def anew(row: Any, **changes: Any) -> None:
    """The same row once more, with other keys and what is told."""
    row.pk, row.form_key = uuid.uuid4(), uuid.uuid4()
    for name, value in changes.items():
        setattr(row, name, value)
    row.save(force_insert=True)


def handover(house: House, **changes: Any) -> Handover:
    given: dict[str, Any] = {
        "from_whom": house.caseworker,
        "to_whom": house.colleague,
        "at": cases.AT,
        "by": house.leader,
    }
    return Handover.objects.create(course=cases.course(house), **{**given, **changes})


def written(house: House, one: Course | None = None, **changes: Any) -> TreatmentPlan:
    """A version as it stands in the table, past the action that would refuse it."""
    course = one or cases.course(house)
    given: dict[str, Any] = {
        "version": 1,
        "why": "first",
        "agreed_on": cases.TODAY,
        "agreement": "agrees",
        "written_at": cases.AT,
        "written_by": house.caseworker,
    }
    return TreatmentPlan.objects.create(
        course=course, decision=course.decision, **{**given, **changes}
    )


def goal(house: House, plan: TreatmentPlan | None = None, **changes: Any) -> Goal:
    given: dict[str, Any] = {"number": 1, "horizon": "short", "words": "Sove uden at drikke"}
    return Goal.objects.create(plan=plan or written(house), **{**given, **changes})


def session(house: House, **changes: Any) -> Session:
    return cases.session(cases.course(house), house, **changes)


def note(house: House, **changes: Any) -> SessionNote:
    given: dict[str, Any] = {
        "text": "Sov bedre.",
        "written_at": cases.AT,
        "written_by": house.caseworker,
    }
    return SessionNote.objects.create(session=session(house), **{**given, **changes})


unknown_word("course_area_known", "area", cases.course)
unknown_word("session_channel_known", "channel", session)


@breaks("course_status_known")
def _(house: House) -> None:
    # Neither is it in the list that says what a course of each status has.
    course = cases.course(house)
    changed(course, status=UNKNOWN)


@breaks("course_one_open_a_kind")
def _(house: House) -> None:
    course = cases.course(house)
    again = factories.inquiry(house, received_at=cases.ASKED_AT)
    anew(course, inquiry=again)


@breaks("course_one_open_an_inquiry")
def _(house: House) -> None:
    asked = factories.inquiry(house, received_at=cases.ASKED_AT, person=None)
    anew(cases.course(house, cases.decision(house, asked)))


@breaks("course_no_overlap")
def _(house: House) -> None:
    course = cases.running(house)
    changed(course, status="ended", ended_on=cases.TODAY + timedelta(days=2))
    ended = cases.TODAY + timedelta(days=3)
    begun = cases.TODAY + timedelta(days=1)
    anew(course, status="ended", begun_on=begun, ended_on=ended)


@breaks("course_runs_from_the_first_talk_attended")
def _(house: House) -> None:
    changed(cases.course(house), status="running")


@breaks("course_ended_says_when")
def _(house: House) -> None:
    changed(cases.running(house), status="ended")


@breaks("course_begins_after_it_was_asked_for")
def _(house: House) -> None:
    changed(cases.running(house), begun_on=cases.ASKED_ON - timedelta(days=1))


@breaks("course_ends_after_it_begins")
def _(house: House) -> None:
    course = cases.running(house)
    # The days of a course that ends before it begins are no range: told apart in two steps.
    changed(course, status="ended", ended_on=cases.TODAY - timedelta(days=1))


@breaks("handover_to_somebody_else")
def _(house: House) -> None:
    handover(house, to_whom=house.caseworker)


@breaks("plan_why_known")
def _(house: House) -> None:
    written(house, version=2, why=UNKNOWN)


@breaks("plan_agreement_known")
def _(house: House) -> None:
    written(house, agreement=UNKNOWN)


@breaks("plan_follow_up_route_known")
def _(house: House) -> None:
    written(house, follow_up_route=UNKNOWN)


@breaks("plan_version_once")
def _(house: House) -> None:
    one = written(house)
    written(house, one.course)


@breaks("plan_counts_from_one")
def _(house: House) -> None:
    written(house, version=0, why="wish")


@breaks("plan_later_versions_say_why")
def _(house: House) -> None:
    written(house, version=2)


@breaks("goal_once_a_version")
def _(house: House) -> None:
    one = goal(house)
    goal(house, one.plan, key=one.key, number=2)


@breaks("goal_numbered_once")
def _(house: House) -> None:
    goal(house, goal(house).plan)


@breaks("goal_horizon_known")
def _(house: House) -> None:
    goal(house, horizon=UNKNOWN)


@breaks("goal_has_words")
def _(house: House) -> None:
    goal(house, words="")


@breaks("goal_is_no_part_of_itself")
def _(house: House) -> None:
    itself = uuid.uuid4()
    goal(house, id=itself, part_of_id=itself)


@breaks("session_counsellor_in_one_place")
def _(house: House) -> None:
    other = cases.decision(house, factories.inquiry(house, received_at=cases.ASKED_AT))
    anew(session(house), course=cases.course(house, other), citizen=None)


@breaks("session_citizen_in_one_place")
def _(house: House) -> None:
    other = cases.decision(house, factories.inquiry(house, received_at=cases.ASKED_AT))
    anew(session(house), course=cases.course(house, other), counsellor=house.colleague)


@breaks("session_one_at_a_time_of_a_course")
def _(house: House) -> None:
    anew(session(house), counsellor=house.colleague, citizen=None)


@breaks("session_starts_when_it_says")
def _(house: House) -> None:
    one = session(house)
    later = one.starts_at + timedelta(minutes=1)
    changed(one, during=DateTimeTZRange(later, later + timedelta(minutes=45)))


@breaks("session_held_on_is_the_danish_day")
def _(house: House) -> None:
    one = session(house)
    changed(one, held_on=danish_day(one.starts_at) + timedelta(days=1))


@breaks("session_attendance_known")
def _(house: House) -> None:
    changed(session(house), attendance=UNKNOWN, settled_at=cases.AT, settled_by=house.caseworker)


@breaks("session_settled_by_somebody")
def _(house: House) -> None:
    changed(session(house), attendance="attended")


@breaks("session_note_says_something")
def _(house: House) -> None:
    note(house, text="")


def ended(house: House, **changes: Any) -> Discharge:
    """A discharge as it stands in the table, past the action that would refuse it."""
    given: dict[str, Any] = {
        "discharged_on": cases.TODAY,
        "reason": "completed",
        "follow_up_route": "none",
        "at": cases.EVENING,
        "by": house.caseworker,
    }
    return Discharge.objects.create(course=cases.running(house), **{**given, **changes})


def goal_result(house: House, **changes: Any) -> GoalResult:
    one = ended(house)
    given: dict[str, Any] = {"discharge": one, "goal": goal(house, written(house, one.course))}
    return GoalResult.objects.create(**{**given, "attained": "yes", **changes})


@breaks("discharge_reason_known")
def _(house: House) -> None:
    ended(house, reason=UNKNOWN)


@breaks("discharge_result_known")
def _(house: House) -> None:
    ended(house, result=UNKNOWN)


@breaks("discharge_follow_up_route_known")
def _(house: House) -> None:
    ended(house, follow_up_route=UNKNOWN)


@breaks("discharge_takes_back_another")
def _(house: House) -> None:
    ended(house, taken_back=True)


@breaks("discharge_dead_are_called_by_nobody")
def _(house: House) -> None:
    ended(house, reason="dead", follow_up_route="phone")


@breaks("goal_result_once")
def _(house: House) -> None:
    one = goal_result(house)
    GoalResult.objects.create(discharge=one.discharge, goal=one.goal, attained="no")


@breaks("goal_result_known")
def _(house: House) -> None:
    goal_result(house, attained=UNKNOWN)
