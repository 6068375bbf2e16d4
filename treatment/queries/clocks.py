"""Whom the reviews of plans are about: initials and age group, never a name or number."""

from datetime import date
from functools import partial

from django.db.models import Exists
from django.urls import reverse
from django.utils.translation import gettext as _

from centre.citizens.queries import deaths, unlisted
from centre.clocks.models import Clock, ClockQuerySet
from centre.clocks.queries import Subject, Subjects
from intake.queries.clocks import short
from treatment.models import Course

COURSE = "plan_review__plan__course"
# Sealed texts that no list shows: they would be opened for nothing.
UNREAD = ("methods", "tasks", "timetable", "follow_up_detail")


def _read_with(clocks: ClockQuerySet) -> ClockQuerySet:
    """The course behind each review, whose it is and whether they live, in the same statement."""
    found = clocks.select_related(f"{COURSE}__inquiry__citizen").annotate(
        died=Exists(deaths("citizen"))
    )
    unread = (f"plan_review__plan__{name}" for name in UNREAD)
    return found.defer(
        *unread, f"{COURSE}__inquiry__note", *unlisted(f"{COURSE}__inquiry__citizen")
    )


def _subject(clock: Clock) -> Subject | None:
    review = getattr(clock, "plan_review", None)
    if review is None:
        return None
    course = review.plan.course
    return Subject(
        words=short(course.inquiry),
        url=reverse("treatment:plan", args=[course.pk]),
        received_on=course.requested_on,
        next_step=partial(_next_step, course=course, died=getattr(clock, "died", False)),
    )


def _next_step(_today: date, *, course: Course, died: bool) -> str:
    if died:
        return _("The citizen has died: end this treatment")
    return _("Review the plan: %(offer)s") % {"offer": course.offer_name}


SUBJECTS = Subjects(_read_with, _subject)
