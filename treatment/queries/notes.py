"""The notes of talks, for the search that looks through all notes."""

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from centre.journal.queries.search import Asked, Text
from centre.paging import Place
from centre.staff.rules import Door
from intake.models import Inquiry
from treatment.models import SessionNote

CITIZEN = "session__course__citizen"


def texts(asked: Asked, after: Place | None) -> list[Text]:
    """Those of talks in the reader's scope."""
    if not asked.user.may(Door.ASSESS):
        return []
    seen = Inquiry.objects.for_user(asked.user, asked.at)
    rows = SessionNote.objects.filter(session__course__inquiry__in=seen)
    rows = rows.select_related("written_by", "session__course")
    return [
        Text(
            one.written_at,
            one.pk,
            one.session.course.citizen_id,
            _("Note: talk of %(day)s") % {"day": date_format(one.session.held_on, "j. F Y")},
            str(one.written_by),
            one.text,
            reverse("treatment:session", args=[one.session_id]),
        )
        for one in asked.latest(rows, after, citizen=CITIZEN)
    ]
