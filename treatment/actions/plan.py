"""A version of the treatment plan is agreed, and the day of its review begins to count."""

from dataclasses import replace
from datetime import datetime
from uuid import UUID, uuid4

from django.utils.translation import gettext as _

from centre.calendar import danish_day
from centre.clocks.actions import ledger
from centre.clocks.choices import EventType
from centre.clocks.models import Clock
from centre.records.actions import note
from centre.refusal import Refused
from centre.rows import insert
from centre.staff.models import User
from intake.actions.initiation import note_plan
from treatment.actions.course import check_open, locked
from treatment.actions.once import once
from treatment.choices import WhyVersion
from treatment.models import Course, Goal, PlanReview, TreatmentPlan
from treatment.queries.plan import content_of
from treatment.rules.plan import PlanContent, goals_in_order, missing
from treatment.rules.review import review_clock
from treatment.words import MISSING


class Outdated(Refused):
    """Somebody else has agreed a version meanwhile; both are shown side by side."""


def agree_plan(
    *,
    course_id: UUID,
    base_version: int,
    content: PlanContent,
    form_key: UUID,
    by: User,
    at: datetime,
) -> TreatmentPlan:
    """Write a version of the plan, stop the old day of review, and start the next by the standard.

    `base_version` is the version that the writer saw, 0 for none. The same form twice is one version.
    Raises Outdated when there is a later one, and Refused for what the council's plan must hold.
    """

    def act() -> TreatmentPlan:
        course = locked(course_id, "standard", "unit", "citizen", "counsellor")
        last = course.plans.last()
        _check(course, last, base_version, content, at)
        plan = _written(course, base_version + 1, content, form_key, by=by, at=at)
        if last is None:
            note_plan(
                inquiry_id=course.inquiry_id, area=course.area, on=content.agreed_on, by=by, at=at
            )
        _count_anew(course, plan, by=by, at=at)
        _note(plan, course, by, at)
        return plan

    return once(
        TreatmentPlan.objects.all(), form_key, act, same=lambda one: _same(one, course_id, content)
    )


def _note(plan: TreatmentPlan, course: Course, by: User, at: datetime) -> None:
    note(
        action="plan.agree",
        row=plan,
        by=by,
        at=at,
        citizen_id=course.citizen_id,
        version=plan.version,
    )


def _same(one: TreatmentPlan, course_id: UUID, content: PlanContent) -> bool:
    return one.course_id == course_id and content_of(one) == _in_order(content)


def _in_order(content: PlanContent) -> PlanContent:
    return replace(content, goals=tuple(goals_in_order(content.goals)))


def _check(
    course: Course,
    last: TreatmentPlan | None,
    base_version: int,
    content: PlanContent,
    at: datetime,
) -> None:
    check_open(course)
    if (last.version if last else 0) != base_version:
        raise Outdated(_("Somebody else has saved a version meanwhile."))
    if (content.why == WhyVersion.FIRST) != (last is None):
        raise Refused(_("Say what made a new version of the plan necessary."))
    if content.agreed_on > danish_day(at):
        raise Refused(_("This day has not come yet."))
    if content.agreed_on < (last.agreed_on if last else course.requested_on):
        raise Refused(_("A version cannot be agreed before the one it follows."))
    lacks = missing(course.standard.content, content)
    if lacks:
        raise Refused(str(MISSING[lacks[0]]))


def _written(
    course: Course,
    version: int,
    content: PlanContent,
    form_key: UUID,
    *,
    by: User,
    at: datetime,
) -> TreatmentPlan:
    plan = TreatmentPlan.objects.create(
        course=course,
        decision=course.decision,
        version=version,
        why=content.why,
        agreed_on=content.agreed_on,
        agreement=content.agreement,
        methods=content.methods,
        tasks=content.tasks,
        timetable=content.timetable,
        follow_up_route=content.follow_up_route,
        follow_up_detail=content.follow_up_detail,
        written_at=at,
        written_by=by,
        form_key=form_key,
    )
    _write_goals(plan, content)
    return plan


def _write_goals(plan: TreatmentPlan, content: PlanContent) -> None:
    """In one statement; each part of a goal stands under the row of its own version."""
    ordered = goals_in_order(content.goals)
    ids = {goal.key: uuid4() for goal in ordered}
    if len(ids) < len(ordered):
        raise Refused(_("A goal stands in the plan twice."))
    insert(
        *(
            Goal(
                id=ids[goal.key],
                plan=plan,
                key=goal.key,
                number=number,
                horizon=goal.horizon,
                words=goal.words,
                part_of_id=ids[goal.part_of] if goal.part_of else None,
                by_on=goal.by_on,
            )
            for number, goal in enumerate(ordered, start=1)
        )
    )


def _count_anew(course: Course, plan: TreatmentPlan, *, by: User, at: datetime) -> None:
    for clock in open_reviews(course):
        ledger.write(clock_id=clock.pk, type=EventType.STOP, on=plan.agreed_on, by=by, at=at)
    due = review_clock(course.standard.content, course.offer, plan.agreed_on)
    if due is not None:
        [clock] = ledger.start(
            plans=[due],
            standard=course.standard,
            unit=course.unit,
            citizen=course.citizen,
            responsible=course.counsellor,
            by=by,
            at=at,
        )
        PlanReview.objects.create(plan=plan, clock=clock)


def open_reviews(course: Course) -> list[Clock]:
    """The review that runs for a course, if any."""
    return list(Clock.objects.open().filter(plan_review__plan__course=course))
