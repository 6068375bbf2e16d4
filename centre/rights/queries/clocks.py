"""Whom the deadlines of requests are about: initials, never a name."""

from typing import cast

from django.urls import reverse
from django.utils.translation import gettext as _

from centre.clocks.models import Clock, ClockQuerySet
from centre.clocks.queries import Subject, Subjects
from centre.rights.choices import Right
from centre.rights.models import RightsRequest
from centre.rights.queries.request import step_of


def _read_with(clocks: ClockQuerySet) -> ClockQuerySet:
    return clocks.select_related("rights_request__citizen")


def _subject(clock: Clock) -> Subject | None:
    request = cast("RightsRequest | None", getattr(clock, "rights_request", None))
    if request is None:
        return None
    step = step_of(request)
    told = (
        _("%(who)s, access to the file")
        if request.right == Right.ACCESS
        else _("%(who)s, something is wrong")
    )
    return Subject(
        words=told % {"who": request.citizen.initials},
        url=reverse("rights:request", args=[request.pk]),
        received_on=request.received_on,
        next_step=lambda _today: str(step.label) if step is not None else "",
    )


SUBJECTS = Subjects(_read_with, _subject)
