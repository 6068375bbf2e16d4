"""What the journal puts into a citizen's file: its notes, and the way to write one."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from centre.calendar import danish_day
from centre.file.choices import Kind
from centre.file.queries import Act, Entry, Part, Whose
from centre.journal.choices import Regime
from centre.journal.models import Note, PassingOn
from centre.journal.queries.notes import notes
from centre.journal.rules.access import written_by
from centre.staff.models import User

# What is longer is read whole on its own page.
SHOWN = 1500


def part(user: User, whose: Whose, at: datetime) -> Part:
    """Nothing for who reads no notes, and nothing of an inquiry without a name: a note is somebody's."""
    if whose.citizen_id is None or written_by(user.role) is None:
        return Part()
    mine = [whose.citizen_id]
    write = Act(_("Write a note"), reverse("journal:write", args=mine))
    search = Act(_("Search the notes"), reverse("journal:search_file", args=mine), last=True)
    return Part(
        entries=[*_notes(user, whose, at), *_passed_on(user, whose, at)],
        acts=[write, search] if whose.is_own else [search],
    )


def _notes(user: User, whose: Whose, at: datetime) -> Iterator[Entry]:
    later = Exists(Note.objects.filter(corrects=OuterRef("pk")))
    rows = notes(user, at).filter(citizen=whose.citizen_id).select_related("written_by")
    found: list[Any] = whose.latest(rows.annotate(is_corrected=later), Kind.NOTE, at="written_at")
    for one in found:
        yield Entry(
            one.written_at,
            f"{one.written_by}, {one.author_title}",
            heading_of(one),
            Truncator(_text(one, is_corrected=one.is_corrected)).chars(SHOWN),
            reverse("journal:note", args=[one.pk]),
            id=one.pk,
            kind=Kind.NOTE,
        )


def heading_of(one: Note) -> str:
    """Which record, which kind and what about."""
    told = f"{one.get_regime_display()}: {one.get_kind_display().lower()}"
    return f"{told} · {one.heading}" if one.heading else told


def _text(one: Note, *, is_corrected: bool) -> str:
    lines = []
    if is_corrected:
        lines.append(_("This was set right by a later note."))
    if one.corrects_id:
        lines.append(_("Sets an earlier note right."))
    if one.about_on != danish_day(one.written_at):
        lines.append(_("About %(day)s.") % {"day": date_format(one.about_on, "j. F Y")})
    return "\n".join([" ".join(lines), one.text]) if lines else one.text


def _passed_on(user: User, whose: Whose, at: datetime) -> Iterator[Entry]:
    """That a note was passed on stands in the file of whoever may read that note."""
    seen = notes(user, at).filter(citizen=whose.citizen_id, regime=Regime.HEALTH)
    rows = PassingOn.objects.filter(note__in=seen.values("pk")).select_related("by")
    for one in whose.latest(rows, Kind.NOTE):
        yield Entry(
            one.at,
            str(one.by),
            _("A note of the health record was passed on to the social side"),
            str(one.get_basis_display()),
            reverse("journal:note", args=[one.note_id]),
            icon="next",
            id=one.pk,
            kind=Kind.NOTE,
        )
