"""What happens to a course: set up from a decision, begun, handed over, granted anew."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from centre.calendar import danish_day
from centre.clocks.actions import ledger
from centre.clocks.models import Clock
from centre.records.actions import note
from centre.refusal import Refused
from centre.staff.models import Unit, User
from centre.standard.queries import in_force
from intake.actions.initiation import (
    initiate,
    initiate_later,
    note_agreed,
    note_offered,
)
from intake.actions.slots import lock, locked_counsellors
from intake.choices import DecisionStatus, Outcome
from intake.models import Decision
from intake.models.inquiry import ENDED_STATUSES
from intake.rules.status import may_move
from treatment.actions.once import once, said
from treatment.choices import CourseStatus
from treatment.models import Course, Handover, Session
from treatment.queries.free import hindrance
from treatment.rules.counsellor import may_answer_for
from treatment.rules.status import COURSE, OPEN_STATUSES


def locked(course_id: UUID, *needed: str) -> Course:
    """The course and its decision; whatever happens to its plan and talks waits for it.

    With what else an act is sure to need: six tables together take Postgres longer to plan than to read.
    """
    return (
        Course.objects.select_related("decision", *needed)
        .defer("standard__text")
        .select_for_update(of=("self",))
        .get(pk=course_id)
    )


def move(course: Course, status: CourseStatus) -> None:
    """The one door through a course's status; the caller saves it with the days that go with it."""
    if not may_move(COURSE, course.status, status):
        raise Refused(_("The treatment was changed by somebody else. Nothing was saved."))
    course.status = status


def set_up_course(
    *,
    decision_id: UUID,
    counsellor: User,
    first_offered_on: date | None,
    form_key: UUID,
    by: User,
    at: datetime,
) -> Course:
    """Let somebody answer for the treatment that a decision grants.

    The standard of the day is the course's from now on: a later one changes nothing in it. The day of
    the first talk that was offered is told to the guarantee. The same form twice is one course.
    Raises Refused for a decision that grants nothing now, for a counsellor of another unit, and when
    the citizen is in this kind of treatment already.
    """

    def act() -> Course:
        decision = (
            Decision.objects.select_related("inquiry__unit")
            .select_for_update(of=("self",))
            .get(pk=decision_id)
        )
        check_counsellor(counsellor, decision.inquiry.unit, at)
        course = _made(decision, counsellor, first_offered_on, form_key, by, at)
        if first_offered_on is not None:
            offered(course, by=by, at=at)
        _note("course.set_up", course, by, at, counsellor=counsellor.pk)
        return course

    told = (decision_id, counsellor.pk, first_offered_on)
    return once(
        Course.objects.all(),
        form_key,
        act,
        same=lambda one: (one.decision_id, one.counsellor_id, one.first_offered_on) == told,
    )


def _made(
    decision: Decision,
    counsellor: User,
    first_offered_on: date | None,
    form_key: UUID,
    by: User,
    at: datetime,
) -> Course:
    inquiry, decided_on = decision.inquiry, _granted_on(decision)
    if first_offered_on is not None and first_offered_on < inquiry.received_on:
        raise Refused(_("A talk cannot have been offered before help was asked for."))
    return Course.objects.create(
        inquiry=inquiry,
        decision=decision,
        citizen_id=inquiry.citizen_id,
        unit=inquiry.unit,
        counsellor=counsellor,
        standard=in_force(danish_day(at)),
        area=decision.area,
        offer=decision.offer,
        offer_name=decision.offer_name,
        requested_on=inquiry.received_on,
        decided_on=decided_on,
        first_offered_on=first_offered_on,
        set_up_at=at,
        set_up_by=by,
        form_key=form_key,
    )


def _granted_on(decision: Decision) -> date:
    """The day of a decision that grants something now. Raises Refused for any other."""
    if decision.status != DecisionStatus.SENT or decision.decided_on is None:
        raise Refused(_("Treatment is set up from a decision that has been sent and still holds."))
    if decision.outcome == Outcome.REFUSED:
        raise Refused(_("This decision grants no treatment."))
    if decision.inquiry.status in ENDED_STATUSES:
        raise Refused(_("The inquiry has ended. Take it up again first."))
    return decision.decided_on


def check_counsellor(user: User, unit: Unit, at: datetime) -> None:
    """Raises Refused for somebody who cannot answer for a treatment in the unit."""
    if not may_answer_for(user.role) or not user.works_here_on(danish_day(at)):
        raise Refused(_("That colleague cannot answer for a treatment. Choose a counsellor."))
    if user.unit_id != unit.pk:
        raise Refused(_("That colleague works in another unit."))


def offered(course: Course, *, by: User, at: datetime) -> None:
    """A first talk could have been had; told to the guarantee in the caller's transaction."""
    note_offered(inquiry_id=course.inquiry_id, area=course.area, on=danish_day(at), by=by, at=at)


def agreed(course: Course, *, by: User, at: datetime) -> None:
    """A first talk is offered and agreed; told to the guarantee in the caller's transaction."""
    note_agreed(inquiry_id=course.inquiry_id, area=course.area, on=danish_day(at), by=by, at=at)


def begin_course(*, course_id: UUID, on: date, by: User, at: datetime) -> Course:
    """The first talk was attended: the treatment has begun, and the guarantee is kept by law.

    Begun by that day, nothing happens. Raises Refused for a day that cannot be.
    """
    try:
        with transaction.atomic():
            course = locked(course_id)
            begin(course, on=on, by=by, at=at)
            return course
    except IntegrityError as error:
        raise said(error) from error


def begin(course: Course, *, on: date, by: User, at: datetime) -> None:
    """The same of a locked course, in the caller's transaction."""
    before = course.begun_on if course.status == CourseStatus.RUNNING else None
    if before is not None and before <= on:
        return
    if on > danish_day(at):
        raise Refused(_("This day has not come yet."))
    if before is None:
        move(course, CourseStatus.RUNNING)
    course.begun_on = on
    course.save(update_fields=["status", "begun_on"])
    initiate(inquiry_id=course.inquiry_id, area=course.area, on=on, by=by, at=at)
    was = {"was": before.isoformat()} if before else {}
    _note("course.begin", course, by, at, on=on.isoformat(), **was)


def begin_later(course: Course, *, on: date, by: User, at: datetime) -> None:
    """Nobody came on its first day after all; on a locked course, in the caller's transaction."""
    was = course.begun_on
    if was is None or on <= was:
        return
    course.begun_on = on
    course.save(update_fields=["begun_on"])
    initiate_later(inquiry_id=course.inquiry_id, area=course.area, was=was, on=on, by=by, at=at)
    _note("course.begin", course, by, at, on=on.isoformat(), was=was.isoformat())


def hand_over(*, course_id: UUID, to: User, reason: str, by: User, at: datetime) -> Course:
    """Let another counsellor answer for the course, its talks to come and its open deadlines.

    No date moves. Given to who has it already, nothing happens. Raises Refused for somebody of another
    unit, and when the new counsellor is not free at a time that is planned.
    """
    try:
        with transaction.atomic():
            course = locked(course_id, "unit", "counsellor")
            if course.counsellor_id != to.pk:
                _hand_over(course, to, reason, by=by, at=at)
            return course
    except IntegrityError as error:
        raise said(error) from error


def _hand_over(course: Course, to: User, reason: str, *, by: User, at: datetime) -> None:
    check_open(course)
    check_counsellor(to, course.unit, at)
    Handover.objects.create(
        course=course, from_whom=course.counsellor, to_whom=to, reason=reason, at=at, by=by
    )
    course.counsellor = to
    course.save(update_fields=["counsellor"])
    lock(locked_counsellors(pk=to.pk))
    for session in Session.objects.planned().filter(course=course, starts_at__gte=at):
        stands_in_the_way = hindrance(to, session.during, unit_id=course.unit_id)
        if stands_in_the_way is not None:
            raise stands_in_the_way
    Session.objects.planned().filter(course=course).update(counsellor=to)
    clocks = Clock.objects.open().filter(plan_review__plan__course=course)
    ledger.hand_over(clocks=list(clocks), responsible=to, unit=course.unit)
    _note("course.hand_over", course, by, at, to=to.pk)


@transaction.atomic
def renew_decision(*, course_id: UUID, decision_id: UUID, by: User, at: datetime) -> Course:
    """A new decision takes the place of the one in force; its talks are counted from nought.

    What is planned is held under the new one. The same decision twice is one. Raises Refused for a
    decision on something else, or one that grants nothing now.
    """
    course = locked(course_id)
    if course.decision_id == decision_id:
        return course
    check_open(course)
    decision = Decision.objects.select_related("inquiry").get(pk=decision_id)
    if (decision.inquiry_id, decision.area) != (course.inquiry_id, course.area):
        raise Refused(_("This decision is about another treatment."))
    _granted_on(decision)
    course.decision = decision
    course.offer, course.offer_name = decision.offer, decision.offer_name
    course.save(update_fields=["decision", "offer", "offer_name"])
    Session.objects.planned().filter(course=course).update(decision=decision)
    _note("course.renew", course, by, at, decision=str(decision.pk))
    return course


def check_open(course: Course) -> None:
    """Raises Refused when the treatment has ended, or never began."""
    if course.status not in OPEN_STATUSES:
        raise Refused(_("The treatment has ended. Nothing was saved."))


def _note(action: str, course: Course, by: User, at: datetime, **detail: Any) -> None:
    note(action=action, row=course, by=by, at=at, citizen_id=course.citizen_id, **detail)
