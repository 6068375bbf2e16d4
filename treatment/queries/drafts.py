"""The forms of the treatment that keep drafts, and whom a draft is about."""

from collections.abc import Iterable, Mapping

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from centre.drafts.queries import Kind, Subject, numbers
from centre.staff.models import User
from centre.staff.rules import Door
from intake.models import Inquiry
from intake.queries.clocks import short
from treatment.models import Course, Session

SESSION, UNPLANNED, PLAN = "session.record", "session.unplanned", "plan.write"
NOTE = "session.note"
DISCHARGE, CORRECTION = "discharge.write", "discharge.correct"


def _talks(user: User, subjects: Iterable[str]) -> dict[str, Subject]:
    if not user.may(Door.ASSESS):
        return {}
    rows = Session.objects.of(Inquiry.objects.for_user(user)).filter(pk__in=numbers(subjects))
    return {
        str(one.pk): Subject(
            short(one.course.inquiry),
            reverse("treatment:session", args=[one.pk]),
            one.course.citizen_id,
        )
        for one in rows.select_related("course__inquiry__citizen")
    }


def _courses(user: User, subjects: Iterable[str], *, page: str) -> dict[str, Subject]:
    if not user.may(Door.ASSESS):
        return {}
    rows = Course.objects.of(Inquiry.objects.for_user(user)).filter(pk__in=numbers(subjects))
    return {
        str(one.pk): Subject(
            short(one.inquiry), reverse(f"treatment:{page}", args=[one.pk]), one.citizen_id
        )
        for one in rows.select_related("inquiry__citizen")
    }


FORMS: Mapping[str, Kind] = {
    SESSION: Kind(_("Write down a talk"), _talks),
    NOTE: Kind(_("The note"), _talks),
    UNPLANNED: Kind(
        _("Write down a talk"), lambda user, those: _courses(user, those, page="unplanned")
    ),
    DISCHARGE: Kind(_("Discharge"), lambda user, those: _courses(user, those, page="discharge")),
    CORRECTION: Kind(
        _("Discharge"), lambda user, those: _courses(user, those, page="correct_discharge")
    ),
    PLAN: Kind(_("Treatment plan"), lambda user, those: _courses(user, those, page="plan")),
}
