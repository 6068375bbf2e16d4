"""The forms of complaints that keep drafts, and whom a draft is about: initials, never a name."""

from collections.abc import Iterable, Mapping
from functools import partial

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from centre.drafts.queries import Kind, Subject, numbers
from centre.staff.models import User
from centre.staff.rules import Door
from complaints.models import Complaint
from complaints.queries.complaint import inquiries, short
from intake.queries.clocks import short as initials

REGISTER, REASSESS = "complaint.register", "complaint.reassess"
# The acts on a complaint's page in which somebody writes, as their forms are headed.
WRITTEN: Mapping[str, Promise] = {
    "answer": _("The leader answers"),
    "more-time": _("More information is needed"),
}


def act_form(verb: str) -> str:
    """The name under which an act keeps its draft; empty where nothing is written in it."""
    return f"complaint.{verb}" if verb in WRITTEN else ""


def _to_register(user: User, subjects: Iterable[str]) -> dict[str, Subject]:
    """From the list about nobody yet; from a citizen's file about the inquiry it was opened from."""
    if not user.may(Door.WORK_CASES):
        return {}
    url, wanted = reverse("complaints:register"), list(subjects)
    found = {"": Subject("", url)} if "" in wanted else {}
    for one in inquiries(user).filter(pk__in=numbers(wanted)):
        found[str(one.pk)] = Subject(initials(one), f"{url}?inquiry={one.pk}", one.citizen_id)
    return found


def _complaints(
    user: User, subjects: Iterable[str], *, door: Door, name: str, anchor: str = ""
) -> dict[str, Subject]:
    """The complaints among the subjects that the person may open, and may answer so."""
    if not user.may(door):
        return {}
    rows = Complaint.objects.for_user(user).filter(pk__in=numbers(subjects))
    return {
        str(one.pk): Subject(short(one), reverse(name, args=[one.pk]) + anchor, one.citizen_id)
        for one in rows.select_related("citizen")
    }


FORMS: Mapping[str, Kind] = {
    REGISTER: Kind(_("Register a complaint"), _to_register),
    REASSESS: Kind(
        _("Look at it again"), partial(_complaints, door=Door.ASSESS, name="complaints:reassess")
    ),
    **{
        act_form(verb): Kind(
            words,
            partial(
                _complaints,
                door=Door.WORK_CASES,
                name="complaints:complaint",
                anchor=f"#act-{verb}",
            ),
        )
        for verb, words in WRITTEN.items()
    },
}
