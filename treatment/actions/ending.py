"""What rests when a course ends or never begins: its talks to come and the review of its plan."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from centre.calendar import danish_day
from centre.clocks.actions import ledger
from centre.clocks.choices import EventType
from centre.clocks.models import Clock
from centre.records.actions import note
from centre.staff.models import User
from treatment.actions.course import locked, move
from treatment.actions.plan import open_reviews
from treatment.choices import Attendance, CourseStatus
from treatment.models import Course, Session


@transaction.atomic
def never_begin(*, course_id: UUID, by: User, at: datetime) -> Course:
    """The treatment that was set up never began. The guarantee is not touched: it has its own end.

    The same twice is one. Raises Refused when it has begun.
    """
    course = locked(course_id)
    if course.status == CourseStatus.NEVER_BEGUN:
        return course
    move(course, CourseStatus.NEVER_BEGUN)
    course.save(update_fields=["status"])
    rest(course, by=by, at=at)
    note(action="course.never_begin", row=course, by=by, at=at, citizen_id=course.citizen_id)
    return course


def rest(course: Course, *, by: User, at: datetime) -> None:
    """Call off what is planned and release the review; in the transaction of whoever ends the course."""
    call_off(course, by=by, at=at)
    for clock in open_reviews(course):
        ledger.write(
            clock_id=clock.pk,
            type=EventType.RELEASE,
            on=danish_day(at),
            by=by,
            at=at,
            reason=_("The treatment has ended."),
        )


def call_off(course: Course, *, by: User, at: datetime) -> int:
    """The talks that are planned are cancelled by us; how many they were."""
    planned = Session.objects.planned().filter(course=course)
    return planned.update(attendance=Attendance.CANCELLED_BY_US, settled_at=at, settled_by=by)


def go_on(course: Course, *, by: User, at: datetime) -> None:
    """The end was a mistake: the review of the last version runs again, from its own first day."""
    # The reviews of earlier versions were stopped by the next one, so that one at most was released.
    last = Clock.objects.filter(
        plan_review__plan__course=course, ended_as=EventType.RELEASE
    ).first()
    if last is not None:
        ledger.write(
            clock_id=last.pk,
            type=EventType.CORRECT,
            on=last.starts_on,
            by=by,
            at=at,
            reason=_("Released by mistake: it runs again from its first day."),
        )
