"""The forms of the follow-up that keep drafts, and whom a draft is about."""

from collections.abc import Iterable, Mapping

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from centre.drafts.queries import Kind, Subject, numbers
from centre.staff.models import User
from followup.queries.call import in_scope
from intake.queries.clocks import short

CALL, CORRECTION = "call.write", "call.correct"


def _calls(user: User, subjects: Iterable[str]) -> dict[str, Subject]:
    rows = in_scope(user).filter(pk__in=numbers(subjects)).defer("note")
    return {
        str(one.pk): Subject(
            short(one.course.inquiry),
            reverse("followup:call", args=[one.pk]),
            one.course.citizen_id,
        )
        for one in rows.select_related("course__inquiry__citizen")
    }


FORMS: Mapping[str, Kind] = {
    CALL: Kind(_("Follow-up"), _calls),
    CORRECTION: Kind(_("Set the follow-up right"), _calls),
}
