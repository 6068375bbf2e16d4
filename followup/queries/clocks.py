"""Whom the deadlines of follow-ups are about: initials and age group, never a name or number."""

from datetime import date
from functools import partial

from django.db.models import Exists
from django.urls import reverse
from django.utils.translation import gettext as _

from centre.citizens.queries import deaths, unlisted
from centre.clocks.models import Clock, ClockQuerySet
from centre.clocks.queries import Subject, Subjects
from followup.models import FollowUp
from intake.queries.clocks import short

COURSE = "follow_up__course"


def _read_with(clocks: ClockQuerySet) -> ClockQuerySet:
    """The course behind each, whose it is and whether they live; no sealed text is opened for nothing."""
    found = clocks.select_related(f"{COURSE}__inquiry__citizen")
    found = found.annotate(died=Exists(deaths("citizen")))
    inquiry = f"{COURSE}__inquiry"
    return found.defer("follow_up__note", f"{inquiry}__note", *unlisted(f"{inquiry}__citizen"))


def _subject(clock: Clock) -> Subject | None:
    one = getattr(clock, "follow_up", None)
    if one is None:
        return None
    return Subject(
        words=short(one.course.inquiry),
        url=reverse("followup:call", args=[one.pk]),
        received_on=one.course.requested_on,
        next_step=partial(_next_step, one=one, died=getattr(clock, "died", False)),
    )


def _next_step(_today: date, *, one: FollowUp, died: bool) -> str:
    if died:
        return _("The citizen has died: nobody is called")
    return _("Follow up: %(offer)s") % {"offer": one.course.offer_name}


SUBJECTS = Subjects(_read_with, _subject)
