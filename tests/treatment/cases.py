"""Treatment at a state, walked there through the real actions."""

import uuid
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import Any

from centre.calendar import danish_day, danish_moment
from centre.staff.models import User
from intake.actions.visitation import begin_visitation, finish_visitation
from intake.models import Decision, Inquiry
from tests import factories
from tests.factories import House
from tests.intake.cases import sent, write_themes
from treatment.actions.course import begin_course, set_up_course
from treatment.actions.discharge import discharge
from treatment.actions.plan import agree_plan
from treatment.actions.session import Time, plan_session, record_session
from treatment.choices import Attendance
from treatment.models import Course, Discharge, Session, TreatmentPlan
from treatment.queries.discharge import goals_asked
from treatment.rules.discharge import DischargeContent
from treatment.rules.plan import GoalWords, PlanContent

TEN = 10
ASKED_ON = date(2026, 12, 1)
DECIDED_ON = date(2026, 12, 8)
TODAY = date(2026, 12, 10)
ASKED_AT = danish_moment(ASKED_ON, time(10))
AT = danish_moment(TODAY, time(9, 30))
EVENING = danish_moment(TODAY, time(18))
NEXT_WEEK = TODAY + timedelta(days=7)


def decision(house: House, inquiry: Inquiry | None = None, **changes: Any) -> Decision:
    """A decision that was sent and grants ten talks, unless told otherwise."""
    at = changes.pop("sent_at", danish_moment(DECIDED_ON, time(12)))
    asked = inquiry or factories.inquiry(house, received_at=ASKED_AT)
    visitation = begin_visitation(inquiry_id=asked.pk, by=house.caseworker, at=at)
    write_themes(house, visitation, at=at)
    finish_visitation(
        visitation_id=visitation.pk, held_on=danish_day(at), by=house.caseworker, at=at
    )
    changes.setdefault("sessions_granted", TEN)
    return sent(house, changes.pop("area", "alcohol"), visitation=visitation, at=at, **changes)


def course(
    house: House, granted: Decision | None = None, *, counsellor: User | None = None, **rest: Any
) -> Course:
    """A course that is set up and not begun."""
    given: dict[str, Any] = {
        "first_offered_on": None,
        "form_key": uuid.uuid4(),
        "by": house.caseworker,
        "at": AT,
    }
    return set_up_course(
        decision_id=(granted or decision(house)).pk,
        counsellor=counsellor or house.caseworker,
        **{**given, **rest},
    )


def running(house: House, granted: Decision | None = None, **rest: Any) -> Course:
    """A course whose first talk was attended today."""
    one = course(house, granted, **rest)
    return begin_course(course_id=one.pk, on=TODAY, by=house.caseworker, at=AT)


def in_treatment_since(house: House, begun: date, area: str = "drugs") -> Course:
    """A course with a plan whose first talk was attended on this day, asked for three weeks before."""
    at = danish_moment(begun, time(9))
    asked = factories.inquiry(house, received_at=at - timedelta(days=21), topic=area)
    granted = decision(house, asked, area=area, sent_at=at - timedelta(days=7))
    one = course(house, granted, at=at - timedelta(days=1))
    agreed(one, house, agreed_on=begun)
    return begin_course(course_id=one.pk, on=begun, by=house.caseworker, at=at)


def when(
    on: date = TODAY, at: time = time(13), minutes: int = 45, channel: str = "in_person"
) -> Time:
    return Time(danish_moment(on, at), minutes, channel)


def session(one: Course, house: House, *, on: date = TODAY, **rest: Any) -> Session:
    """A talk that is planned, today at one o'clock unless told otherwise."""
    at: datetime = rest.pop("said_at", danish_moment(on, time(8)))
    return plan_session(
        course_id=one.pk,
        when=when(on, **rest),
        form_key=uuid.uuid4(),
        by=house.caseworker,
        at=at,
    )


def held(one: Course, house: House, *, on: date = TODAY, note: str = "") -> Session:
    """A talk that was planned and attended."""
    planned = session(one, house, on=on)
    return record_session(
        session_id=planned.pk,
        attendance=Attendance.ATTENDED,
        note=note,
        form_key=uuid.uuid4(),
        by=house.caseworker,
        at=danish_moment(on, time(14)),
    )


def days(count: int, first: date = TODAY) -> list[date]:
    """As many days on which somebody can be met, a week apart, none of them closed."""
    return [first + timedelta(weeks=number) for number in range(count)]


def content(**changes: Any) -> PlanContent:
    """A plan that every council's standard is content with."""
    sleep = GoalWords(uuid.UUID(int=1), "Sove uden at drikke")
    walk = GoalWords(uuid.UUID(int=2), "Gå en tur hver dag", part_of=sleep.key)
    work = GoalWords(uuid.UUID(int=3), "Komme i arbejde igen", horizon="long")
    whole = PlanContent(
        why="first",
        agreed_on=TODAY,
        agreement="agrees",
        goals=(sleep, walk, work),
        methods="Motiverende samtale",
        tasks="Kim ringer til lægen. Mette skriver til jobcentret.",
        timetable="Hver uge til marts",
        follow_up_route="phone",
        follow_up_detail="20 00 00 01",
    )
    return replace(whole, **changes)


def agreed(one: Course, house: House, base_version: int = 0, **changes: Any) -> TreatmentPlan:
    """A version of the plan, agreed today unless told otherwise."""
    told = content(**({"why": "review"} if base_version else {}) | changes)
    return agree_plan(
        course_id=one.pk,
        base_version=base_version,
        content=told,
        form_key=uuid.uuid4(),
        by=house.caseworker,
        at=danish_moment(told.agreed_on, time(15)),
    )


def record(one: Session, house: House, **changes: Any) -> Session:
    """Write down how a talk of today went: attended, unless told otherwise."""
    told: dict[str, Any] = {
        "attendance": "attended",
        "form_key": uuid.uuid4(),
        "by": house.caseworker,
        "at": EVENING,
    }
    return record_session(session_id=one.pk, **{**told, **changes})


def plan(course: Course, house: House, **changes: Any) -> Session:
    """Agree on a talk in a week, unless told otherwise."""
    told: dict[str, Any] = {
        "when": when(NEXT_WEEK),
        "form_key": uuid.uuid4(),
        "by": house.caseworker,
        "at": AT,
    }
    return plan_session(course_id=course.pk, **{**told, **changes})


def ending(**changes: Any) -> DischargeContent:
    """Completed today and free, to be called on the number of the plan, unless told otherwise."""
    whole = DischargeContent(
        discharged_on=TODAY,
        reason="completed",
        result="free",
        summary="Har nået det vi aftalte.",
        follow_up_route="phone",
        follow_up_detail="20 00 00 01",
    )
    return replace(whole, **changes)


def goals_of(one: Course, attained: str = "yes") -> tuple[tuple[uuid.UUID, str], ...]:
    """Each goal of the last plan, reached unless told otherwise."""
    return tuple((goal.key, attained) for goal in goals_asked(one))


def discharged(
    house: House, one: Course | None = None, *, at: datetime | None = None, **changes: Any
) -> Discharge:
    """A course that has ended, written down that evening unless told otherwise."""
    course = one or running(house)
    goals = () if changes.get("reason") == "dead" else goals_of(course)
    told = ending(**{"goals": goals, **changes})
    moment = at or danish_moment(max(told.discharged_on, TODAY), time(18))
    return discharge(
        course_id=course.pk, content=told, form_key=uuid.uuid4(), by=house.caseworker, at=moment
    )
