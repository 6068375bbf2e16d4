"""One course with all that its page shows: the grant, the plan as it stands, its talks, what now."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property

from django.db.models import Exists, OuterRef, Prefetch, QuerySet

from centre.calendar import danish_day
from centre.citizens.models import Death
from centre.citizens.queries import death_of
from centre.clocks import words
from centre.clocks.models import Clock
from centre.staff.models import User
from centre.staff.queries import colleagues
from centre.staff.rules import Door
from intake.choices import Outcome
from intake.models import Decision, Inquiry
from treatment.choices import Attendance, CourseStatus
from treatment.models import Course, Session, SessionNote, TreatmentPlan
from treatment.queries.cap import cap_of
from treatment.rules.cap import Cap
from treatment.rules.counsellor import may_answer_for
from treatment.rules.review import new_offer_asks_for_review
from treatment.rules.status import OPEN_STATUSES

MOST = 60


def in_scope(user: User) -> QuerySet[Course]:
    """The courses whose file a person may open, with whose they are and from what."""
    rows = Course.objects.of(Inquiry.objects.for_user(user))
    return rows.select_related(
        "inquiry", "citizen", "unit", "counsellor", "standard", "decision", "decision__visitation"
    ).defer("standard__text")


def talks_in_scope(user: User) -> QuerySet[Session]:
    """The talks of those courses, for writing them down."""
    rows = Session.objects.of(Inquiry.objects.for_user(user))
    rows = rows.select_related(
        "course__inquiry", "course__citizen", "course__unit", "course__counsellor", "counsellor"
    ).select_related("course__standard", "course__decision", "settled_by")
    return rows.defer("course__standard__text")


@dataclass(frozen=True)
class Case:
    """All that the pages of a course show."""

    course: Course
    today: date
    at: datetime
    cap: Cap
    plan: TreatmentPlan | None
    review: Clock | None
    talks: list[Session]
    renewal: Decision | None
    death: Death | None = None

    @property
    def open(self) -> bool:
        return self.course.status in OPEN_STATUSES

    @property
    def chip(self) -> words.Chip | None:
        """When the plan is to be looked at again."""
        return words.chip(self.review, self.today) if self.review else None

    @property
    def offer_changed(self) -> bool:
        """Whether the plan speaks of another offer, and the standard wants it reviewed for that."""
        return (
            self.plan is not None
            and self.plan.decision.offer != self.course.offer
            and new_offer_asks_for_review(self.course.standard.content)
        )

    @cached_property
    def to_come(self) -> list[Session]:
        """What is planned, the soonest first; also what somebody forgot to write down."""
        planned = [one for one in self.talks if one.attendance == Attendance.PLANNED]
        return sorted(planned, key=lambda one: (one.starts_at, one.pk))

    @property
    def due(self) -> Session | None:
        """The first talk that somebody can write down by now: of today, or forgotten."""
        there = (one for one in self.to_come if one.held_on <= self.today)
        return next(there, None) if self.open else None

    @cached_property
    def past(self) -> list[Session]:
        return [one for one in self.talks if one.attendance != Attendance.PLANNED]

    @property
    def room(self) -> bool:
        return self.open and self.cap.room_for_one_more()


def case(course: Course, at: datetime) -> Case:
    """A course opened through the door with the rest of what its page shows."""
    plan = course.plans.select_related("written_by", "decision").prefetch_related("goals").last()
    today = danish_day(at)
    return Case(
        course=course,
        today=today,
        at=at,
        cap=cap_of(course),
        plan=plan,
        review=_review(course),
        talks=_talks(course),
        renewal=_renewal(course),
        death=death_of(course.citizen_id),
    )


def _review(course: Course) -> Clock | None:
    return (
        Clock.objects.open()
        .filter(plan_review__plan__course=course)
        .select_related("standard")
        .defer("standard__text")
        .first()
    )


def _talks(course: Course) -> list[Session]:
    """The latest first, each with its notes, whatever their number: two queries."""
    notes = SessionNote.objects.select_related("written_by")
    rows = course.sessions.select_related("counsellor", "settled_by")
    rows = rows.prefetch_related(Prefetch("notes", notes))
    return list(rows.order_by("-starts_at", "id")[:MOST])


def _renewal(course: Course) -> Decision | None:
    """A decision in force on the same treatment that the course does not stand on yet."""
    found = Decision.objects.in_force().filter(inquiry=course.inquiry_id, area=course.area)
    return found.exclude(pk=course.decision_id).exclude(outcome=Outcome.REFUSED).first()


def counsellors(unit_id: int, today: date) -> Sequence[User]:
    """Those who may answer for a course of a unit."""
    people = colleagues(unit_id, today)
    return [one for one in people if one.unit_id == unit_id and may_answer_for(one.role)]


def grants(user: User) -> QuerySet[Decision]:
    """Decisions in force that grant something, from which a course may be set up."""
    if not user.may(Door.ASSESS):
        return Decision.objects.none()
    rows = Decision.objects.of(Inquiry.objects.for_user(user)).in_force()
    return rows.exclude(outcome=Outcome.REFUSED).select_related(
        "inquiry__citizen", "inquiry__unit", "inquiry__responsible"
    )


def without_course(decisions: QuerySet[Decision]) -> QuerySet[Decision]:
    """Those from which nothing was set up: no course of the inquiry in this area is open or ended."""
    there = Course.objects.filter(inquiry=OuterRef("inquiry"), area=OuterRef("area"))
    return decisions.filter(~Exists(there.exclude(status=CourseStatus.NEVER_BEGUN)))


def open_course_of(decision: Decision) -> Course | None:
    """The course that this decision or an earlier one on the same treatment has set up."""
    rows = Course.objects.open().filter(inquiry=decision.inquiry_id, area=decision.area)
    return rows.first()
