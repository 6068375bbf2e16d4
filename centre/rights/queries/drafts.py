"""The forms of requests that keep drafts, and whom a draft is about: initials, never a name."""

from collections.abc import Iterable, Mapping
from functools import partial

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from centre.drafts.queries import Kind, Subject, numbers
from centre.rights.models import RightsRequest
from centre.staff.models import User
from centre.staff.rules import Door

# The acts on a request's page in which somebody writes, as their forms are headed.
WRITTEN: Mapping[str, tuple[Promise, Door]] = {
    "correct": (_("Answer what is wrong"), Door.ASSESS),
    "refuse": (_("Refuse it"), Door.APPROVE),
    "late": (_("It is late: tell the citizen why, and until when"), Door.WORK_CASES),
    "more-time": (_("It takes longer"), Door.WORK_CASES),
}


def act_form(verb: str) -> str:
    """The name under which an act keeps its draft; empty where nothing is written in it."""
    return f"rights.{verb}" if verb in WRITTEN else ""


def _requests(user: User, subjects: Iterable[str], *, verb: str, door: Door) -> dict[str, Subject]:
    if not user.may(door):
        return {}
    rows = RightsRequest.objects.for_user(user).filter(pk__in=numbers(subjects))
    return {
        str(one.pk): Subject(
            one.citizen.initials,
            f"{reverse('rights:request', args=[one.pk])}#act-{verb}",
            one.citizen_id,
        )
        for one in rows.select_related("citizen")
    }


FORMS: Mapping[str, Kind] = {
    act_form(verb): Kind(words, partial(_requests, verb=verb, door=door))
    for verb, (words, door) in WRITTEN.items()
}
