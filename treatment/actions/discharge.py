"""A course ends, the end is set right, or it was a mistake and the course goes on."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from centre.citizens.choices import ToldIn
from centre.records.actions import note
from centre.refusal import Refused
from centre.rows import insert
from centre.staff.models import User
from intake.actions.death import taken_back_with, tell_of_death
from treatment.actions.course import locked, move
from treatment.actions.ending import go_on, rest
from treatment.actions.once import once
from treatment.choices import CourseStatus, DischargeReason
from treatment.models import Course, Discharge, GoalResult
from treatment.queries.discharge import content_of, first_of, goals_asked, standing_of
from treatment.rules.discharge import TAKEN_BACK_WITHIN, DischargeContent, faults
from treatment.words import FAULTS


def discharge(
    *, course_id: UUID, content: DischargeContent, form_key: UUID, by: User, at: datetime
) -> Discharge:
    """End the course: its talks to come are called off, and its plan is reviewed no more.

    The follow-ups are pulled from here by the floor above. The same form twice is one discharge.
    Raises Refused with a sentence while a decision is being prepared, a talk is not written down,
    or the day cannot be.
    """

    def act() -> Discharge:
        course = locked(course_id, "standard")
        move(course, CourseStatus.ENDED)
        _check(course, content, at)
        course.ended_on = content.discharged_on
        course.save(update_fields=["status", "ended_on"])
        rest(course, by=by, at=at)
        made = _written(course, content, form_key, by=by, at=at)
        _note("discharge", made, course, by, at)
        _tell(made, course, by, at)
        return made

    return _once(act, form_key, course_id, content, corrects=None)


def correct_discharge(
    *, discharge_id: UUID, content: DischargeContent, form_key: UUID, by: User, at: datetime
) -> Discharge:
    """Set a discharge right by a new row; the old one stays readable, and its follow-ups follow.

    Raises Refused when somebody else has set it right or taken it back meanwhile.
    """

    def act() -> Discharge:
        course = locked(_course_of(discharge_id), "standard")
        wrong = _current(discharge_id, course)
        _check(course, content, at)
        course.ended_on = content.discharged_on
        course.save(update_fields=["ended_on"])
        made = _written(course, content, form_key, by=by, at=at, corrects=wrong)
        _note("discharge.correct", made, course, by, at, corrects=str(wrong.pk))
        _tell(made, course, by, at)
        return made

    return _once(act, form_key, _course_of(discharge_id), content, corrects=discharge_id)


def take_back(*, discharge_id: UUID, form_key: UUID, by: User, at: datetime) -> Discharge:
    """Within a day: it was a mistake, the course runs again and so does the review of its plan.

    The talks that were called off stay so: their times may be somebody else's by now. Raises Refused
    after a day, and when the citizen is in this kind of treatment again.
    """

    def act() -> Discharge:
        course = locked(_course_of(discharge_id))
        wrong = _current(discharge_id, course)
        if at - first_of(wrong).at > TAKEN_BACK_WITHIN:
            raise Refused(_("A discharge is taken back within 24 hours. Correct it instead."))
        move(course, CourseStatus.RUNNING)
        course.ended_on = None
        course.save(update_fields=["status", "ended_on"])
        go_on(course, by=by, at=at)
        made = _taken_back(wrong, form_key, by=by, at=at)
        _note("discharge.take_back", made, course, by, at, corrects=str(wrong.pk))
        taken_back_with(ToldIn.DISCHARGE, [course.pk], by=by, at=at)
        return made

    return once(
        Discharge.objects.all(),
        form_key,
        act,
        same=lambda one: one.taken_back and one.corrects_id == discharge_id,
    )


def _course_of(discharge_id: UUID) -> UUID:
    return Discharge.objects.values_list("course_id", flat=True).get(pk=discharge_id)


def _current(discharge_id: UUID, course: Course) -> Discharge:
    found = Discharge.objects.current().filter(pk=discharge_id, course=course).first()
    if found is None or course.status != CourseStatus.ENDED:
        raise Refused(_("The discharge was changed by somebody else. Nothing was saved."))
    return found


def _check(course: Course, content: DischargeContent, at: datetime) -> None:
    found = faults(content, standing_of(course, at))
    if found:
        raise Refused(str(FAULTS[found[0]]))


def _written(
    course: Course,
    content: DischargeContent,
    form_key: UUID,
    *,
    by: User,
    at: datetime,
    corrects: Discharge | None = None,
) -> Discharge:
    made = Discharge(
        course=course,
        discharged_on=content.discharged_on,
        reason=content.reason,
        result=content.result,
        summary=content.summary,
        follow_up_route=content.follow_up_route,
        follow_up_detail=content.follow_up_detail,
        corrects=corrects,
        at=at,
        by=by,
        form_key=form_key,
    )
    ids = {one.key: one for one in goals_asked(course)}
    results = [
        GoalResult(discharge=made, goal=ids[key], attained=attained)
        for key, attained in content.goals
    ]
    insert(made, *results)
    return made


def _taken_back(wrong: Discharge, form_key: UUID, *, by: User, at: datetime) -> Discharge:
    """It says of the end what the one it takes back said, and that it does not hold."""
    return Discharge.objects.create(
        course_id=wrong.course_id,
        discharged_on=wrong.discharged_on,
        reason=wrong.reason,
        result=wrong.result,
        follow_up_route=wrong.follow_up_route,
        corrects=wrong,
        taken_back=True,
        at=at,
        by=by,
        form_key=form_key,
    )


def _tell(made: Discharge, course: Course, by: User, at: datetime) -> None:
    """Whether the citizen has died, as the discharge in force says."""
    if made.reason != DischargeReason.DEAD:
        taken_back_with(ToldIn.DISCHARGE, [course.pk], by=by, at=at)
    elif course.citizen_id is not None:
        whose, told_in = course.citizen_id, ToldIn.DISCHARGE
        tell_of_death(citizen_id=whose, told_in=told_in, told_of=course.pk, by=by, at=at)


def _once(
    act: Any, form_key: UUID, course_id: UUID, content: DischargeContent, *, corrects: UUID | None
) -> Discharge:
    def same(one: Discharge) -> bool:
        told = (course_id, corrects, _sorted(content))
        return (one.course_id, one.corrects_id, _sorted(content_of(one))) == told

    return once(Discharge.objects.all(), form_key, act, same=same)


def _sorted(content: DischargeContent) -> tuple[Any, ...]:
    return (
        content.discharged_on,
        content.reason,
        content.result,
        content.summary,
        content.follow_up_route,
        content.follow_up_detail,
        frozenset(content.goals),
    )


def _note(
    action: str, made: Discharge, course: Course, by: User, at: datetime, **detail: Any
) -> None:
    note(
        action=action,
        row=made,
        by=by,
        at=at,
        citizen_id=course.citizen_id,
        reason=made.reason,
        on=made.discharged_on.isoformat(),
        **detail,
    )
