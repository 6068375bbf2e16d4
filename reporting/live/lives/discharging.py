"""How a treatment ends: discharged, set right, taken back within the day."""

from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from uuid import UUID

from centre.calendar import danish_day
from centre.citizens.queries import has_died
from centre.staff.models import User
from reporting.live.check.account import Ended
from reporting.live.lives import ending
from reporting.live.world import Life
from treatment.actions import discharge as discharges
from treatment.choices import (
    Attained,
    CourseStatus,
    DischargeReason,
    FollowUpRoute,
    Result,
)
from treatment.models import Course, Discharge
from treatment.queries.discharge import goals_asked
from treatment.rules.discharge import DischargeContent

# Of those who come to the end of what they wanted, and of those who stop coming.
ENDS = {
    DischargeReason.COMPLETED: 66,
    DischargeReason.OTHER_OFFER: 10,
    DischargeReason.OTHER_REASON: 8,
    DischargeReason.MOVED: 6,
    DischargeReason.HOSPITAL: 4,
    DischargeReason.PRISON: 2,
    DischargeReason.DEAD: 4,
}
STOPS_COMING = {
    DischargeReason.DROPPED_OUT: 80,
    DischargeReason.OTHER_REASON: 12,
    DischargeReason.BROKEN_AGREEMENT: 4,
    DischargeReason.DEAD: 4,
}
SUMMARY = (
    "Vi har gennemgået målene sammen. Der er en plan for, hvad der hjælper, når det bliver svært."
)


def discharge(life: Life, course_id: UUID, at: datetime, *, stopped_coming: bool) -> None:
    """End the course; now and then it was the wrong one, or the wrong reason."""
    course = _course(course_id)
    chances = STOPS_COMING if stopped_coming else ENDS
    reason = life.chance.choices(list(chances), list(chances.values()))[0]
    if has_died(course.citizen_id):
        reason = DischargeReason.DEAD
    made = discharges.discharge(
        course_id=course_id,
        content=_content(life, course, reason, at),
        form_key=life.key(),
        by=course.counsellor,
        at=at,
    )
    _told(life, made, course)
    if life.likely(0.03):
        life.world.plan(at + timedelta(hours=2), partial(_take_back, life, made.pk))
    elif life.likely(0.05):
        life.then(at, 2, 20, partial(_set_right, life, made.pk))
    elif reason == DischargeReason.DEAD:
        ending.after_death(life, course.citizen_id, at)


def _told(life: Life, made: Discharge, course: Course) -> None:
    """What the account says of it."""
    told = Ended(
        course=str(course.pk),
        area=course.area,
        citizen=str(course.citizen_id or ""),
        on=made.discharged_on,
        reason=made.reason,
        result=made.result,
    )
    life.world.account.ends(made.pk, told)


def _course(course_id: UUID) -> Course:
    return Course.objects.select_related("counsellor", "inquiry__unit").get(pk=course_id)


def _content(life: Life, course: Course, reason: str, at: datetime) -> DischargeContent:
    """What the counsellor writes; nobody is called after a death, and a few want no call."""
    dead = reason == DischargeReason.DEAD
    called = not dead and life.likely(0.85)
    return DischargeContent(
        discharged_on=danish_day(at),
        reason=reason,
        result=Result.UNKNOWN if dead else life.chance.choice(list(Result)),
        summary=SUMMARY,
        follow_up_route=FollowUpRoute.PHONE if called else FollowUpRoute.NONE,
        follow_up_detail="Ring om formiddagen." if called else "",
        goals=()
        if dead
        else tuple(
            (one.key, life.chance.choice(list(Attained)))
            for one in sorted(goals_asked(course), key=lambda one: one.number)
        ),
    )


def _held(discharge_id: UUID) -> Discharge | None:
    found = Discharge.objects.current().select_related("course__counsellor")
    return found.filter(pk=discharge_id).first()


def _take_back(life: Life, discharge_id: UUID, at: datetime) -> None:
    """It was another citizen's course that had ended: this one goes on for a while."""
    held = _held(discharge_id)
    if held is None or held.course.status != CourseStatus.ENDED:
        return
    by: User = held.course.counsellor
    discharges.take_back(discharge_id=discharge_id, form_key=life.key(), by=by, at=at)
    life.world.account.goes_on(discharge_id)
    life.then(at, 5, 20, partial(_again, life, held.course_id))


def _again(life: Life, course_id: UUID, at: datetime) -> None:
    discharge(life, course_id, at, stopped_coming=False)


def _set_right(life: Life, discharge_id: UUID, at: datetime) -> None:
    """The reason, or the day, was another one."""
    held = _held(discharge_id)
    if held is None:
        return
    reason = life.chance.choice((DischargeReason.COMPLETED, DischargeReason.DROPPED_OUT))
    content = _content(life, _course(held.course_id), reason, at)
    other_day = danish_day(at) if life.likely(0.3) else held.discharged_on
    made = discharges.correct_discharge(
        discharge_id=discharge_id,
        content=replace(content, discharged_on=other_day),
        form_key=life.key(),
        by=held.course.counsellor,
        at=at,
    )
    _told(life, made, held.course)
