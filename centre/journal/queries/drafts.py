"""The forms of the journal that keep drafts, and whom a draft is about: initials, never a name."""

from collections.abc import Iterable, Mapping

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from centre.drafts.queries import Kind, Subject, numbers
from centre.journal.queries.notes import citizens_to_write_about, notes_to_act_on
from centre.staff.models import User
from centre.staff.rules import Door

WRITE, CORRECT, PASS_ON = "journal.write", "journal.correct", "journal.pass-on"


def _citizens(user: User, subjects: Iterable[str]) -> dict[str, Subject]:
    rows = citizens_to_write_about(user).filter(pk__in=numbers(subjects))
    return {
        str(one.pk): Subject(one.initials, reverse("journal:write", args=[one.pk]), one.pk)
        for one in rows
    }


def _notes(user: User, subjects: Iterable[str], *, page: str) -> dict[str, Subject]:
    rows = notes_to_act_on(user).filter(pk__in=numbers(subjects)).select_related("citizen")
    return {
        str(one.pk): Subject(
            one.citizen.initials, reverse(f"journal:{page}", args=[one.pk]), one.citizen_id
        )
        for one in rows
    }


def _health_notes(user: User, subjects: Iterable[str]) -> dict[str, Subject]:
    return _notes(user, subjects, page="pass_on") if user.may(Door.HEALTH_RECORD) else {}


FORMS: Mapping[str, Kind] = {
    WRITE: Kind(_("Write a note"), _citizens),
    CORRECT: Kind(_("Set the note right"), lambda user, those: _notes(user, those, page="correct")),
    PASS_ON: Kind(_("Pass on to the social side"), _health_notes),
}
